"""What employees asked, counted by topic, and what found no answer."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from core.disclosure import SMALLEST, disclosed_groups
from questions.asked import AskedQuestion, Outcome
from questions.clustering import cluster, weights_of
from questions.ports import QuestionReader
from reports.board_report import AskedFigures, TopicFigures, UnansweredSubject

MOST_SUBJECTS = 10
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")

NameTopic = Callable[[str], str]
"""Returns the title of a passage's topic; empty where there is no such passage any more."""


def asked_figures(
    asked: Sequence[AskedQuestion],
    subjects: tuple[UnansweredSubject, ...],
    name_topic: NameTopic,
    *,
    since: datetime,
    until: datetime,
) -> AskedFigures:
    """Return the figures of what was asked by *until*."""
    in_time = [each for each in asked if each.asked_at <= until]
    outcomes = Counter(each.outcome for each in in_time)
    return AskedFigures(
        since=since,
        until=until,
        answered=outcomes[Outcome.ANSWER],
        suggested=outcomes[Outcome.SUGGESTIONS],
        unanswered=outcomes[Outcome.NONE],
        by_topic=_by_topic(in_time, name_topic),
        subjects=subjects,
    )


def _by_topic(asked: Iterable[AskedQuestion], name_topic: NameTopic) -> tuple[TopicFigures, ...]:
    """Count the questions that were answered; a topic of few stands with the rest."""
    found: dict[str, set[str]] = {}
    for each in asked:
        if each.outcome is Outcome.ANSWER:
            topic = name_topic(each.passages[0]) if each.passages else ""
            found.setdefault(topic, set()).add(each.answer_id)
    told: Counter[str] = Counter()
    for topics in disclosed_groups(found):
        title = topics[0] if len(topics) == 1 and len(found[topics[0]]) >= SMALLEST else ""
        told[title] += sum(len(found[topic]) for topic in topics)
    rest = told.pop("", 0)
    rows = [TopicFigures(title, count) for title, count in told.most_common()]
    return (*rows, TopicFigures("", rest)) if rest else tuple(rows)


def unanswered_subjects(
    asked: Iterable[AskedQuestion], reader: QuestionReader
) -> tuple[UnansweredSubject, ...]:
    """Return what at least `SMALLEST` questions without an answer are about.

    Of their words only those are told that at least as many of the questions hold, so that no
    question can be read out.
    """
    missed = [each for each in asked if each.outcome is Outcome.NONE]
    groups = cluster([weights_of(each.question, each.language, reader) for each in missed])
    found = [_subject([missed[number] for number in group], reader) for group in groups]
    told = sorted((each for each in found if each), key=lambda each: -each.questions)
    return tuple(told[:MOST_SUBJECTS])


def _subject(
    questions: Sequence[AskedQuestion], reader: QuestionReader
) -> UnansweredSubject | None:
    """Return what *questions* have in common, the most typical first."""
    typical, *_ = questions
    read = reader.read(typical.question, typical.language)
    if len(questions) < SMALLEST or read.is_talk or read.is_gibberish:
        return None
    held = Counter(word for each in questions for word in set(_words(each.question)))
    common = [word for word in _words(typical.question) if held[word] >= SMALLEST]
    return UnansweredSubject(" ".join(common), len(questions)) if common else None


def _words(question: str) -> list[str]:
    return list(dict.fromkeys(_WORD.findall(question.casefold())))
