"""A request for an account over the small base, as the people in it take it."""

from typing import Any

from cards.account_actions import OpenCase
from cards.actions import data_of
from core.language import Language
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import facts_of
from tests.world.served_bot import REVIEW_CHANNEL, ServedBot
from tests.world.user import User

NAME = "Mellanby förskola"
ACCOUNT = {
    "answer__kanal": "facebook",
    "answer__namn": NAME,
    "answer__syfte": "Visa vår vardag.",
}
MINE = {"answer__verksamhet": "Förskolan", "answer__ar_chef": "yes", "answer__helger": "yes"}
UNDER_A_MANAGER = {**MINE, "answer__ar_chef": "no"}
CONTACT = {"answer__kontakt": "forskolan@mellanby.se"}
DONE = {"done__profiltext": "true", "done__tvafaktor": "true"}
ADDRESS = "https://www.facebook.com/mellanbyforskola"
IN_CHANNEL = "19:granskning@thread.tacv2"


class Participants:
    """Those who take part in a request through the real endpoint."""

    def __init__(self, bot: ServedBot, *, locale: str = "sv-SE") -> None:
        self.bot = bot
        self.anna = bot.person("anna", locale)
        self.maria = bot.person("maria", locale)
        self.rut, self.rolf = (
            bot.person(name, locale, place=REVIEW_CHANNEL) for name in ("rut", "rolf")
        )

    async def is_prepared(self) -> None:
        """The manager has met the bot, and a reviewer has made the channel."""
        await self.maria.writes(self.maria.word("greeting"))
        await self.rut.mentions_the_bot(self.rut.word("review_here"))


async def at_the_second_step(user: User) -> Any:
    return await user.fills_in(
        await user.writes(user.word("start_request")), "walk.next", **ACCOUNT
    )


async def at_the_summary(user: User, boss: str = "") -> Any:
    """Return the summary; with *boss* named as the responsible manager."""
    second = await at_the_second_step(user)
    third = await user.fills_in(second, "walk.next", **(UNDER_A_MANAGER if boss else MINE))
    named = {"answer__chef_ok": boss} if boss else {}
    return await user.fills_in(third, "walk.to_summary", **CONTACT, **named)


async def sent(user: User, boss: str = "") -> Any:
    return await user.presses(await at_the_summary(user, boss), "walk.send")


async def in_review(bot: DialogBot, user: DialogUser) -> Any:
    """Return the review card of a request just sent, as Rut sees it."""
    await sent(user)
    rut = bot.person("rut")
    return await rut.presses(await rut.writes(rut.word("to_review")), NAME)


async def approved(bot: DialogBot, user: DialogUser) -> Any:
    """Return the requester's card of an approved request."""
    card = await in_review(bot, user)
    await bot.person("rut").presses(card, "review.approve_send")
    return await user.presses(await user.writes(user.word("my_cases")), NAME)


async def registered(bot: DialogBot, user: DialogUser, address: str = ADDRESS) -> Any:
    """Return the card of an account whose address no reviewer has seen yet."""
    card = await approved(bot, user)
    done = await user.fills_in(card, "checklist.live", **DONE, said__address=address)
    return await user.presses(done, "case.account")


async def live(bot: DialogBot, user: DialogUser) -> Any:
    """Return the card of an account just put into the register, for everybody to see."""
    case = id_in(await registered(bot, user))
    rut = bot.person("rut")
    await rut.presses(
        await rut.sends(data_of(OpenCase(language="sv", case=case))), "account.approve"
    )
    return await user.sends(data_of(OpenCase(language=_language(user), case=case)))


def id_in(card: Any) -> str:
    facts = facts_of(card)
    return facts.get("Ärende") or facts["Kontots id"]


def _language(user: DialogUser) -> Language:
    return "en" if (user.locale or "").startswith("en") else "sv"
