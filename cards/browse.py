"""Cards for browsing: the welcome, and the ready questions by area and topic."""

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from cards import elements
from cards.actions import Asked, Browse, ShowPassage
from cards.elements import Card
from cards.reading_actions import OpenReading
from knowledge.base import Base
from knowledge.passage import Passage, Topic, TopicGroup
from knowledge.routine import Routine
from texts.catalogue import Catalogue

EVERYONE = ("browse", "help", "my_cases", "notifications", "my_data")
REQUESTS = ("start_request", "go_on", "confirm", "take_over", "open_case")
OWNERS = ("to_answer", "gaps", "overdue")
REVIEWERS = ("to_answer", "gaps", "overdue", "review_here", "reviewers")
EXAMPLES = 5
PER_CARD = 8
"""Rows of a card, each of which carries the question twice."""


def welcome_card(
    asked: Asked, base: Base, texts: Catalogue, *, added_by: str | None = None
) -> Card:
    """Return the first card of a conversation, and the answer to hello and help."""
    body: list[CardElement] = [elements.heading(texts.say("welcome.title"))]
    if added_by:
        body.append(elements.paragraph(texts.say("welcome.added_by", name=added_by)))
    body += [
        elements.paragraph(texts.say("welcome.why")),
        elements.paragraph(texts.say("welcome.honest")),
        elements.notice(texts.say("welcome.privacy"), tone="emphasis"),
    ]
    to_try: list[CardElement] = [
        elements.subheading(texts.say("welcome.try")),
        *(_passage_row(passage, asked, texts) for passage in base.examples(EXAMPLES)),
    ]
    bodies = (
        [*body, *_routines(asked, base, texts, at_most), *to_try]
        for at_most in range(PER_CARD, 0, -1)
    )
    actions = [elements.execute(texts.say("browse.open"), Browse(asked=asked))]
    if base.with_revisions():
        reading = OpenReading(language=texts.language)
        actions.append(elements.execute(texts.say("reading.open"), reading))
    return elements.fitting(bodies, actions, summary=texts.say("welcome.title"))


def help_card(
    asked: Asked,
    texts: Catalogue,
    *,
    step: str | None,
    is_reviewer: bool,
    has_accounts: bool,
    sees_to_questions: bool = False,
    has_follow_up: bool = False,
    has_revision: bool = False,
) -> Card:
    """Return every command with what it does, and where an open request stands.

    *sees_to_questions* is of somebody who reviews nothing else.
    """
    body: list[CardElement] = [
        elements.heading(texts.say("help.title")),
        elements.paragraph(texts.say("help.ask")),
    ]
    if step is not None:
        body.append(elements.notice(texts.say("help.step", step=step), tone="emphasis"))
    everyone = EVERYONE
    if has_follow_up:
        everyone = (*everyone, "follow_up")
    if has_revision:
        everyone = (*everyone, "read_routine")
    body.append(_commands(everyone, texts, has_accounts=has_accounts))
    if has_accounts:
        body += [elements.subheading(texts.say("help.for_requests")), _commands(REQUESTS, texts)]
    if is_reviewer:
        theirs = ("to_review", *REVIEWERS) if has_accounts else REVIEWERS
        theirs = (*theirs, "start_round") if has_follow_up else theirs
        body += [elements.subheading(texts.say("help.for_reviewers")), _commands(theirs, texts)]
    elif sees_to_questions:
        body += [elements.subheading(texts.say("help.for_owners")), _commands(OWNERS, texts)]
    browse = elements.execute(texts.say("browse.open"), Browse(asked=asked))
    return elements.card(body, [browse], summary=texts.say("help.title"))


def what_it_does(command: str, texts: Catalogue, *, has_accounts: bool) -> str:
    """Return what a command does: of one's cases, only questions are left without accounts."""
    is_less = command == "my_cases" and not has_accounts
    return texts.say("help.my_questions" if is_less else f"help.{command}")


def _commands(
    names: tuple[str, ...], texts: Catalogue, *, has_accounts: bool = True
) -> CardElement:
    """Return each command by the first of its words."""
    return elements.facts(
        (
            texts.words(f"command.{name}")[0],
            what_it_does(name, texts, has_accounts=has_accounts),
        )
        for name in names
    )


def _routines(asked: Asked, base: Base, texts: Catalogue, at_most: int) -> list[CardElement]:
    """Return the base's routines, where it has several."""
    if not base.has_several:
        return []
    title = elements.subheading(texts.say("welcome.routines"))
    return [title, *_routine_rows(asked, base, texts, at_most=at_most)]


def _routine_rows(
    asked: Asked, base: Base, texts: Catalogue, *, skip: int = 0, at_most: int = PER_CARD
) -> list[CardElement]:
    """Return a row for each routine but the first *skip*, and one for those left."""
    end = skip + at_most
    rows: list[CardElement] = [
        elements.row(
            routine.text_in(texts.language).name,
            Browse(asked=asked, routine=routine.id),
            detail=routine.text_in(texts.language).owner,
        )
        for routine in base.routines[skip:end]
    ]
    if left := len(base.routines[end:]):
        more = Browse(asked=asked, skip=end)
        rows.append(elements.row(texts.say("browse.more_routines", count=left), more))
    return rows


def routines_card(asked: Asked, base: Base, texts: Catalogue, *, skip: int = 0) -> Card:
    """Return the routines that the base answers for, but for the first *skip*."""
    body: list[CardElement] = [
        elements.heading(texts.say("browse.title")),
        elements.paragraph(texts.say("browse.routines")),
        *_routine_rows(asked, base, texts, skip=skip),
    ]
    return elements.card(body, [], summary=texts.say("browse.title"))


def groups_card(asked: Asked, routine: Routine, base: Base, texts: Catalogue) -> Card:
    """Return the areas of *routine* that one can ask about."""
    title = texts.say("browse.title")
    actions: list[CardAction] = []
    if base.has_several:
        title = texts.say("browse.group", group=routine.text_in(texts.language).name)
        actions.append(elements.execute(texts.say("browse.back_to_routines"), Browse(asked=asked)))
    rows = [
        elements.row(
            group.text_in(texts.language),
            Browse(asked=asked, group=group.id),
            detail=", ".join(topic.text_in(texts.language) for topic in group.topics),
        )
        for group in base.groups_of(routine)
    ]
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say("browse.groups")),
        *rows,
    ]
    return elements.card(body, actions, summary=title)


def group_card(asked: Asked, group: TopicGroup, base: Base, texts: Catalogue) -> Card:
    """Return the topics of one area.

    Its questions have a card for each topic: all of them in one would be more than Teams takes.
    """
    title = texts.say("browse.group", group=group.text_in(texts.language))
    rows = [
        elements.row(
            topic.text_in(texts.language), Browse(asked=asked, group=group.id, topic=topic.slug)
        )
        for topic in group.topics
        if base.passages_about(topic.slug)
    ]
    back = _back_to_groups(asked, group, base, texts)
    return elements.card([elements.heading(title), *rows], [back], summary=title)


def topic_card(
    asked: Asked, topic: Topic, group: TopicGroup, base: Base, texts: Catalogue, *, skip: int = 0
) -> Card:
    """Return the ready questions on one topic, but for the first *skip*: as many as Teams takes."""
    title = texts.say("browse.group", group=topic.text_in(texts.language))
    passages = base.passages_about(topic.slug)
    end = skip + PER_CARD
    rows = [_passage_row(passage, asked, texts) for passage in passages[skip:end]]
    if passages[end:]:
        more = Browse(asked=asked, group=group.id, topic=topic.slug, skip=end)
        rows.append(elements.row(texts.say("browse.more", count=len(passages) - end), more))
    back_to_group = f"{texts.say('answer.back')}: {group.text_in(texts.language)}"
    actions = [
        elements.execute(back_to_group, Browse(asked=asked, group=group.id)),
        _back_to_groups(asked, group, base, texts),
    ]
    return elements.card([elements.heading(title), *rows], actions, summary=title)


def _back_to_groups(asked: Asked, group: TopicGroup, base: Base, texts: Catalogue) -> CardAction:
    routine = base.routine_with(group).id if base.has_several else None
    return elements.execute(texts.say("browse.back"), Browse(asked=asked, routine=routine))


def _passage_row(passage: Passage, asked: Asked, texts: Catalogue) -> CardElement:
    press = ShowPassage(asked=asked, passage=passage.id)
    return elements.row(passage.text_in(texts.language).title, press)
