"""What one version of the base makes of questions, kept from one time to the next."""

from collections.abc import Sequence

import numpy as np

from questions.gap import MissedQuestion
from questions.likeness import Integers, Likeness, stars
from questions.ports import QuestionReader, ReadQuestion

Text = tuple[str, str]
"""A question and its language."""

MOST_LEFT = 2_000
"""Texts that nobody needs any more from which all begins anew, lest they fill the memory."""


class Remembered:
    """Weighs, compares and reads each question once; not for two threads at once."""

    def __init__(self, base_hash: str) -> None:
        self.base_hash = base_hash
        self._numbers: dict[Text, int] = {}
        self._likeness = Likeness()
        self._replies: dict[tuple[Text, tuple[str, ...]], ReadQuestion | None] = {}

    def likeness_of(
        self, texts: Sequence[Text], reader: QuestionReader
    ) -> tuple[Likeness, Integers]:
        """Return which texts are alike, with the number of each of these."""
        wanted = dict.fromkeys(texts)
        new = [text for text in wanted if text not in self._numbers]
        if len(self._numbers) + len(new) > len(wanted) + MOST_LEFT:
            self._numbers, self._likeness, new = {}, Likeness(), list(wanted)
        self._numbers |= {text: number for number, text in enumerate(new, len(self._numbers))}
        self._likeness.add(reader.weights(*text) for text in new)
        return self._likeness, np.array([self._numbers[text] for text in texts], np.int64)

    def replies(
        self, questions: Sequence[MissedQuestion], reader: QuestionReader
    ) -> list[ReadQuestion | None]:
        """Return what the base makes of each question; nothing of one that it answers.

        Only these replies are kept.
        """
        keys = [((each.question, each.language), each.unhelpful) for each in questions]
        known = self._replies
        self._replies = {
            key: known[key] if key in known else _reply(*key, reader) for key in dict.fromkeys(keys)
        }
        return [self._replies[key] for key in keys]


def cluster(texts: Sequence[Text], reader: QuestionReader) -> list[list[int]]:
    """Group *texts* by similarity; return positions, each centre first."""
    likeness, numbers = Remembered(reader.base_hash).likeness_of(texts, reader)
    return stars(likeness, numbers, np.ones(len(texts), np.bool_))


def _reply(text: Text, unhelpful: tuple[str, ...], reader: QuestionReader) -> ReadQuestion | None:
    is_answered = reader.answer(*text, unless=unhelpful) is not None
    return None if is_answered else reader.read(*text)
