"""One card of each kind, and every card there is.

`python -m tests.cards.gallery` writes the golden files anew, when a card was meant to change;
read the difference before you commit it.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from cards.actions import Asked, Forward
from cards.answer import Shown, answer_card
from cards.browse import (
    PER_CARD,
    group_card,
    groups_card,
    routines_card,
    topic_card,
    welcome_card,
)
from cards.elements import Card
from cards.feedback import look_card, receipt_card, unhelpful_card
from cards.findings import nothing_card, suggestions_card
from core.incoming import ShownIn
from core.language import LANGUAGES, Language
from knowledge.base import Base
from knowledge.passage import Passage
from knowledge.source.loader import load
from questions.forwarding_service import LONGEST_QUESTION, SentQuestion
from tests.cards.cases import every_case_card, golden_case_cards
from tests.cards.follow_up_cases import every_follow_up_card, golden_follow_up_cards
from tests.cards.other_cases import (
    every_other_card,
    golden_other_cards,
    several_answered,
)
from tests.cards.question_cases import (
    a_forwarded_question,
    every_question_card,
    golden_question_cards,
)
from tests.cards.reviewer_cases import every_reviewer_card, golden_reviewer_cards
from tests.conftest import SMALL_BASE
from texts.catalogue import Catalogue, Texts, load_texts

GOLDEN = Path(__file__).parent / "golden"
ALL_PERSONAL_DATA = ("e_mail", "identity_number", "name", "phone_number")


def asked(language: Language = "sv", question: str = "Måste vi diarieföra?") -> Asked:
    return Asked(answer="a1b2c3d4e5f6a1b2c3d4e5f6", language=language, question=question)


def golden_cards() -> dict[str, Card]:
    """Return one card of each kind, over the small base."""
    base, texts = load(SMALL_BASE), load_texts()
    texts = texts.naming(base.names).in_language("sv")
    one, group, passages = asked(), base.groups[0], list(base.passages.values())
    thanked = Shown(one, base.passages["bilder-samtycke"], back=passages[0], is_thanked=True)
    sent = SentQuestion(a_forwarded_question(), is_known=False)
    warned = Shown(one, passages[0], personal_data=ALL_PERSONAL_DATA, cautions=base.cautions)
    return {
        "answer": answer_card(Shown(one, passages[0]), base, texts),
        "answer-confirmed": answer_card(
            Shown(one, base.passages["starta-konto-steg"]), base, texts
        ),
        "answer-overdue": answer_card(
            Shown(one, passages[0], overdue_since=date(2026, 11, 2)), base, texts
        ),
        "answer-thanked": answer_card(thanked, base, texts),
        "answer-warned": answer_card(warned, base, texts),
        "answer-among-others": answer_card(
            Shown(one, passages[0], shown_in=ShownIn.THREAD), base, texts
        ),
        "suggestions": suggestions_card(one, passages[:3], base, texts),
        "nothing": nothing_card(one, group.topics, base, texts),
        "elsewhere": nothing_card(one, (), base, texts, area=base.elsewhere[0]),
        "receipt": receipt_card(one, sent, texts, days=3),
        "not-helpful": unhelpful_card(one, passages[0], passages[1:3], texts),
        "look": look_card(Forward(asked=one, passage=passages[0].id), texts, days=3),
        "welcome": welcome_card(asked(question=""), base, texts, added_by="Ada"),
        "groups": groups_card(one, base.routine, base, texts),
        "group": group_card(one, group, base, texts),
        "topic": topic_card(one, group.topics[0], group, base, texts),
        **golden_case_cards(base, texts),
        **golden_question_cards(base, texts),
        **golden_reviewer_cards(texts),
        **golden_follow_up_cards(base, texts),
        **golden_other_cards(base, texts, one),
    }


def every_card(base: Base, texts: Texts, question: str) -> dict[str, Card]:
    """Return every card that *question* may meet in *base*, by name, in both languages."""
    return {
        f"{language}: {name}": card
        for language in LANGUAGES
        for name, card in _in_language(base, texts.in_language(language), asked(language, question))
    }


def case_cards(base: Base, texts: Texts) -> dict[str, Card]:
    """Return every card about requests, accounts and questions, as full as it gets, in both
    languages."""
    return {
        f"{language}: {name}": card
        for language in LANGUAGES
        for every in (
            every_case_card,
            every_question_card,
            every_reviewer_card,
            every_follow_up_card,
        )
        for name, card in every(base, texts.in_language(language))
    }


def _in_language(base: Base, texts: Catalogue, one: Asked) -> Iterator[tuple[str, Card]]:
    for passage in base.passages.values():
        yield f"answer {passage.id}", answer_card(Shown(one, passage), base, texts)
        full = answer_card(_fullest(one, passage, base), base, texts)
        yield f"all of answer {passage.id}", full
        among = replace(_fullest(one, passage, base), shown_in=ShownIn.THREAD)
        yield f"answer {passage.id} among others", answer_card(among, base, texts)
        yield f"several with {passage.id}", several_answered(full, base, texts, one)
    yield from _without_an_answer(base, texts, one)
    yield from every_other_card(base, texts, one)
    yield "welcome", welcome_card(one, base, texts)
    yield "welcome in a team", welcome_card(one, base, texts, added_by="Ada")
    yield "groups", groups_card(one, base.routine, base, texts)
    many = replace(base, routines=tuple(replace(base.routine, id=f"r-{n}") for n in range(20)))
    yield "welcome to many routines", welcome_card(one, many, texts)
    yield "routines", routines_card(one, many, texts)
    yield "the last routines", routines_card(one, many, texts, skip=16)
    for group in base.groups:
        yield f"group {group.id}", group_card(one, group, base, texts)
        for topic in group.topics:
            for skip in range(0, len(base.passages_about(topic.slug)), PER_CARD):
                card = topic_card(one, topic, group, base, texts, skip=skip)
                yield f"topic {topic.slug} from {skip}", card


def _without_an_answer(base: Base, texts: Catalogue, one: Asked) -> Iterator[tuple[str, Card]]:
    passages, topics = list(base.passages.values()), list(base.topics())
    for number in range(0, len(passages), 3):
        choices = passages[number : number + 3]
        yield (
            f"suggestions from {choices[0].id}",
            suggestions_card(one, choices, base, texts, personal_data=ALL_PERSONAL_DATA),
        )
    for area in (None, *base.elsewhere):
        yield (
            f"nothing, {area.id if area else 'nowhere'}",
            nothing_card(one, topics[:3], base, texts, area=area, personal_data=ALL_PERSONAL_DATA),
        )
    yield "nothing at all", nothing_card(one, (), base, texts)
    yield from _sending_on(passages, texts, one)


def _sending_on(
    passages: list[Passage], texts: Catalogue, one: Asked
) -> Iterator[tuple[str, Card]]:
    longest = sorted(passages, key=lambda each: len(each.sv.title))[-3:]
    unasked = one.model_copy(update={"question": ""})
    yield "not helpful", unhelpful_card(one, longest[0], longest[1:], texts)
    yield "not helpful, nothing else", unhelpful_card(one, longest[0], [], texts)
    yield "not helpful, never asked", unhelpful_card(unasked, longest[0], longest[1:], texts)
    yield "look", look_card(Forward(asked=one), texts, days=3)
    forwarded = a_forwarded_question(question="Å" * LONGEST_QUESTION)
    for is_known in (False, True):
        sent = SentQuestion(forwarded, is_known=is_known)
        for passage in (None, longest[0].id):
            yield (
                f"receipt {is_known} {passage}",
                receipt_card(
                    one, sent, texts, days=3, passage=passage, personal_data=ALL_PERSONAL_DATA
                ),
            )


def _fullest(one: Asked, passage: Passage, base: Base) -> Shown:
    """Return the showing of *passage* that says most."""
    return Shown(
        one,
        passage,
        back=max(base.passages.values(), key=lambda other: len(other.sv.title)),
        is_nearest=True,
        others=tuple(sorted(base.passages.values(), key=lambda other: len(other.sv.title))[-2:]),
        personal_data=ALL_PERSONAL_DATA,
        cautions=base.cautions,
    )


def written(card: Card) -> str:
    return json.dumps(card, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for path in GOLDEN.glob("*.json"):
        path.unlink()
    for name, card in golden_cards().items():
        (GOLDEN / f"{name}.json").write_text(written(card), encoding="utf-8")
