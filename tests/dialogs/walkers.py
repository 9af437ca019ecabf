"""Requests brought as far as a test needs them."""

from typing import Any

from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import facts_of

ACCOUNT = {
    "answer__kanal": "facebook",
    "answer__namn": "Mellanby förskola",
    "answer__syfte": "Visa vår vardag.",
}
MINE = {"answer__verksamhet": "Förskolan", "answer__ar_chef": "yes", "answer__helger": "yes"}
BOSSES = {"answer__verksamhet": "Förskolan", "answer__ar_chef": "no", "answer__helger": "yes"}
CONTACT = {"answer__kontakt": "forskolan@mellanby.se"}
DONE = {"done__profiltext": "true", "done__tvafaktor": "true"}
ADDRESS = "https://www.facebook.com/mellanbyforskola"


async def at_the_second_step(person: DialogUser) -> Any:
    return await person.fills_in(await person.writes("starta konto"), "walk.next", **ACCOUNT)


async def at_the_summary(person: DialogUser, boss: str = "") -> Any:
    """Return the summary; with *boss* named as the responsible manager."""
    second = await at_the_second_step(person)
    third = await person.fills_in(second, "walk.next", **(BOSSES if boss else MINE))
    named = {"answer__chef_ok": boss} if boss else {}
    return await person.fills_in(third, "walk.to_summary", **CONTACT, **named)


async def sent(person: DialogUser, boss: str = "") -> Any:
    return await person.presses(await at_the_summary(person, boss), "walk.send")


async def in_review(bot: DialogBot, person: DialogUser) -> Any:
    """Return the review card of a request just sent, as Rut sees it."""
    await sent(person)
    rut = bot.person("rut")
    return await rut.presses(await rut.writes("att granska"), "Mellanby förskola")


async def approved(bot: DialogBot, person: DialogUser) -> Any:
    """Return the requester's card of an approved request."""
    card = await in_review(bot, person)
    await bot.person("rut").presses(card, "review.approve_send")
    return await person.presses(await person.writes("mina ärenden"), "Mellanby förskola")


async def live(bot: DialogBot, person: DialogUser) -> Any:
    """Return the card of an account just put into the register."""
    card = await approved(bot, person)
    done = await person.fills_in(card, "checklist.live", **DONE, said__address=ADDRESS)
    return await person.presses(done, "case.account")


def id_in(card: Any) -> str:
    facts = facts_of(card)
    return facts.get("Ärende") or facts["Kontots id"]
