"""What one person writes and another reads arrives as a text, and nothing that can be pressed."""

from typing import Any

from tests.journeys.account_story import (
    ACCOUNT,
    ADDRESS,
    CONTACT,
    DONE,
    IN_CHANNEL,
    RESPONSIBILITY,
    Story,
    Words,
)
from tests.world.reading import parts
from tests.world.served_bot import ServedBot

LINK = "[Logga in](https://evil.example) **nu**"


async def test_a_link_that_somebody_writes_is_no_link_in_anybodys_card(bot: ServedBot) -> None:
    story, words = Story(bot), Words()
    for person in (story.anna, story.maria, story.rut):
        person.who["name"] += f" {LINK}"
    await story.is_prepared()
    first = await story.anna.writes(words.start)
    asked = ACCOUNT | {"answer__namn": f"Mellanby {LINK}", "answer__syfte": f"Visa\n{LINK}"}
    second = await story.anna.fills_in(first, words.next, **asked)
    why = {"answer__helger": "no", "reason__ingen-helg": LINK, "answer__verksamhet": LINK}
    third = await story.anna.fills_in(second, words.next, **RESPONSIBILITY | why)
    named = CONTACT | {"answer__chef_ok": f"Maria {LINK}"}
    summary = await story.anna.fills_in(third, words.to_summary, **named)
    await story.anna.presses(summary, words.send)
    asked_of = await bot.until_shown("a:maria", words.asks_manager)
    confirmed = await story.maria.presses(asked_of, words.confirm)
    review = await bot.until_shown(IN_CHANNEL, "Granska:")
    returned = await story.rut.fills_in(review, "review.return_send", remark__konto=LINK)
    told = await bot.until_shown("a:anna", "behöver kompletteras")
    step = await story.anna.presses(told, "case.correct")

    shown = [summary, asked_of, confirmed, review, returned, told, step, *bot.said()]
    assert [text for card in shown for text in _links(card)] == []


async def test_a_condition_of_the_approval_is_a_text_too(bot: ServedBot) -> None:
    story, words = Story(bot), Words()
    await story.is_prepared()
    first = await story.anna.writes(words.start)
    second = await story.anna.fills_in(first, words.next, **ACCOUNT)
    manages = RESPONSIBILITY | {"answer__ar_chef": "yes"}
    third = await story.anna.fills_in(second, words.next, **manages)
    summary = await story.anna.fills_in(third, words.to_summary, answer__kontakt="a@mellanby.se")
    await story.anna.presses(summary, words.send)
    review = await bot.until_shown(IN_CHANNEL, words.review)
    await story.rut.fills_in(review, words.approve, said__approved=LINK)
    approved = await bot.until_shown("a:anna", words.approved)
    live = await story.anna.fills_in(approved, words.live, **DONE, said__address=ADDRESS)

    assert [text for card in (approved, live, *bot.said()) for text in _links(card)] == []


def _links(card: Any) -> list[str]:
    return [text for part in parts(card) for text in _texts(part) if "](" in text or " **" in text]


def _texts(part: dict[str, Any]) -> list[str]:
    facts = part.get("facts", [])
    texts = [fact[key] for fact in facts for key in ("title", "value")]
    return texts + [part[key] for key in ("text", "fallbackText") if key in part]
