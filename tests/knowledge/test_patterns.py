"""Phrasings by pattern: the sentences that they make, and what is wrong with them."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.base import Base, PassagesById
from knowledge.patterns import MAX_SENTENCES, PatternFault, is_pattern, literal, sentences_of
from knowledge.search.analysis import Glossary
from knowledge.search.build import source_of
from knowledge.search.corpus import Corpus, corpus_of
from knowledge.search.folds import folds_of
from knowledge.search.index import LanguageIndex
from knowledge.source.loader import load
from tests.world.bases import a_copy

LISTS = {"person": ("en brukare", "ett barn")}
LONG = "får (vi|jag|man) (dölja|gömma|radera) (inlägg|kommentarer)[ nu]?"


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("Får vi posta?", ["Får vi posta?"]),
        ("får (vi|jag) posta", ["får vi posta", "får jag posta"]),
        ("bild[er] på barn", ["bilder på barn", "bild på barn"]),
        ("får vi visa {person}?", ["får vi visa en brukare?", "får vi visa ett barn?"]),
        ("a (b [c]|d) e", ["a b c e", "a b e", "a d e"]),
        ("går det [nu]?", ["går det nu?", "går det?"]),
        ("(a|a) b", ["a b"]),
        ("sidan finns inte (404)", ["sidan finns inte (404)"]),
        (r"får vi skriva om \[namn\]", ["får vi skriva om [namn]"]),
    ],
)
def test_a_pattern_makes_each_sentence_once(line: str, sentences: list[str]) -> None:
    assert [*sentences_of(line, LISTS)] == sentences


@pytest.mark.parametrize(
    ("line", "code", "part"),
    [
        ("får (vi|jag posta", "pattern-unclosed", "(vi|jag posta"),
        ("får [vi) posta", "pattern-unclosed", "[vi) posta"),
        ("får {person posta", "pattern-unclosed", "{person posta"),
        ("får vi] posta", "pattern-unopened", "får vi]"),
        ("får (vi|) posta", "pattern-empty", "(vi|)"),
        ("får [] posta", "pattern-empty", "[]"),
        ("får vi | jag", "pattern-bar-alone", None),
        ("får {prson}", "pattern-unknown-list", None),
        ("[får vi]", "pattern-makes-nothing", None),
        (" ".join(["(a|b|c)"] * 5), "pattern-too-many", None),
    ],
)
def test_a_faulty_pattern_says_what_is_wrong_and_where(
    line: str, code: str, part: str | None
) -> None:
    with pytest.raises(PatternFault) as caught:
        sentences_of(line, LISTS)

    assert (caught.value.code, caught.value.facts.get("part")) == (code, part)


@given(st.text(alphabet="ab (){}[]|\\", max_size=200))
def test_no_line_breaks_the_reader_or_makes_more_than_there_may_be(line: str) -> None:
    with suppress(PatternFault):
        assert 0 < len(sentences_of(line, LISTS)) <= MAX_SENTENCES


@given(st.text(alphabet="ab(){}[]|\\", min_size=1, max_size=50))
def test_any_words_can_be_written_so_that_they_stand_for_themselves(words: str) -> None:
    said = f"x{words}"

    assert sentences_of(literal(said), {}) == (said,)


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return load(a_copy(tmp_path))


def with_phrasings(base: Base, *lines: str) -> Base:
    """Return *base* with phrasings added to the text on blocking, in Swedish."""
    changed = base.passages["blockera-person"]
    text = replace(changed.sv, asked_as=(*changed.sv.asked_as, *lines))
    passages = {**base.passages, changed.id: replace(changed, sv=text)}
    return replace(base, passages=PassagesById(passages.values()))


def corpus(base: Base) -> Corpus:
    return corpus_of(base, "sv", Glossary(base.glossary))


def index(base: Base) -> LanguageIndex:
    return source_of(base, "sv").training().index()


def test_every_sentence_of_a_pattern_finds_its_text(base: Base) -> None:
    made = index(with_phrasings(base, LONG))
    number = [*base.passages].index("blockera-person")

    for sentence in sentences_of(LONG, {}):
        scores = made.scores(sentence)
        assert int(scores.total[: len(base.passages)].argmax()) == number


def test_a_pattern_counts_as_one_phrasing(base: Base) -> None:
    one, many = (
        corpus(with_phrasings(base, "får vi dölja inlägg?")),
        corpus(with_phrasings(base, LONG)),
    )

    assert len(many.phrasings) - len(one.phrasings) == len(sentences_of(LONG, {})) - 1
    assert many.membership().shape == one.membership().shape
    assert many.shares.sum() == pytest.approx(len(one.phrasings))


def test_what_a_pattern_does_not_say_weighs_what_it_did_with_one_phrasing(base: Base) -> None:
    """Its sentences share their words: sixty of them make no other word rarer or commoner."""
    one, many = (
        index(with_phrasings(base, LONG.replace("|", " "))),
        index(with_phrasings(base, LONG)),
    )
    for few, all_of_it in zip(one.blocks, many.blocks, strict=True):
        shared = [
            (few.vocabulary[term], all_of_it.vocabulary[term])
            for term in few.vocabulary.keys() & all_of_it.vocabulary.keys()
        ]
        before, after = (list(each) for each in zip(*shared, strict=True))
        rarity, rarity_after = few.postings.max_scores[1], all_of_it.postings.max_scores[1]

        assert np.mean(rarity[before] != rarity_after[after]) < 0.01


def test_no_sentence_of_a_pattern_is_asked_of_an_index_that_holds_another(base: Base) -> None:
    whole = corpus(with_phrasings(base, LONG))

    for fold in folds_of(whole, ()):
        asked = whole.patterns[fold.asked].tolist()

        assert len(asked) == len(set(asked))
        assert not set(asked) & set(whole.patterns[fold.phrasings].tolist())


def test_parentheses_alone_are_no_pattern() -> None:
    assert not is_pattern("sidan finns inte (404)")
