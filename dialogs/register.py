"""Looking after an account in the register: handing it over, pausing it, closing it."""

from accounts.account import Account
from cards.account import account_card, handover_card
from cards.account_actions import Close, Offer, Pause, Resume, TakeOver, ticked
from core.incoming import Incoming
from core.language import Language
from core.person import Person
from dialogs.reply import Pressed, Reply
from dialogs.services import Services


class RegisterDialog:
    """Shows accounts and carries out what is pressed on them."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def open(self, person: Person, account_id: str, language: Language) -> Pressed:
        return self._shown(await self._services.accounts.show(person, account_id), language)

    async def take_over_by_code(self, person: Person, account_id: str, language: Language) -> Reply:
        """Return the account to take over, for somebody who was given its id."""
        account = await self._services.accounts.to_take_over(person, account_id)
        texts = self._services.texts(language)
        return Reply(card=handover_card(account, self._services.form, texts))

    async def offer(self, incoming: Incoming, action: Offer) -> Pressed:
        name = action.said.get("name", "")
        account = await self._services.accounts.offer(
            incoming.person, action.case, action.seen, to=name
        )
        return self._shown(account, action.language)

    async def take_over(self, incoming: Incoming, action: TakeOver) -> Pressed:
        account = await self._services.accounts.take_over(incoming.person, action.case)
        return self._shown(account, action.language)

    async def pause(self, incoming: Incoming, action: Pause) -> Pressed:
        reason = action.said.get("pause", "")
        account = await self._services.accounts.pause(
            incoming.person, action.case, action.seen, reason=reason
        )
        return self._shown(account, action.language)

    async def resume(self, incoming: Incoming, action: Resume) -> Pressed:
        account = await self._services.accounts.resume(incoming.person, action.case, action.seen)
        return self._shown(account, action.language)

    async def close(self, incoming: Incoming, action: Close) -> Pressed:
        done = ticked(action.done)
        account = await self._services.accounts.close(
            incoming.person, action.case, action.seen, done=done
        )
        return self._shown(account, action.language)

    def _shown(self, account: Account, language: Language) -> Pressed:
        texts = self._services.texts(language)
        return Pressed(card=account_card(account, self._services.form, texts))
