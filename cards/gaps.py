"""Cards of gaps in the base, for its editors."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from cards import elements
from cards.case_parts import explained, more_button, shortened
from cards.elements import Card
from cards.fields import choice_field, text_to_copy
from cards.markup import listed
from cards.question_actions import (
    CloseGap,
    HandleGroup,
    ListGaps,
    OpenGap,
    OpenGroup,
    OpenQuestion,
    ReopenGap,
)
from knowledge.base import Base
from knowledge.passage import Area, Passage
from questions.clustering import Cluster
from questions.gap import Gap, GapKind, PassageDraft
from texts.catalogue import Catalogue

ROWS = 10
EXAMPLES = 8


@dataclass(frozen=True, slots=True)
class OpenedGroup:
    """A group, and what the base in use has that is nearest."""

    group: Cluster
    shown_at: datetime
    nearest: tuple[Passage, ...] = ()
    area: Area | None = None
    """Where the bot refers askers, if the matter isn't ours."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address of a draft as a file, and for how many minutes it works."""

    url: str
    minutes: int


def gaps_card(
    groups: Sequence[Cluster],
    texts: Catalogue,
    *,
    waiting: int = 0,
    kind: GapKind = GapKind.WORK,
    skip: int = 0,
) -> Card:
    """Return the open groups of *kind*, and of work the way to the other kinds.

    *waiting* is how many forwarded questions wait for a reply.
    """
    chosen = [group for group in groups if group.kind is kind]
    title = texts.say("gap.title" if kind is GapKind.WORK else f"gap.kind_{kind}")
    rows = [_group_row(group, texts) for group in chosen[skip : skip + ROWS]]
    explain = texts.say(f"gap.some_{kind}" if rows else "gap.none", count=len(chosen))
    body = [elements.heading(title), elements.paragraph(explain), *rows]
    following = ListGaps(language=texts.language, kind=kind, skip=skip + ROWS)
    actions = more_button(len(chosen), following, texts)
    if kind is not GapKind.WORK:
        return elements.card(body, [*actions, _list(texts)], summary=title)
    body += _other_kinds(groups, texts)
    questions = texts.say("gap.questions", count=waiting)
    actions += [
        elements.execute(questions, OpenQuestion(language=texts.language)),
        elements.execute(texts.say("gap.handled"), ListGaps(language=texts.language, handled=True)),
    ]
    return elements.card(body, actions, summary=title)


def _group_row(group: Cluster, texts: Catalogue) -> CardElement:
    press = OpenGroup(language=texts.language, question=group.typical.answer_id)
    question = shortened(group.typical.question)
    return elements.row(question, press, detail=_counted(group, texts))


def _other_kinds(groups: Sequence[Cluster], texts: Catalogue) -> list[CardElement]:
    """Return a row for each other kind that there is something of."""
    counts = Counter(group.kind for group in groups)
    rows: list[CardElement] = [
        elements.row(
            texts.say(f"gap.kind_{kind}"),
            ListGaps(language=texts.language, kind=kind),
            detail=texts.say("gap.groups", count=count),
        )
        for kind in GapKind
        if kind is not GapKind.WORK and (count := counts[kind])
    ]
    return [elements.subheading(texts.say("gap.aside")), *rows] if rows else []


def group_card(opened: OpenedGroup, texts: Catalogue) -> Card:
    """Return the questions of an open group, and what can be done about it."""
    group = opened.group
    title = texts.say("gap.one", question=shortened(group.typical.question))
    body: list[CardElement] = [
        elements.heading(title),
        elements.facts(_group_facts(opened, texts)),
        *_examples(group.examples(EXAMPLES), texts),
    ]
    if opened.area is not None:
        ask = opened.area.text_in(texts.language)
        sentence = texts.say("gap.area", area=ask.name, ask=ask.ask)
        body.append(elements.notice(sentence, tone="emphasis"))
    return elements.card(body, _group_actions(opened, texts), summary=title)


def gap_card(gap: Gap, base: Base, texts: Catalogue, *, link: Link | None = None) -> Card:
    """Return a handled gap, with its draft to copy."""
    title = texts.say(f"gap.state_{gap.state}")
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say(f"gap.explained_{gap.state}", id=gap.id)),
        elements.facts(_gap_facts(gap, base, texts)),
        *_examples(gap.examples[:EXAMPLES], texts),
    ]
    if gap.draft is not None and not gap.reopened:
        body += _draft(gap.draft, texts)
        if link is not None:
            body.append(elements.fine_print(texts.say("gap.file_explain", count=link.minutes)))
    return elements.card(body, _gap_actions(gap, texts, link), summary=title)


def handled_card(gaps: Sequence[Gap], texts: Catalogue, *, skip: int = 0) -> Card:
    """Return the handled gaps."""
    title = texts.say("gap.handled")
    rows = [
        elements.row(
            shortened(gap.examples[0] if gap.examples else gap.id),
            OpenGap(language=texts.language, gap=gap.id),
            detail=_handled(gap, texts),
        )
        for gap in gaps[skip : skip + ROWS]
    ]
    explain = texts.say("gap.some_handled" if rows else "gap.none_handled")
    following = ListGaps(language=texts.language, handled=True, skip=skip + ROWS)
    actions = [*more_button(len(gaps), following, texts), _list(texts)]
    body = [elements.heading(title), elements.paragraph(explain), *rows]
    return elements.card(body, actions, summary=title)


def _handled(gap: Gap, texts: Catalogue) -> str:
    state = texts.say(f"gap.state_{gap.state}")
    return f"{state} · {gap.by.name} · {texts.day(gap.changed_at)}"


def _counted(group: Cluster, texts: Catalogue) -> str:
    return texts.say("gap.counted", count=group.count, day=texts.day(group.latest))


def _group_facts(opened: OpenedGroup, texts: Catalogue) -> list[tuple[str, str]]:
    group = opened.group
    facts = [(texts.say("gap.asked"), _counted(group, texts))]
    if opened.nearest:
        title = opened.nearest[0].text_in(texts.language).title
        facts.append((texts.say("gap.nearest"), title))
    return facts


def _examples(examples: Sequence[str], texts: Catalogue) -> list[CardElement]:
    if not examples:
        return []
    lines = listed(map(shortened, examples))
    return [elements.subheading(texts.say("gap.examples")), elements.paragraph(lines)]


def _group_actions(opened: OpenedGroup, texts: Catalogue) -> list[CardAction]:
    def press(handling: Literal["passage", "phrasing", "not-ours", "in-base"]) -> HandleGroup:
        return HandleGroup(
            language=texts.language,
            question=opened.group.typical.answer_id,
            until=opened.shown_at,
            handling=handling,
        )

    actions: list[CardAction] = [elements.execute(texts.say("gap.draft"), press("passage"))]
    if opened.nearest:
        choices = {each.id: each.text_in(texts.language).title for each in opened.nearest}
        field = choice_field("said.passage", texts.say("gap.which"), choices)
        add = elements.execute(texts.say("gap.phrasing_send"), press("phrasing"))
        title = texts.say("gap.phrasing")
        actions.append(elements.opening(title, "gap.phrasing", [field], add))
    return [
        *actions,
        explained("gap.not_ours", press("not-ours"), texts),
        explained("gap.in_base", press("in-base"), texts),
        _list(texts),
    ]


def _gap_facts(gap: Gap, base: Base, texts: Catalogue) -> list[tuple[str, str]]:
    facts = [
        (texts.say("gap.by"), f"{gap.by.name}, {texts.minute(gap.handled_at)}"),
        (texts.say("gap.asked"), texts.number(gap.count)),
        (texts.say("case.id"), gap.id),
    ]
    if gap.draft is not None:
        passage = base.passages.get(gap.draft.passage)
        name = passage.text_in(texts.language).title if passage else gap.draft.passage
        facts.append((texts.say("gap.passage"), name))
    return facts


def _draft(draft: PassageDraft, texts: Catalogue) -> list[CardElement]:
    """Use a field: no client reformats dashes and spaces there."""
    return [text_to_copy("text.draft", texts.say("gap.copy"), draft.text)]


def _gap_actions(gap: Gap, texts: Catalogue, link: Link | None) -> list[CardAction]:
    actions: list[CardAction] = []
    if link is not None:
        actions.append(elements.open_url(texts.say("gap.file"), link.url))
    if gap.is_open:
        close = CloseGap(language=texts.language, gap=gap.id, seen=gap.version)
        actions.append(explained("gap.close", close, texts))
    if not gap.reopened:
        reopen = ReopenGap(language=texts.language, gap=gap.id, seen=gap.version)
        actions.append(explained("gap.reopen", reopen, texts))
    handled = ListGaps(language=texts.language, handled=True)
    return [*actions, elements.execute(texts.say("gap.handled"), handled), _list(texts)]


def _list(texts: Catalogue) -> CardAction:
    return elements.execute(texts.say("gap.list"), ListGaps(language=texts.language))
