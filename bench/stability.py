"""What else changes when one phrasing is added: outcomes outside the edited topic."""

import random
import statistics
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from bench.questions import SEED, Question, misspelt
from core.language import Language
from knowledge.base import Base
from knowledge.message.reading import read_message
from knowledge.search.answers import Answer, Finding, Suggestions
from knowledge.search.batch import BatchFinder
from knowledge.search.build import source_of
from knowledge.search.calibration import Training, calibrate, test_questions
from knowledge.search.corpus import Counts
from knowledge.search.postings import Ints
from knowledge.search.snapshot import Snapshot

WORKERS = 2
GREETING = {"sv": "Hej! {} Tack på förhand", "en": "Hi! {} Thanks in advance"}

Outcome = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhrasingEdit:
    """A phrasing of the base: its addition is seen by taking it away."""

    passage: str
    language: Language
    number: int


def table(snapshot: Snapshot, questions: Sequence[Question], edits: int) -> list[str]:
    """Return how many outcomes outside the edited topic each of so many edits changes."""
    began = time.monotonic()
    asked = _asked(snapshot, questions)
    before = {language: _outcomes(snapshot, each) for language, each in asked.items()}
    chosen = _edits(snapshot.base, edits)
    with ProcessPoolExecutor(
        WORKERS, initializer=_begin, initargs=(snapshot, asked, before)
    ) as pool:
        changed = list(pool.map(_changed, chosen))
    shares = {times: changed.count(times) for times in sorted(set(changed))}
    return [
        f"stability: {edits} edits of one phrasing, {sum(map(len, asked.values()))} outcomes, "
        f"{time.monotonic() - began:.0f} s",
        f"outside the edited topic change: median {statistics.median(changed):g}, "
        f"mean {statistics.mean(changed):.2f}, most {max(changed)}",
        "changed: edits  " + "  ".join(f"{times}: {count}" for times, count in shares.items()),
    ]


def _edits(base: Base, number: int) -> list[PhrasingEdit]:
    chance = random.Random(SEED)
    every = [
        PhrasingEdit(passage.id, language, place)
        for passage in base.passages.values()
        for language in base.languages
        for place in range(1, len(passage.text_in(language).asked_as))
    ]
    return chance.sample(every, number)


def _asked(
    snapshot: Snapshot, questions: Sequence[Question]
) -> Mapping[Language, Sequence[Question]]:
    """Return by language what the bot looks up: each question as it is, misspelt, and greeted."""
    greeted = [
        replace(each, text=GREETING.get(each.language, "{}").format(each.text))
        for each in questions
    ]
    every = [
        replace(each, text=read_message(each.text, snapshot).question)
        for each in (*questions, *map(misspelt, questions), *greeted)
    ]
    return {
        language: [question for question in every if question.language == language]
        for language in snapshot.base.languages
    }


@dataclass(frozen=True, slots=True)
class _Measured:
    """What each process measures against; counted once, since an edit takes one row away."""

    snapshot: Snapshot
    asked: Mapping[Language, Sequence[Question]]
    before: Mapping[Language, Sequence[Outcome]]
    trainings: Mapping[Language, Training]


_measured: list[_Measured] = []


def _begin(
    snapshot: Snapshot,
    asked: Mapping[Language, Sequence[Question]],
    before: Mapping[Language, Sequence[Outcome]],
) -> None:
    base = snapshot.base
    trainings = {language: source_of(base, language).training() for language in base.languages}
    _measured.append(_Measured(snapshot, asked, before, trainings))


def _changed(edit: PhrasingEdit) -> int:
    (measured,) = _measured
    language, topic = edit.language, measured.snapshot.base.passages[edit.passage].topic
    asked, before = measured.asked[language], measured.before[language]
    after = _outcomes(_before(measured, edit), asked)
    return sum(
        one != other
        for question, one, other in zip(asked, before, after, strict=True)
        if topic not in question.topics
    )


def _before(measured: _Measured, edit: PhrasingEdit) -> Snapshot:
    """Return the snapshot before *edit*; what tells talk and misspelt words stays."""
    language, snapshot = edit.language, measured.snapshot
    with threadpool_limits(1):
        training = _without(measured.trainings[language], snapshot.base, edit)
        classifier, start = calibrate(training, test_questions(snapshot.base, language))
        indexes = {**snapshot.indexes, language: training.index(start=start)}
    classifiers = {**snapshot.classifiers, language: classifier}
    return replace(snapshot, indexes=indexes, classifiers=classifiers)


def _without(training: Training, base: Base, edit: PhrasingEdit) -> Training:
    """Return *training* without the phrasing of *edit*, and without the terms of it alone."""
    corpus = training.corpus
    entry = [*base.passages].index(edit.passage)
    title = corpus.patterns[np.searchsorted(corpus.owners, entry)]
    kept = np.flatnonzero(corpus.patterns != title + 1 + edit.number).astype(np.int32)
    _, patterns = np.unique(corpus.patterns[kept], return_inverse=True)
    rest = replace(
        corpus,
        phrasings=[corpus.phrasings[number] for number in kept],
        patterns=patterns.astype(np.int32),
        owners=corpus.owners[kept],
    )
    return replace(training, corpus=rest, counts=[_kept(part, kept) for part in training.counts])


def _kept(part: Counts, phrasings: Ints) -> Counts:
    """Return *part* with those phrasings only, and the terms that it then holds."""
    rows = part.phrasings[phrasings]
    held = np.flatnonzero(part.texts.getnnz(axis=0) + rows.getnnz(axis=0))
    names = list(part.vocabulary)
    return replace(
        part,
        vocabulary={names[term]: number for number, term in enumerate(held)},
        texts=part.texts[:, held],
        phrasings=rows[:, held],
        everyday=part.everyday[:, held],
    )


def _outcomes(snapshot: Snapshot, questions: Sequence[Question]) -> list[Outcome]:
    asked = [(each.text, each.language) for each in questions]
    return [*map(_shown, BatchFinder(snapshot).find(asked))]


def _shown(finding: Finding) -> Outcome:
    """Return the outcome: an answer or the nearest text, and which; a choice; or nothing."""
    if isinstance(finding, Answer):
        return ("answer", finding.passage.id)
    if isinstance(finding, Suggestions):
        return ("nearest", finding.matches[0].passage.id) if finding.likely else ("choice",)
    return ("nothing",)
