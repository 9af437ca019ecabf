"""The steps of a request for an account, as the people in it take them through the real endpoint.

The words on the buttons are those of the small base, in the language of the person.
"""

from typing import Any

from tests.world.reading import facts_of
from tests.world.served_bot import REVIEW_CHANNEL, ServedBot, TeamsUser

ACCOUNT = {
    "answer__kanal": "facebook",
    "answer__namn": "Mellanby förskola",
    "answer__syfte": "Visa vår vardag.",
}
RESPONSIBILITY = {
    "answer__verksamhet": "Förskolan",
    "answer__ar_chef": "no",
    "answer__helger": "yes",
}
CONTACT = {"answer__kontakt": "forskolan@mellanby.se", "answer__chef_ok": "Maria"}
DONE = {"done__profiltext": "true", "done__tvafaktor": "true"}
ADDRESS = "https://www.facebook.com/mellanbyforskola"
IN_CHANNEL = "19:granskning@thread.tacv2"


class Story:
    """The people of the story, in their windows."""

    def __init__(self, bot: ServedBot, *, locale: str = "sv-SE") -> None:
        self.bot = bot
        self.anna = bot.person("anna", locale)
        self.maria = bot.person("maria", locale)
        self.rut, self.rolf = (
            bot.person(name, locale, place=REVIEW_CHANNEL) for name in ("rut", "rolf")
        )

    async def is_prepared(self, greeting: str = "hej", here: str = "granska här") -> None:
        """The manager has met the bot, and a reviewer has made the channel."""
        await self.maria.writes(greeting)
        await self.rut.mentions_the_bot(here)


async def asks_for_an_account(anna: TeamsUser, words: "Words") -> Any:
    """Walk through all steps, and return the card of the request sent."""
    first = await anna.writes(words.start)
    second = await anna.fills_in(first, words.next, **ACCOUNT)
    third = await anna.fills_in(second, words.next, **RESPONSIBILITY)
    summary = await anna.fills_in(third, words.to_summary, **CONTACT)
    return await anna.presses(summary, words.send)


class Words:
    """What stands on the buttons, and what comes back, in one language."""

    start, next, to_summary = "starta konto", "Nästa", "Till sammanfattningen"
    send, confirm, approve = "Skicka ansökan", "Bekräfta", "Skicka godkännandet"
    live, account = "Allt är klart", "Visa kontot"
    asks_manager = "Någon behöver ditt ja som chef"
    manager_agreed = "Din chef har bekräftat ansökan"
    review, approved = "Granska: Mellanby förskola", "Din ansökan är godkänd"
    was_first, is_live = "hann före: godkänd", "Ett nytt konto är i bruk"


class EnglishWords(Words):
    start, next, to_summary = "start an account", "Next", "To the summary"
    send, confirm, approve = "Send the request", "Confirm", "Send the approval"
    live, account = "All is done", "Show the account"
    asks_manager = "Somebody needs your yes as a manager"
    manager_agreed = "Your manager has confirmed the request"
    review, approved = "Review: Mellanby förskola", "Your request is approved"
    was_first, is_live = "was first: approved", "A new account is in use"


def request_id(card: Any) -> str:
    facts = facts_of(card)
    return facts.get("Ärende") or facts["Case"]
