"""What telling talk is learnt from doesn't grow with a base without end."""

from dataclasses import replace

import pytest

from knowledge.search import talk_training
from knowledge.search.snapshot import Snapshot
from knowledge.search.talk_training import talk_examples_of
from knowledge.talk import TalkKind, TalkText


def test_of_very_many_questions_a_part_of_those_before_is_learnt_from(
    small: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = TalkText(("hej hopp",), "Hej!")
    base = replace(small.base, talk=(TalkKind("greeting", text, text),))
    before = talk_examples_of(base)
    monkeypatch.setattr(talk_training, "ENOUGH", 1)
    after = talk_examples_of(base)

    assert set(after.asked) < set(before.asked)
    assert after.phrases == before.phrases
