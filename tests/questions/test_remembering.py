"""What is kept of questions from one time to the next changes no group, and isn't made twice."""

import asyncio
import random
from collections.abc import Collection
from dataclasses import dataclass, field

import pytest

from questions import remembering as kept
from questions.clustering import MissedAndHandled, OpenGaps, open_groups
from questions.gap import MissedQuestion
from questions.remembering import Remembered
from tests.questions.test_clustering import HOUR, NOON, a_gap, missed
from tests.world.services import FoundPassage, ReadAs, WordReader

WORDS = ("ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")


@dataclass
class CountingReader(WordReader):
    """Counts how often it weighs and reads."""

    weighed: list[str] = field(default_factory=list[str])
    looked_up: list[str] = field(default_factory=list[str])

    def weights(self, question: str, language: str) -> dict[str, float]:
        self.weighed.append(question)
        return super().weights(question, language)

    def answer(
        self, question: str, language: str, *, unless: Collection[str]
    ) -> FoundPassage | None:
        self.looked_up.append(question)
        return super().answer(question, language, unless=unless)


class FailingReader(WordReader):
    def weights(self, question: str, language: str) -> dict[str, float]:
        if question == "mata måsar":
            raise ZeroDivisionError
        return super().weights(question, language)


def some_question(number: int, dice: random.Random) -> MissedQuestion:
    words = dice.sample(WORDS, dice.randint(0, 4))
    language = dice.choice(("sv", "en"))
    unhelpful = dice.choice(((), ("passage",)))
    return MissedQuestion(
        f"{number:05}", NOON + number * HOUR, language, " ".join(words), unhelpful
    )


@pytest.mark.parametrize("most_left", [0, 20, 2_000])
def test_lists_that_grow_shrink_and_change_have_the_groups_of_one_never_seen(
    monkeypatch: pytest.MonkeyPatch, most_left: int
) -> None:
    monkeypatch.setattr(kept, "MOST_LEFT", most_left)
    dice, remembered = random.Random(11), Remembered("base")
    reader = WordReader({"ett två": "passage"}, {"tre fyra": ReadAs(0.01, is_talk=True)})
    questions = [some_question(number, dice) for number in range(300)]
    gaps = [
        a_gap(*(each.question for each in dice.sample(questions, 2)), closed_at=moment)
        for moment in (None, NOON + 100 * HOUR)
    ]
    for _ in range(25):
        some = dice.sample(questions, dice.choice((0, 1, 7, 8, 9, 60, 250)))
        handled = dice.sample(gaps, dice.randint(0, 2))

        found = open_groups(some, handled, reader, remembered)
        assert found == open_groups(some, handled, reader, Remembered("base"))


def test_only_what_is_new_is_weighed_and_looked_up() -> None:
    reader, remembered = CountingReader(), Remembered("base")
    first = missed("flyga drönare", "flyga drönare", "var parkerar jag")
    open_groups(first, [], reader, remembered)
    open_groups([*first[1:], *missed("mata måsar", at=NOON + HOUR)], [], reader, remembered)

    assert reader.weighed == ["flyga drönare", "var parkerar jag", "mata måsar"]
    assert reader.looked_up == ["flyga drönare", "var parkerar jag", "mata måsar"]


def test_an_answer_found_no_help_is_looked_up_anew() -> None:
    reader, remembered = WordReader({"flyga drönare": "dronare"}), Remembered("base")
    (question,) = missed("flyga drönare")
    unhelpful = MissedQuestion(question.answer_id, NOON, "sv", "flyga drönare", ("dronare",))

    assert open_groups([question], [], reader, remembered) == []
    assert len(open_groups([unhelpful], [], reader, remembered)) == 1


def test_what_nobody_needs_any_more_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_LEFT", 3)
    reader, remembered = WordReader(), Remembered("base")
    for number in range(20):
        likeness, _ = remembered.likeness_of([(f"fråga {number}", "sv")], reader)
        assert len(likeness) <= 4


def test_a_new_base_begins_anew() -> None:
    old, new = WordReader(), WordReader({"flyga drönare": "dronare"}, base_hash="new base")
    readers = [old, new, old]
    gaps = OpenGaps(lambda: readers.pop(0), lambda: NOON)
    read = MissedAndHandled(missed("flyga drönare"), ())

    assert [len(asyncio.run(gaps.groups(read))) for _ in range(3)] == [1, 0, 1]


def test_after_a_failure_the_next_begins_anew() -> None:
    readers = [FailingReader(), WordReader()]
    gaps = OpenGaps(lambda: readers.pop(0), lambda: NOON)
    read = MissedAndHandled(missed("flyga drönare", "mata måsar"), ())
    with pytest.raises(ZeroDivisionError):
        asyncio.run(gaps.groups(read))

    assert len(asyncio.run(gaps.groups(read))) == 2
