"""Looking after an account in the register: handing it over, pausing it, closing it."""

from accounts.account import Account
from cards.account import account_card, handover_card
from cards.account_actions import Close, Offer, Pause, Resume, TakeOver, ticked
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

    async def on_press(
        self, person: Person, action: Offer | TakeOver | Pause | Resume | Close
    ) -> Pressed:
        accounts, case = self._services.accounts, action.case
        match action:
            case Offer(seen=seen, said=said):
                account = await accounts.offer(person, case, seen, to=said.get("name", ""))
            case TakeOver():
                account = await accounts.take_over(person, case)
            case Pause(seen=seen, said=said):
                account = await accounts.pause(person, case, seen, reason=said.get("pause", ""))
            case Resume(seen=seen):
                account = await accounts.resume(person, case, seen)
            case Close(seen=seen, done=done):
                account = await accounts.close(person, case, seen, done=ticked(done))
        return self._shown(account, action.language)

    def _shown(self, account: Account, language: Language) -> Pressed:
        texts = self._services.texts(language)
        return Pressed(card=account_card(account, self._services.form, texts))
