"""What a message asks, looked up: alone, with the question before it, and each of several."""

from dataclasses import dataclass

from cards.actions import Asked
from core.language import Language
from dialogs.services import Services
from knowledge.message.reading import ParsedMessage, read_message
from knowledge.passage import Passage
from knowledge.routine import Routine
from knowledge.search.analysis import words
from knowledge.search.answers import Answer, Finding, Match, Nothing, Suggestions, find
from knowledge.search.question_text import (
    joined,
    looks_like_follow_up,
    may_follow_up,
    says_nothing,
)
from knowledge.search.snapshot import Snapshot
from knowledge.talk import TalkKind
from questions.asked import LastQuestion
from questions.masking import mask, without_markers
from texts.catalogue import Catalogue

MOST_QUESTIONS = 4
"""Questions of one message that are looked up each by itself."""
SHORTEST = 4
"""Words of a question that is named where nothing is found for it."""


@dataclass(frozen=True, slots=True)
class OtherQuestion:
    """Another question of the same message, and the passage that answers it, if any."""

    question: str
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was looked up, and what was found."""

    question: str
    """Masked; a follow-up is joined to the question before it."""
    finding: Finding
    danger: TalkKind | None
    others: tuple[OtherQuestion, ...] = ()


def find_masked(snapshot: Snapshot, question: str, language: Language) -> Finding:
    """Return what *snapshot* has on a masked question: a marker says nothing of what is asked."""
    return find(snapshot, without_markers(question), language)


def nearest_routine(
    snapshot: Snapshot, asked: Asked, passage: str | None = None, routine: str | None = None
) -> Routine:
    """Return the *routine* named, that of *passage*, the nearest to what was *asked*, or the first.

    Its owner is who the question goes to.
    """
    base = snapshot.base
    if routine is not None or not base.has_several:
        return base.routine_named(routine or "")
    shown = base.passages.get(passage or "")
    if shown is None:
        matches = find_masked(snapshot, asked.question, asked.language).matches
        shown = matches[0].passage if matches else None
    return base.routine_of(shown) if shown is not None else base.routine


def texts_on(
    services: Services, asked: Asked, passage: str | None = None, routine: str | None = None
) -> Catalogue:
    """Return the sentences that name the owner whom a question goes to; see `nearest_routine`."""
    nearest = nearest_routine(services.live.current, asked, passage, routine)
    return services.texts(asked.language).of(nearest.id)


def may_need_the_last(
    message: ParsedMessage, alone: Finding, language: Language, *, is_quoting: bool
) -> bool:
    """Whether what *message* asks can't be told without the question before it.

    *alone* is what was found without: where that is an answer, only a clear follow-up can't.
    """
    question = message.question
    if looks_like_follow_up(question, language):
        return True
    return not isinstance(alone, Answer) and (is_quoting or may_follow_up(question, language))


def look_up(
    snapshot: Snapshot,
    message: ParsedMessage,
    question: str,
    alone: Finding,
    language: Language,
    *,
    last: LastQuestion | None,
) -> LookedUp:
    """Return what *snapshot* has on *message*; *last* is None where it can stand alone.

    *question* is what it asks, masked, and *alone* what was found for that.
    """
    follows = looks_like_follow_up(question, language)
    if last is not None and (follows or not isinstance(alone, Answer)):
        return _with_last(snapshot, question, alone, last, message, language)
    danger = message.danger
    finding = _urgent_first(snapshot, danger, alone)
    others: tuple[OtherQuestion, ...] = ()
    if len(message.questions) > 1:
        question, finding, others = _each(snapshot, message, question, finding, language)
    return LookedUp(question, finding, danger, others)


def is_shown(finding: Finding) -> bool:
    """Whether a passage of *finding* is shown whole."""
    match finding:
        case Answer() | Suggestions(likely=True):
            return True
        case _:
            return False


def _with_last(
    snapshot: Snapshot,
    question: str,
    alone: Finding,
    last: LastQuestion,
    message: ParsedMessage,
    language: Language,
) -> LookedUp:
    """Return what is found for both together. Whoever was in danger a moment ago still is."""
    together = joined(last.question, question)
    danger = message.danger or read_message(last.question, snapshot).danger
    finding = find_masked(snapshot, together, language)
    if is_shown(alone) and not is_shown(finding):
        together, finding = question, alone
    if says_nothing(question, language) and (passage := _emergency(snapshot, last)):
        finding = _first(passage, finding)
    return LookedUp(together, _urgent_first(snapshot, danger, finding), danger)


def _emergency(snapshot: Snapshot, last: LastQuestion) -> Passage | None:
    shown = snapshot.base.passages_of(last.shown)
    return next((passage for passage in shown if passage.emergency), None)


def _urgent_first(snapshot: Snapshot, danger: TalkKind | None, finding: Finding) -> Finding:
    """Return *finding* with what to do in danger first, unless it begins with such a text."""
    if danger is None or not danger.shows:
        return finding
    if isinstance(finding, Answer) and finding.passage.emergency:
        return finding
    return _first(snapshot.base.passages[danger.shows[0]], finding)


def _first(passage: Passage, finding: Finding) -> Answer:
    others = [match for match in finding.matches if match.passage is not passage]
    return Answer((Match(passage, 1.0), *others))


def _each(
    snapshot: Snapshot,
    message: ParsedMessage,
    question: str,
    whole: Finding,
    language: Language,
) -> tuple[str, Finding, tuple[OtherQuestion, ...]]:
    """Return the question answered whole, what was found for it, and the others.

    Questions that lead to one passage are one question. Where only one of them finds anything,
    they are looked up together, as a story with its question at the end must be.
    """
    asked = [mask(each).text for each in message.questions[:MOST_QUESTIONS]]
    found = {each: find_masked(snapshot, each, language) for each in asked}
    shown: dict[str, str] = {}
    for each, finding in found.items():
        if is_shown(finding):
            shown.setdefault(finding.matches[0].passage.id, each)
    main, finding = question, whole
    if len(shown) > 1 and not message.danger:
        main = next(iter(shown.values()))
        finding = found[main]
    if not is_shown(finding):
        return main, finding, ()
    best = finding.matches[0].passage.id
    pieces = {mask(each).text for each in message.pieces}
    answered = [
        OtherQuestion(each, snapshot.base.passages[passage])
        for passage, each in shown.items()
        if len(shown) > 1 and passage != best
    ]
    unanswered = [
        OtherQuestion(each, None)
        for each, its in found.items()
        if each in pieces and _is_unanswered(each, its, language)
    ]
    return main, finding, (*answered, *(unanswered if not message.danger else ()))


def _is_unanswered(question: str, finding: Finding, language: Language) -> bool:
    """Whether *question* stands by itself, and nothing was found for it."""
    stands = not looks_like_follow_up(question, language) and not may_follow_up(question, language)
    return stands and len(words(question)) >= SHORTEST and isinstance(finding, Nothing)
