"""What employees asked, counted by topic, and what found no answer."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from core.disclosure import SMALLEST, disclosed_counts
from questions.asked import AskedCounts, AskedQuestion, Outcome
from questions.ports import QuestionReader
from questions.remembering import cluster
from reports.board_report import AskedFigures, TopicFigures, UnansweredSubject

MOST_SUBJECTS = 10
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")

NameTopic = Callable[[str], str]
"""Returns the title of a passage's topic; empty where that isn't told."""


def asked_figures(
    counts: AskedCounts,
    subjects: tuple[UnansweredSubject, ...],
    name_topic: NameTopic,
    *,
    since: datetime,
    until: datetime,
) -> AskedFigures:
    """Return the figures of what was asked from *since* to *until*."""
    return AskedFigures(
        since=since,
        until=until,
        answered=counts.outcomes.get(Outcome.ANSWER, 0),
        suggested=counts.outcomes.get(Outcome.SUGGESTIONS, 0),
        unanswered=counts.outcomes.get(Outcome.NONE, 0),
        by_topic=_by_topic(counts.answered_with, name_topic),
        subjects=subjects,
    )


def _by_topic(answered_with: Mapping[str, int], name_topic: NameTopic) -> tuple[TopicFigures, ...]:
    """Count the questions that were answered; a topic of few stands with the rest."""
    found: Counter[str] = Counter()
    for passage, count in answered_with.items():
        found[name_topic(passage)] += count
    told: Counter[str] = Counter()
    for topics in disclosed_counts(found):
        title = topics[0] if len(topics) == 1 and found[topics[0]] >= SMALLEST else ""
        told[title] += sum(found[topic] for topic in topics)
    rest = told.pop("", 0)
    rows = [TopicFigures(title, count) for title, count in told.most_common()]
    return (*rows, TopicFigures("", rest)) if rest else tuple(rows)


def unanswered_subjects(
    missed: Sequence[AskedQuestion], reader: QuestionReader
) -> tuple[UnansweredSubject, ...]:
    """Return what at least `SMALLEST` of *missed*, questions without an answer, are about.

    Of their words only those are told that at least as many of the questions hold, so that no
    question can be read out.
    """
    groups = cluster([(each.question, each.language) for each in missed], reader)
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
