"""A part whose sources haven't changed is taken from the build before; it is what a new one is."""

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


def test_what_the_cache_was_last_given_is_the_one_before(small: Snapshot, tmp_path: Path) -> None:
    kept = replace(small, spellers={**small.spellers, "en": Speller(("marked",))})
    built = Built(**{part.name: getattr(kept, part.name) for part in fields(Built)})
    index_path(tmp_path, "another").write_bytes(to_bytes(built))
    snapshot = snapshot_of(one_more_phrasing(small.base), tmp_path)

    assert snapshot.spellers["en"].words == ("marked",)
    assert "grinden" in snapshot.spellers["sv"].words
