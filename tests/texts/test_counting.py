"""Numbers, days and plural forms are written as each language does, by its file alone."""

import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.conftest import SMALL_BASE
from texts.catalogue import FOLDER, Catalogue, Texts, load_texts, read_texts
from texts.problems import lines

SWEDISH = """
locale: sv_SE
files: {one: "{count} fil i {folder}", other: "{count} filer i {folder}"}
left: "{count} tecken kvar"
"""
POLISH = """
locale: pl_PL
files:
  one: "{count} plik w {folder}"
  few: "{count} pliki w {folder}"
  many: "{count} plików w {folder}"
  other: "{count} pliku w {folder}"
left: "{count} znaków"
"""
NOVEMBER = datetime(2026, 11, 30, 13, 5, tzinfo=UTC)


def in_polish(folder: Path, polish: str) -> Path:
    for name, sentences in (("sv", SWEDISH), ("en", SWEDISH), ("pl", polish)):
        (folder / f"{name}.yaml").write_text(sentences, "utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    _, problems = read_texts(folder)
    return lines(problems, load_texts().in_language("en"), relative_to=folder)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 plik w bazie"),
        (2, "2 pliki w bazie"),
        (5, "5 plików w bazie"),
        (22, "22 pliki w bazie"),
        (1.5, "1,5 pliku w bazie"),
        (1000, "1\N{NO-BREAK SPACE}000 plików w bazie"),
    ],
)
def test_a_language_counts_with_its_own_forms(tmp_path: Path, count: float, said: str) -> None:
    assert (
        _written(in_polish(tmp_path, POLISH), "pl").say("files", count=count, folder="bazie")
        == said
    )


def test_a_form_that_a_language_needs_and_lacks_is_refused(tmp_path: Path) -> None:
    folder = in_polish(tmp_path, POLISH.replace('  few: "{count} pliki w {folder}"\n', ""))

    assert faults(folder) == [
        "pl.yaml:4:3: files lacks the form few, which the language counts with."
    ]


def test_a_text_that_does_not_count_where_swedish_does_is_refused(tmp_path: Path) -> None:
    plain = 'locale: pl_PL\nfiles: "{count}: {folder}"\nleft: "{count}"\n'

    assert [fault.partition("form ")[2][:4] for fault in faults(in_polish(tmp_path, plain))] == [
        "few,",
        "many",
        "one,",
    ]


def test_a_language_without_plurals_needs_no_forms(tmp_path: Path) -> None:
    plain = 'locale: ja_JP\nfiles: "{folder}: {count}"\nleft: "{count}"\n'

    assert faults(in_polish(tmp_path, plain)) == []


def test_a_text_may_count_where_swedish_says_the_same_of_all(tmp_path: Path) -> None:
    forms = '{one: "{count} znak", few: "{count} znaki", many: "{count} znaków", other: "znaku"}'
    folder = in_polish(tmp_path, POLISH.replace('"{count} znaków"', forms))

    assert faults(folder) == []
    assert _written(folder, "sv").say("left", count=1) == "1 tecken kvar"


@pytest.mark.parametrize("command", [("-m", "editor", "check"), ("-m", "app")])
def test_the_check_and_the_start_tell_which_form_is_missing_and_where(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    for each in FOLDER.parent.iterdir():
        if each.is_file() or (each / "__init__.py").exists():
            (tmp_path / each.name).symlink_to(each)
    (tmp_path / "texts").unlink()
    shutil.copytree(FOLDER, tmp_path / "texts")
    english = (FOLDER / "en.yaml").read_text("utf-8")
    polish = english.replace("locale: en_SE", "locale: pl_PL")
    (tmp_path / "texts/pl.yaml").write_text(polish, "utf-8")
    ran = subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env={"BOT_DANGEROUSLY_LOCAL": "yes", "BOT_BASE": str(SMALL_BASE)},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert ran.returncode != 0
    assert re.search(r"^texts/pl\.yaml:\d+:5: gap\.counted saknar formen few,", ran.stderr, re.M)


@pytest.mark.parametrize(
    ("polish", "fault"),
    [
        (POLISH.replace("few:", "two:"), "The language doesn't count with the form two."),
        (POLISH.replace("pliki w {folder}", "pliki"), "files is missing"),
        (POLISH.replace("pl_PL", "xx_YY"), "CLDR doesn't know xx_YY."),
    ],
)
def test_forms_that_can_not_be_used_are_told(tmp_path: Path, polish: str, fault: str) -> None:
    assert any(fault in each for each in faults(in_polish(tmp_path, polish)))


def test_numbers_are_written_as_the_language_does(texts: Texts) -> None:
    swedish = texts.in_language("sv")

    assert swedish.say("register.count", count=1234) == "Antal konton: 1\N{NO-BREAK SPACE}234"
    assert swedish.number(2.5) == "2,5"
    assert swedish.percent(0.25) == "25\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_swedish_and_english_write_days_as_2026_11_30(texts: Texts, language: str) -> None:
    catalogue = texts.in_language(language)

    assert catalogue.day(date(2026, 11, 30)) == "2026-11-30"
    assert catalogue.day(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == "2026-12-01"
    assert catalogue.minute(NOVEMBER).startswith("2026-11-30")
    assert catalogue.minute(NOVEMBER).endswith(" 14:05")


def test_a_third_language_writes_days_in_its_own_way(tmp_path: Path) -> None:
    polish = _written(in_polish(tmp_path, POLISH), "pl")

    assert polish.day(date(2026, 11, 30)) == "30.11.2026"
    assert polish.minute(NOVEMBER) == "30.11.2026, 14:05"


def _written(folder: Path, language: str) -> Catalogue:
    texts = load_texts(folder)
    return next(each for each in texts.written() if each.language == language)
