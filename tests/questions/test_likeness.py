"""Texts compared once, by the weights of their terms, whenever they were added."""

import random

import numpy as np
import pytest

from questions import likeness as compared
from questions.likeness import SIMILAR, Likeness, Weights
from tests.world.services import WordReader


def some_texts(count: int) -> list[Weights]:
    dice, reader = random.Random(12), WordReader()
    words = [f"ord{number}" for number in range(8)]
    return [
        reader.weights(" ".join(dice.sample(words, dice.randint(0, 4))), "sv") for _ in range(count)
    ]


def added(texts: list[Weights], *, at_once: int) -> Likeness:
    likeness = Likeness()
    for first in range(0, len(texts), at_once):
        likeness.add(texts[first : first + at_once])
    return likeness


@pytest.mark.parametrize("at_once", [1, 8, 13, 100])
def test_each_text_is_like_those_that_share_enough_of_its_terms(at_once: int) -> None:
    texts = some_texts(100)
    likeness = added(texts, at_once=at_once)
    for number, text in enumerate(texts):
        like = [sum(w * other.get(t, 0.0) for t, w in text.items()) for other in texts]
        assert likeness.to(number).tolist() == [each >= SIMILAR - 1e-6 for each in like]


@pytest.mark.parametrize("at_once", [7, 16, 512])
def test_the_texts_like_each_are_counted_as_often_as_they_were_asked(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(compared, "_COUNTED_AT_ONCE", at_once)
    likeness = added(some_texts(100), at_once=100)
    times = np.arange(100) % 4

    expected = [int(times[likeness.to(number)].sum()) for number in range(100)]
    assert likeness.counts(times).tolist() == expected
