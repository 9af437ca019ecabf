from pathlib import Path

import pytest

from texts.catalogue import load_texts, read_texts
from yamlfile.problem import Faulty


def test_both_languages_say_the_same_things() -> None:
    texts, problems = read_texts()

    assert problems == []
    assert [each.language for each in texts] == ["sv", "en"]


def test_a_sentence_that_one_language_lacks_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "sv.yaml").write_text("a: Hej {name}\nb: Hå\n", "utf-8")
    (tmp_path / "en.yaml").write_text("a: Hi\n", "utf-8")

    with pytest.raises(Faulty) as caught:
        load_texts(tmp_path)

    assert [fault.facts["key"] for fault in caught.value.problems] == ["a", "b"]
