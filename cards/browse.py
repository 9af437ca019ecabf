"""Cards for browsing: the welcome, and the ready questions by area and topic."""

from microsoft_teams.cards.core import CardElement

from cards import elements
from cards.actions import Asked, Browse, ShowPassage
from cards.elements import Card
from cards.reading_actions import OpenReading
from knowledge.base import Base
from knowledge.passage import Passage, Topic, TopicGroup
from texts.catalogue import Catalogue

EVERYONE = ("browse", "help", "my_cases", "notifications", "my_data")
REQUESTS = ("start_request", "go_on", "confirm", "take_over")
REVIEWERS = ("to_answer", "gaps", "overdue", "review_here", "reviewers")
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
        elements.subheading(texts.say("welcome.try")),
        *(_passage_row(base.passages[example], asked, texts) for example in base.routine.examples),
    ]
    actions = [elements.execute(texts.say("browse.open"), Browse(asked=asked))]
    if base.routine.revision:
        reading = OpenReading(language=texts.language)
        actions.append(elements.execute(texts.say("reading.open"), reading))
    return elements.card(body, actions, summary=texts.say("welcome.title"))


def help_card(
    asked: Asked,
    texts: Catalogue,
    *,
    step: str | None,
    is_reviewer: bool,
    has_accounts: bool,
    has_follow_up: bool = False,
    has_revision: bool = False,
) -> Card:
    """Return every command with what it does, and where an open request stands."""
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


def groups_card(asked: Asked, base: Base, texts: Catalogue) -> Card:
    """Return the areas one can ask about."""
    rows = [
        elements.row(
            group.text_in(texts.language),
            Browse(asked=asked, group=group.id),
            detail=", ".join(topic.text_in(texts.language) for topic in group.topics),
        )
        for group in base.groups
    ]
    body: list[CardElement] = [
        elements.heading(texts.say("browse.title")),
        elements.paragraph(texts.say("browse.groups")),
        *rows,
    ]
    return elements.card(body, [], summary=texts.say("browse.title"))


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
    back = elements.execute(texts.say("browse.back"), Browse(asked=asked))
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
        elements.execute(texts.say("browse.back"), Browse(asked=asked)),
    ]
    return elements.card([elements.heading(title), *rows], actions, summary=title)


def _passage_row(passage: Passage, asked: Asked, texts: Catalogue) -> CardElement:
    press = ShowPassage(asked=asked, passage=passage.id)
    return elements.row(passage.text_in(texts.language).title, press)
