"""Looking after an account in the register: handing it over, pausing it, closing it."""

from collections.abc import Callable

from accounts.people import Person
from accounts.ports import Books
from accounts.register import Account
from cards.account import account_card, handover_card
from cards.account_actions import Close, Offer, Pause, Resume, TakeOver, ticked
from dialogs.case_room import CaseRoom
from dialogs.incoming import Incoming
from dialogs.reply import Pressed, Reply
from knowledge.passage import Language


class RegisterDialog:
    """Shows accounts and carries out what is pressed on them."""

    def __init__(self, cases: CaseRoom) -> None:
        self._cases = cases

    async def open(self, person: Person, account_id: str, language: Language) -> Pressed:
        keeping = self._cases.keeping
        account = await self._cases.ledger.read(
            lambda books: keeping.show(books, person, account_id)
        )
        return self._shown(account, language)

    async def take_over_by_code(self, person: Person, account_id: str, language: Language) -> Reply:
        """Return the account to take over, for somebody who was given its id."""
        keeping = self._cases.keeping
        account = await self._cases.ledger.read(
            lambda books: keeping.to_take_over(books, person, account_id)
        )
        return Reply(card=handover_card(account, self._cases.form, self._cases.texts(language)))

    async def offer(self, incoming: Incoming, action: Offer) -> Pressed:
        name = action.said.get("name", "")
        return await self._changed(
            lambda books: self._cases.keeping.offer(
                books, incoming.person, action.case, action.seen, to=name
            ),
            action.language,
        )

    async def take_over(self, incoming: Incoming, action: TakeOver) -> Pressed:
        return await self._changed(
            lambda books: self._cases.keeping.take_over(books, incoming.person, action.case),
            action.language,
        )

    async def pause(self, incoming: Incoming, action: Pause) -> Pressed:
        reason = action.said.get("pause", "")
        return await self._changed(
            lambda books: self._cases.keeping.pause(
                books, incoming.person, action.case, action.seen, reason=reason
            ),
            action.language,
        )

    async def resume(self, incoming: Incoming, action: Resume) -> Pressed:
        return await self._changed(
            lambda books: self._cases.keeping.resume(
                books, incoming.person, action.case, action.seen
            ),
            action.language,
        )

    async def close(self, incoming: Incoming, action: Close) -> Pressed:
        done = ticked(action.done)
        return await self._changed(
            lambda books: self._cases.keeping.close(
                books, incoming.person, action.case, action.seen, done=done
            ),
            action.language,
        )

    async def _changed(self, work: Callable[[Books], Account], language: Language) -> Pressed:
        return self._shown(await self._cases.ledger.write(work), language)

    def _shown(self, account: Account, language: Language) -> Pressed:
        texts = self._cases.texts(language)
        return Pressed(card=account_card(account, self._cases.form, texts))
