"""Many questions at once find to the last outcome what each finds by itself."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.language import Language
from knowledge.search import matrices, postings
from knowledge.search.answers import Answer, Finding, Nothing, Suggestions, find
from knowledge.search.batch import BatchFinder
from knowledge.search.build import build_language, source_of
from knowledge.search.snapshot import Snapshot

Asked = Sequence[tuple[str, Language]]

EVERY = 25
"""One in so many of the shipped base's phrasings; others are drawn."""
LETTERS = "aeiounrstlkdmåäöxz -?\n"


def own_questions(snapshot: Snapshot) -> tuple[Asked, Asked]:
    """Return the test questions, which the index has never seen, and the phrasings."""
    base = snapshot.base
    texts = [(passage, language) for passage in snapshot.passages for language in base.languages]
    tests = [(q, language) for each, language in texts for q in each.text_in(language).must_answer]
    phrasings = [
        (question, language)
        for each, language in texts
        for question in chain.from_iterable(base.asked_as(each, language))
    ]
    return tests, phrasings


def told(finding: Finding) -> dict[str, Any]:
    """Return all of *finding* that does not lie in how much each passage scored."""
    names = [match.passage.id for match in finding.matches]
    others = {name: getattr(finding, name, None) for name in ("likely", "topics", "area")}
    return {"kind": type(finding), "names": names, **others}


def assert_the_same(snapshot: Snapshot, asked: Asked) -> None:
    for question, finding in zip(asked, BatchFinder(snapshot).find(asked), strict=True):
        alone = find(snapshot, *question)
        assert told(finding) == told(alone), question
        scores = [match.score for match in finding.matches]
        assert scores == pytest.approx([match.score for match in alone.matches], rel=1e-6)


def test_the_shipped_bases_own_questions(snapshot: Snapshot) -> None:
    tests, phrasings = own_questions(snapshot)
    asked = [*tests, *phrasings[::EVERY]]

    assert {*map(type, BatchFinder(snapshot).find(asked))} == {Answer, Suggestions, Nothing}
    assert_the_same(snapshot, asked)


@settings(max_examples=60)
@given(st.data())
def test_phrasings_and_questions_made_up(snapshot: Snapshot, data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(snapshot.base.languages))
    word = st.sampled_from(snapshot.spellers[language].words)
    short = st.sampled_from([short for term in snapshot.base.glossary for short in term.short])
    made_up = st.lists(word | short | st.text(LETTERS, max_size=20), max_size=9).map(" ".join)
    own = st.sampled_from([q for q, of in own_questions(snapshot)[1] if of == language])

    asked = data.draw(st.lists(made_up | own, max_size=12))

    assert_the_same(snapshot, [(question, language) for question in asked])


def test_one_question_a_block(small: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrices, "CELLS", 1)

    assert_the_same(small, [*chain(*own_questions(small)), ("hur då?", "sv"), ("?!", "en")])


def test_terms_so_common_that_they_are_kept_apart(
    small: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "MANY_DOCUMENTS", 1)
    index = build_language(source_of(small.base, "sv")).index

    assert all(len(block.postings.common) for block in index.blocks)
    assert_the_same(
        replace(small, indexes={"sv": index}),
        [each for each in chain(*own_questions(small)) if each[1] == "sv"],
    )
