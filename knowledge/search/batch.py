"""Many questions at once: what `answers.find` finds, by the index as matrices.

Whoever puts a whole base to the test waits a fraction of the time that asking one by one takes.
One question by itself is found faster there, and without scipy.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from core.language import Language
from knowledge.search.analysis import words
from knowledge.search.answers import (
    NO_WORDS,
    RANKED,
    Finding,
    decide,
    matches_of,
    may_be_misspelt,
)
from knowledge.search.confidence import ScoreRows, features_of_rows
from knowledge.search.matrices import MatrixIndex
from knowledge.search.postings import ranked_rows
from knowledge.search.snapshot import Snapshot


class BatchFinder:
    """Finds what one snapshot has on many questions."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._indexes: dict[Language, MatrixIndex] = {}

    def find(self, asked: Sequence[tuple[str, Language]]) -> list[Finding]:
        """Return what `answers.find` would for each of the questions, in their order."""
        findings: list[Finding] = [NO_WORDS] * len(asked)
        for language in dict.fromkeys(language for _, language in asked):
            places = [place for place, (_, each) in enumerate(asked) if each == language]
            found = self._find([asked[place][0] for place in places], language)
            for place, finding in zip(places, found, strict=True):
                findings[place] = finding
        return findings

    def _find(self, questions: Sequence[str], language: Language) -> list[Finding]:
        findings = self._as_asked(questions, language)
        speller = self._snapshot.spellers[language]
        corrected = {
            place: text
            for place, finding in enumerate(findings)
            if may_be_misspelt(finding)
            and (text := speller.corrected(questions[place])) is not None
        }
        again = self._as_asked([*corrected.values()], language)
        for place, finding in zip(corrected, again, strict=True):
            findings[place] = finding
        return findings

    def _as_asked(self, questions: Sequence[str], language: Language) -> list[Finding]:
        findings: list[Finding] = [NO_WORDS] * len(questions)
        have_words = [place for place, question in enumerate(questions) if words(question)]
        places = iter(have_words)
        for rows in self._index(language).scores([questions[each] for each in have_words]):
            for finding in self._decided(rows, language):
                findings[next(places)] = finding
        return findings

    def _index(self, language: Language) -> MatrixIndex:
        if language not in self._indexes:
            self._indexes[language] = MatrixIndex.of(self._snapshot.indexes[language])
        return self._indexes[language]

    def _decided(self, rows: ScoreRows, language: Language) -> Iterator[Finding]:
        snapshot, classifier = self._snapshot, self._snapshot.classifiers[language]
        passages = len(snapshot.passages)
        features = features_of_rows(snapshot.indexes[language].topics, rows, passages=passages)
        values = np.array([each.values for each in features])
        right = classifier.right.probabilities(values).tolist()
        ours = classifier.ours.probabilities(values).tolist()
        best = ranked_rows(rows.total[:, :passages], RANKED)
        scores = np.take_along_axis(rows.total, best, axis=1).tolist()
        for number, numbers in enumerate(best.tolist()):
            yield decide(
                snapshot,
                matches_of(snapshot, numbers, scores[number]),
                features[number],
                rows.coverage[number],
                right=right[number],
                ours=ours[number],
                min_rare_share=classifier.min_rare_share,
            )
