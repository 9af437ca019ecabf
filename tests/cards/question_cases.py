"""The cards about questions sent on and about gaps, ordinary ones and as full as they can get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from cards.actions import MAX_QUESTION
from cards.case import cases_card
from cards.elements import Card
from cards.forwarded import asker_card, in_base_card, queue_card, reviewer_card
from cards.gaps import (
    Link,
    OpenedGroup,
    gap_card,
    gaps_card,
    group_card,
    handled_card,
)
from cards.overdue import overdue_card, overdue_passage_card
from core.person import Person
from knowledge.base import Base
from knowledge.drafting import PHRASINGS, draft_passage, draft_phrasings
from knowledge.overdue import OverduePassage
from questions.clustering import Cluster
from questions.forwarded_question import (
    EditorReply,
    ForwardedQuestion,
    ForwardedStatus,
    ShownPassages,
)
from questions.forwarding_service import LONGEST_MISSING, LONGEST_REPLY
from questions.gap import Gap, GapKind, Handling, MissedQuestion, PassageDraft
from readings.passage_review import PassageReview, PassageVerdict
from tests.world.people import ANNA, RUT
from texts.catalogue import Catalogue

AT = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)
LONG = "Får vi göra så här på vår sida, åäö? " * 200


def a_forwarded_question(**changes: Any) -> ForwardedQuestion:
    forwarded = ForwardedQuestion(
        id="fr-abcdefgh2345",
        answer_id="a1b2c3d4e5f6a1b2c3d4e5f6",
        question="Får vi flyga drönare över boendet?",
        language="sv",
        asker=ANNA.id,
        sent_at=AT,
        changed_at=AT,
        nonce="nonce",
    )
    return replace(forwarded, **changes)


def a_gap(**changes: Any) -> Gap:
    gap = Gap(
        id="lucka-abcdefgh",
        by=RUT,
        handled_at=AT,
        changed_at=AT,
        nonce="nonce",
        handling=Handling.NOT_OURS,
        language="sv",
        examples=("Får vi flyga drönare?", "drönarbilder"),
        count=3,
    )
    return replace(gap, **changes)


def golden_question_cards(base: Base, texts: Catalogue) -> dict[str, Card]:
    """Return one card of each kind, with ordinary questions."""
    return dict(_cards(base, texts, fullest=False))


def every_question_card(base: Base, texts: Catalogue) -> Iterator[tuple[str, Card]]:
    """Yield every such card there can be over *base*, as full as it can get."""
    yield from _cards(base, texts, fullest=True)


def _cards(base: Base, texts: Catalogue, *, fullest: bool) -> Iterator[tuple[str, Card]]:
    yield from _of_forwarded(base, texts, fullest=fullest)
    yield from _of_groups(base, texts, fullest=fullest)
    yield from _of_gaps(base, texts, fullest=fullest)
    yield from _of_overdue(base, texts, fullest=fullest)


def _of_forwarded(base: Base, texts: Catalogue, *, fullest: bool) -> Iterator[tuple[str, Card]]:
    passages = sorted(base.passages.values(), key=lambda each: len(each.sv.title))[-3:]
    shown = ShownPassages(tuple(each.id for each in passages))
    question = LONG[:MAX_QUESTION] if fullest else "Får vi flyga drönare över boendet?"
    words = LONG[:LONGEST_REPLY] if fullest else "Ja, med tillstånd.\n\nFråga oss först."
    name = "Å" * 60 if fullest else "Rut"
    missing = "Å" * LONGEST_MISSING if fullest else ""
    forwarded = a_forwarded_question(question=question, shown=shown, missing=missing)
    reply = EditorReply(Person("aad-rut", name), AT, words)
    for standing in ForwardedStatus:
        given = reply if standing is ForwardedStatus.ANSWERED else None
        one = replace(forwarded, standing=standing, reply=given)
        lead = texts.say("enquiry.has_reply") if given else None
        yield f"asker {standing}", asker_card(one, base, texts, lead=lead)
        yield f"reviewer {standing}", reviewer_card(one, base, texts)
    followed = replace(forwarded, follows=True, shown=ShownPassages((passages[0].id,), "text"))
    yield "asker following", asker_card(followed, base, texts)
    told = replace(followed, in_base_at=AT, shown=ShownPassages())
    yield "asker told", asker_card(told, base, texts)
    reminder = texts.say("question.reminded", since="2026-11-22 13:05")
    yield "reviewer reminded", reviewer_card(forwarded, base, texts, lead=reminder)
    yield "reply queue", queue_card([forwarded] * 30, texts)
    yield "empty reply queue", queue_card([], texts)
    yield "in base", in_base_card(forwarded, passages[-1], "sv", texts)
    yield "in base, somewhere", in_base_card(forwarded, None, "sv", texts)
    yield "cases without a form", cases_card([forwarded] * 30, Person(ANNA.id, ""), None, texts)


def _of_overdue(base: Base, texts: Catalogue, *, fullest: bool) -> Iterator[tuple[str, Card]]:
    longest = sorted(base.passages.values(), key=lambda each: len(each.sv.text))
    by = Person("aad-rut", "Å" * 60 if fullest else "Rut")
    passages, due = longest if fullest else longest[-3:], date(2026, 11, 2)
    owner = base.routine.contacts[0].id if base.routine.contacts else None
    owned = [replace(passages[-1], owner=owner), *passages]
    said = [PassageReview(owned[0].id, verdict, by, AT) for verdict in PassageVerdict]
    rows = [OverduePassage(owned[0], due, said[1]), OverduePassage(owned[0], due, said[0])]
    rows += [OverduePassage(each, due, None) for each in passages]
    dead = {f"https://sala.example/{number}": "lagen" for number in range(30 if fullest else 1)}
    yield "overdue", overdue_card(rows, dead, base, texts, lead=texts.say("overdue.why"))
    yield "nothing overdue", overdue_card([], {}, base, texts)
    yield "overdue passage", overdue_passage_card(owned[0], rows[0], said[1], base, texts)


def _of_groups(base: Base, texts: Catalogue, *, fullest: bool) -> Iterator[tuple[str, Card]]:
    text = LONG if fullest else "Får vi flyga drönare?"
    questions = tuple(
        MissedQuestion(f"a{number}", AT, "sv", f"{text[:3900]} {number}")
        for number in range(40 if fullest else 2)
    )
    group = Cluster(questions)
    yield "gaps", gaps_card([group] * 30, texts, waiting=3)
    aside = [replace(group, kind=kind) for kind in GapKind for _ in range(30)]
    yield "gaps of every kind", gaps_card(aside, texts, waiting=3)
    yield "gaps of others", gaps_card(aside, texts, kind=GapKind.ELSEWHERE)
    yield "no gaps", gaps_card([], texts)
    nearest = sorted(base.passages.values(), key=lambda each: len(each.sv.title))[-3:]
    opened = OpenedGroup(group, AT, tuple(nearest), base.elsewhere[0])
    yield "gap group", group_card(opened, texts)
    yield "gap group of one", group_card(OpenedGroup(Cluster(questions[:1]), AT), texts)


def _of_gaps(base: Base, texts: Catalogue, *, fullest: bool) -> Iterator[tuple[str, Card]]:
    asked = [f"Får vi flyga drönare {number}?" for number in range(3)]
    answer = "Ja.\n\nMen inte över någons boende."
    if fullest:
        asked = [f"{number} {LONG}"[:200] for number in range(PHRASINGS + 2)]
        answer = LONG[:1000]
    topic = max(base.topics(), key=lambda each: len(each.slug)).slug
    drafted = draft_passage(base, asked, "sv", topic=topic, today=date(2026, 11, 25), answer=answer)
    added = draft_phrasings(base, asked, "sv", passage=next(iter(base.passages)))
    passage, phrasings = (
        PassageDraft(each.passage, each.topic, each.text, each.phrasings)
        for each in (drafted, added)
    )
    link = Link(f"https://boten.example/{'a' * 300}", 15)
    gap = a_gap(examples=tuple(asked), by=Person("x", "Å" * 60) if fullest else RUT)
    drafts = {Handling.PASSAGE: passage, Handling.PHRASING: phrasings}
    for handling in Handling:
        closed_at = AT if handling is Handling.IN_BASE else None
        draft = drafts.get(handling)
        one = replace(gap, handling=handling, draft=draft, closed_at=closed_at)
        yield f"gap {handling}", gap_card(one, base, texts, link=link if draft else None)
    taken = replace(gap, handling=Handling.PASSAGE, draft=replace(passage, taken_at=AT))
    yield "gap taken", gap_card(taken, base, texts, link=link)
    yield "gap reopened", gap_card(replace(taken, reopened=True), base, texts)
    yield "handled gaps", handled_card([gap, taken] * 15, texts)
    yield "no handled gaps", handled_card([], texts)
