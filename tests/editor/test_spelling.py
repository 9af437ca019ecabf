"""Words that no dictionary and not the base itself knows are told where they stand."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.check import inspect
from editor.rules.spelling import MOST_SUGGESTED
from editor.spelling.spell_checker import SpellChecker
from editor.spelling.vocabulary import Vocabulary, words_in
from knowledge.source.files import OWN_WORDS
from tests.conftest import REAL_BASE
from tests.editor.breaking import BLOCK, PHRASING, TODAY
from tests.world.bases import EXAMPLE, alter
from yamlfile.problem import Level, Problem

RULES = "SET UTF-8\nTRY abcdefghijklmnopqrstuvwxyz\n"


@pytest.fixture(scope="module")
def speller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SpellChecker]:
    with SpellChecker(tmp_path_factory.mktemp("cache")) as speller:
        yield speller


def unknown(base: Path, speller: SpellChecker) -> list[Problem]:
    _, problems = inspect(base, today=TODAY, speller=speller)
    return [problem for problem in problems if problem.code == "unknown-word"]


def words(base: Path, speller: SpellChecker) -> list[object]:
    return [problem.facts["word"] for problem in unknown(base, speller)]


def a_dictionary(folder: Path, name: str, *known: str) -> None:
    (folder / f"{name}.aff").write_text(RULES, "utf-8")
    (folder / f"{name}.dic").write_text("\n".join((str(len(known)), *known)), "utf-8")


@pytest.mark.parametrize("base", [REAL_BASE, EXAMPLE], ids=["shipped", "example"])
def test_a_base_that_comes_along_is_spelt_right(base: Path, speller: SpellChecker) -> None:
    assert unknown(base, speller) == []


def test_a_misspelling_is_a_remark_at_its_word_with_what_was_meant(
    copy: Path, speller: SpellChecker
) -> None:
    alter(copy / BLOCK, "text: Nej", "text: Rutinenn gäller. Nej")

    (problem,) = unknown(copy, speller)

    assert problem.level is Level.WARNING
    assert (problem.place.line, problem.place.column) == (11, 13)
    assert problem.facts["word"] == "Rutinenn"
    assert problem.facts["suggestion"][0] == "Rutinen"  # pyright: ignore[reportIndexIssue]
    assert len(problem.facts["suggestion"]) <= 3  # pyright: ignore[reportArgumentType]


def test_a_text_in_another_language_is_told_word_by_word_without_guessing(
    copy: Path, speller: SpellChecker
) -> None:
    words = ("rutinen", "kommunen", "personen", "bilderna", "texterna")
    slips = [
        f"{word[:at]}{sign}{word[at:]}" for word in words for at in range(2, 6) for sign in "qxzwcj"
    ]
    alter(copy / BLOCK, "text: Nej", f"text: {' '.join(slips)}. Nej")

    problems = unknown(copy, speller)

    assert len(problems) > MOST_SUGGESTED
    assert not any("suggestion" in problem.facts for problem in problems)


def test_a_word_in_a_block_is_told_on_its_own_line(copy: Path, speller: SpellChecker) -> None:
    alter(copy / BLOCK, "text: Nej", "text: |\n        Första raden.\n        En annnan rad. Nej")

    (problem,) = unknown(copy, speller)

    assert (problem.place.line, problem.place.column) == (13, 12)


def test_phrasings_are_left_as_people_write(copy: Path, speller: SpellChecker) -> None:
    alter(copy / BLOCK, PHRASING, "        - fårvi blokera nån?\n")

    assert words(copy, speller) == []


@pytest.mark.parametrize(
    "word", ["diarieföringsskyldigheten", "hemtjänstgruppens", "kommunikationsenheten", "e-posten"]
)
def test_a_compound_needs_no_list(copy: Path, speller: SpellChecker, word: str) -> None:
    alter(copy / BLOCK, "text: Nej", f"text: Fråga om {word}. Nej")

    assert words(copy, speller) == []


@pytest.mark.parametrize(
    "said",
    [
        "https://sala.se/rutinnen",
        "namnn@sala.se",
        "rutinnen.sala.se",
        "#rutinnen",
        "@rutinnen",
        "routinne.yaml",
        "A1B2c3xq",
        "16-åring",
    ],
)
def test_addresses_tags_and_figures_are_not_spelt(said: str) -> None:
    assert words_in(said) == []


def test_the_bases_own_words_are_known_in_their_language(copy: Path, speller: SpellChecker) -> None:
    alter(copy / BLOCK, "text: Nej", "text: Zorgblatts och zorgblatt. Nej")
    alter(copy / BLOCK, "text: No", "text: A zorgblatt. No")
    (copy / OWN_WORDS.pattern).write_text("sv: [zorgblatt]\n", "utf-8")

    assert [(each.facts["word"], each.place.line) for each in unknown(copy, speller)] == [
        ("zorgblatt", 24)
    ]


def test_a_name_is_known_in_every_language_and_with_endings() -> None:
    known = Vocabulary([], ["Zorgköpings kommun", "ZQX", "Myndigheten för zorgning"])

    assert all(map(known.has, ("Zorgköpings", "ZQX", "ZQX:s", "ZQX's", "ZQXs")))
    assert not known.has("zorgning")


def test_an_expression_counts_as_a_whole_only() -> None:
    known = Vocabulary(["allmän handling"], [])
    text = "An official document (allmän handling) is allmän."

    assert known.has_within("allmän", text.index("allmän"), text)
    assert not known.has_within("allmän", text.rindex("allmän"), text)


def test_a_language_without_a_dictionary_has_no_unknown_words(tmp_path: Path) -> None:
    a_dictionary(tmp_path, "sv_SE", "ett", "ord")
    with SpellChecker(tmp_path / "cache", [tmp_path]) as speller:
        assert speller.unknown("en", ["qqqqq"]) == set()
        assert speller.suggestions("en", "qqqqq") == ()
        assert speller.unknown("sv", ["ord", "orrd"]) == {"orrd"}
        assert speller.suggestions("sv", "orrd") == ("ord",)


def test_a_dictionary_that_cant_be_read_stops_nothing(tmp_path: Path) -> None:
    a_dictionary(tmp_path, "sv_SE", "ord")
    (tmp_path / "sv_SE.dic").unlink()
    (tmp_path / "sv_SE.dic").mkdir()
    with SpellChecker(tmp_path / "cache", [tmp_path]) as speller:
        assert speller.unknown("sv", ["ord"]) == set()


def test_what_is_known_is_not_asked_again(tmp_path: Path) -> None:
    many = [f"ord{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}" for n in range(100)]
    a_dictionary(tmp_path, "sv_SE", *many)
    with SpellChecker(tmp_path / "cache", [tmp_path]) as speller:
        assert speller.unknown("sv", [*many, "orrd"]) == {"orrd"}
    words, was = tmp_path / "sv_SE.dic", (tmp_path / "sv_SE.dic").stat()
    words.write_text(words.read_text("utf-8").replace("ord", "xyz"), "utf-8")
    os.utime(words, ns=(was.st_atime_ns, was.st_mtime_ns))
    with SpellChecker(tmp_path / "cache", [tmp_path]) as again:
        assert again.unknown("sv", [*many, "orrd"]) == {"orrd"}


@pytest.mark.parametrize(
    "word", ["å" * 5000, "ab" * 29, "%n\0\\", "\u202eord", "ord\nord", "a'" * 500, "-" * 90]
)
def test_strange_words_harm_nothing(speller: SpellChecker, word: str) -> None:
    speller.unknown("sv", [word])
    speller.suggestions("sv", word)

    assert speller.unknown("sv", ["rutinen", "rutinenn"]) == {"rutinenn"}


def test_the_bots_own_process_loads_no_dictionary() -> None:
    code = "import sys, app; sys.exit('hunspell' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
