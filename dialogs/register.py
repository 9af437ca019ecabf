"""Looking after an account in the register: handing it over, pausing it, closing it."""

from collections.abc import Callable

from accounts.account import Account
from accounts.ports import AccountsUnitOfWork
from cards.account import account_card, handover_card
from cards.account_actions import Close, Offer, Pause, Resume, TakeOver, ticked
from core.incoming import Incoming
from core.person import Person
from dialogs.reply import Pressed, Reply
from dialogs.services import Services
from knowledge.passage import Language


class RegisterDialog:
    """Shows accounts and carries out what is pressed on them."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def open(self, person: Person, account_id: str, language: Language) -> Pressed:
        keeping = self._services.accounts
        account = await self._services.transactions.read(
            lambda uow: keeping.show(uow, person, account_id)
        )
        return self._shown(account, language)

    async def take_over_by_code(self, person: Person, account_id: str, language: Language) -> Reply:
        """Return the account to take over, for somebody who was given its id."""
        keeping = self._services.accounts
        account = await self._services.transactions.read(
            lambda uow: keeping.to_take_over(uow, person, account_id)
        )
        return Reply(
            card=handover_card(account, self._services.form, self._services.texts(language))
        )

    async def offer(self, incoming: Incoming, action: Offer) -> Pressed:
        name = action.said.get("name", "")
        return await self._changed(
            lambda uow: self._services.accounts.offer(
                uow, incoming.person, action.case, action.seen, to=name
            ),
            action.language,
        )

    async def take_over(self, incoming: Incoming, action: TakeOver) -> Pressed:
        return await self._changed(
            lambda uow: self._services.accounts.take_over(uow, incoming.person, action.case),
            action.language,
        )

    async def pause(self, incoming: Incoming, action: Pause) -> Pressed:
        reason = action.said.get("pause", "")
        return await self._changed(
            lambda uow: self._services.accounts.pause(
                uow, incoming.person, action.case, action.seen, reason=reason
            ),
            action.language,
        )

    async def resume(self, incoming: Incoming, action: Resume) -> Pressed:
        return await self._changed(
            lambda uow: self._services.accounts.resume(
                uow, incoming.person, action.case, action.seen
            ),
            action.language,
        )

    async def close(self, incoming: Incoming, action: Close) -> Pressed:
        done = ticked(action.done)
        return await self._changed(
            lambda uow: self._services.accounts.close(
                uow, incoming.person, action.case, action.seen, done=done
            ),
            action.language,
        )

    async def _changed(
        self, work: Callable[[AccountsUnitOfWork], Account], language: Language
    ) -> Pressed:
        return self._shown(await self._services.transactions.write(work), language)

    def _shown(self, account: Account, language: Language) -> Pressed:
        texts = self._services.texts(language)
        return Pressed(card=account_card(account, self._services.form, texts))
