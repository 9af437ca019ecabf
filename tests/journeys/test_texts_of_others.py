"""What one person writes and another reads arrives as a text, and nothing that can be pressed."""

from typing import Any

from tests.world.account_walk import (
    ACCOUNT,
    ADDRESS,
    CONTACT,
    DONE,
    IN_CHANNEL,
    MINE,
    NAME,
    UNDER_A_MANAGER,
    Participants,
)
from tests.world.reading import parts
from tests.world.served_bot import ServedBot
from tests.world.user import SWEDISH

LINK = "[Logga in](https://evil.example) **nu**"


async def test_a_link_that_somebody_writes_is_no_link_in_anybodys_card(bot: ServedBot) -> None:
    story = Participants(bot)
    for person in (story.anna, story.maria, story.rut):
        person.who["name"] += f" {LINK}"
    await story.is_prepared()
    first = await story.anna.writes(story.anna.word("start_request"))
    asked = ACCOUNT | {"answer__namn": f"Mellanby {LINK}", "answer__syfte": f"Visa\n{LINK}"}
    second = await story.anna.fills_in(first, "walk.next", **asked)
    why = {"answer__helger": "no", "reason__ingen-helg": LINK, "answer__verksamhet": LINK}
    third = await story.anna.fills_in(second, "walk.next", **UNDER_A_MANAGER | why)
    named = CONTACT | {"answer__chef_ok": f"Maria {LINK}"}
    summary = await story.anna.fills_in(third, "walk.to_summary", **named)
    await story.anna.presses(summary, "walk.send")
    asked_of = await bot.until_shown("a:maria", SWEDISH.say("notice.manager-asked"))
    confirmed = await story.maria.presses(asked_of, "manager.yes")
    review = await bot.until_shown(IN_CHANNEL, "Granska:")
    returned = await story.rut.fills_in(review, "review.return_send", remark__konto=LINK)
    told = await bot.until_shown("a:anna", "behöver kompletteras")
    step = await story.anna.presses(told, "case.correct")

    shown = [summary, asked_of, confirmed, review, returned, told, step, *bot.said()]
    assert [text for card in shown for text in _links(card)] == []


async def test_a_condition_of_the_approval_is_a_text_too(bot: ServedBot) -> None:
    story = Participants(bot)
    await story.is_prepared()
    first = await story.anna.writes(story.anna.word("start_request"))
    second = await story.anna.fills_in(first, "walk.next", **ACCOUNT)
    third = await story.anna.fills_in(second, "walk.next", **MINE)
    summary = await story.anna.fills_in(third, "walk.to_summary", answer__kontakt="a@mellanby.se")
    await story.anna.presses(summary, "walk.send")
    review = await bot.until_shown(IN_CHANNEL, SWEDISH.say("review.title", case=NAME))
    await story.rut.fills_in(review, "review.approve_send", said__approved=LINK)
    approved = await bot.until_shown("a:anna", SWEDISH.say("notice.approved"))
    live = await story.anna.fills_in(approved, "checklist.live", **DONE, said__address=ADDRESS)

    assert [text for card in (approved, live, *bot.said()) for text in _links(card)] == []


def _links(card: Any) -> list[str]:
    return [text for part in parts(card) for text in _texts(part) if "](" in text or " **" in text]


def _texts(part: dict[str, Any]) -> list[str]:
    facts = part.get("facts", [])
    texts = [fact[key] for fact in facts for key in ("title", "value")]
    return texts + [part[key] for key in ("text", "fallbackText") if key in part]
