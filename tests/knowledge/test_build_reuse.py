"""A part whose sources haven't changed is taken from the build before; it is what a new one is."""

import os
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from core.language import LANGUAGES
from knowledge.base import Base
from knowledge.passage import Passage, Term
from knowledge.search.build import build
from knowledge.search.question_text import Speller
from knowledge.search.snapshot import Built, Snapshot, index_path, snapshot_of, to_bytes
from knowledge.talk import TalkKind, TalkText

Edit = Callable[[Base], Base]


def with_first(base: Base, change: Callable[[Passage], Passage]) -> Base:
    first, *others = base.passages.values()
    return replace(base, passages={each.id: each for each in (change(first), *others)})


def one_more_phrasing(base: Base) -> Base:
    def change(passage: Passage) -> Passage:
        asked = (*passage.sv.asked_as, "Vem öppnar grinden på lördag?")
        return replace(passage, sv=replace(passage.sv, asked_as=asked))

    return with_first(base, change)


def another_english_title(base: Base) -> Base:
    def change(passage: Passage) -> Passage:
        return replace(passage, en=replace(passage.text_in("en"), title="Who opens the gate?"))

    return with_first(base, change)


def another_test_question(base: Base) -> Base:
    def change(passage: Passage) -> Passage:
        return replace(passage, sv=replace(passage.sv, must_answer=("Vem öppnar grinden?",)))

    return with_first(base, change)


def another_owner(base: Base) -> Base:
    return with_first(base, lambda passage: replace(passage, owner="nobody"))


def some_talk(base: Base) -> Base:
    text = TalkText(("hej hopp",), "Hej!")
    return replace(base, talk=(TalkKind("greeting", text, text),))


def one_more_short_form(base: Base) -> Base:
    return replace(base, glossary=(*base.glossary, Term(("grind",), "staket", "fence")))


EDITS: list[Edit] = [
    one_more_phrasing,
    another_english_title,
    another_test_question,
    another_owner,
    some_talk,
    one_more_short_form,
]


@pytest.mark.parametrize("edit", EDITS)
def test_a_build_on_the_one_before_is_as_one_from_nothing(small: Snapshot, edit: Edit) -> None:
    base = edit(small.base)

    assert to_bytes(build(base, small)) == to_bytes(build(base))


@pytest.mark.parametrize(
    ("edit", "taken"),
    [
        (one_more_phrasing, {"en", "talk"}),
        (another_english_title, {"sv", "talk"}),
        (another_test_question, {"en", "guesser", "talk"}),
        (another_owner, {"sv", "en", "guesser", "talk"}),
        (some_talk, {"sv", "en"}),
        (one_more_short_form, {"guesser", "talk"}),
    ],
)
def test_what_an_edit_does_not_touch_is_taken(small: Snapshot, edit: Edit, taken: set[str]) -> None:
    built = build(edit(small.base), small)
    same = {"guesser": built.guesser is small.guesser, "talk": built.talk is small.talk}
    same |= {name: built.indexes[name] is small.indexes[name] for name in LANGUAGES}

    assert {part for part, is_same in same.items() if is_same} == taken


def marked(snapshot: Snapshot, word: str) -> bytes:
    """Return its index, with *word* as all that is spelt in English, to be known again by."""
    kept = replace(snapshot, spellers={**snapshot.spellers, "en": Speller((word,))})
    return to_bytes(Built(**{part.name: getattr(kept, part.name) for part in fields(Built)}))


def test_parts_are_taken_from_what_the_cache_was_last_given(
    small: Snapshot, tmp_path: Path
) -> None:
    for age, name in enumerate(("newest", "older")):
        path = index_path(tmp_path, name)
        path.write_bytes(marked(small, name))
        os.utime(path, (1000 - age, 1000 - age))
    snapshot = snapshot_of(one_more_phrasing(small.base), tmp_path)

    assert snapshot.spellers["en"].words == ("newest",)
    assert "grinden" in snapshot.spellers["sv"].words


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_where_that_is_cut_short_all_is_built(
    small: Snapshot, tmp_path: Path, share: float
) -> None:
    whole = marked(small, "damaged")
    index_path(tmp_path, "before").write_bytes(whole[: int(share * len(whole))])
    snapshot = snapshot_of(one_more_phrasing(small.base), tmp_path)

    assert snapshot.spellers["en"].words == small.spellers["en"].words


def test_edits_one_after_the_other_leave_no_trace(small: Snapshot, tmp_path: Path) -> None:
    base = small.base
    for edit in (one_more_phrasing, another_english_title, some_talk, one_more_short_form):
        base = replace(edit(base), hash=edit.__name__)
        snapshot_of(base, tmp_path / "edited")
    snapshot_of(base, tmp_path / "at once")
    edited, at_once = (index_path(tmp_path / each, base.hash) for each in ("edited", "at once"))

    assert edited.read_bytes() == at_once.read_bytes()


def test_what_other_code_built_is_not_taken(
    small: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.search.build.builder", lambda: "other code")
    built = build(another_owner(small.base), small)

    assert built.talk is not small.talk
    assert not any(built.indexes[name] is small.indexes[name] for name in LANGUAGES)


def test_two_processes_build_what_one_does(small: Snapshot) -> None:
    assert to_bytes(build(small.base, processes=2)) == to_bytes(build(small.base))
