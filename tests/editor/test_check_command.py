"""What `python -m editor check` prints and how it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from editor.__main__ import main
from tests.world.bases import alter

BLOCK = "passages/blockera.yaml"


def check(base: Path, *arguments: str) -> int:
    return main(["check", "--quick", "--today", "2026-11-25", "--base", str(base), *arguments])


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], copy: Path):
    """What was printed, its paths as they are within the base."""
    return lambda: capsys.readouterr().out.replace(f"{copy}{os.sep}", "").splitlines()


def test_a_sound_base_ends_well_in_spite_of_warnings(copy: Path, lines) -> None:
    assert check(copy) == 0
    assert lines() == [
        "sources.yaml:18:9: varning: Källan lagen har varken datum eller webbadress, "
        "så ingen kan slå upp den.",
        "Kunskapsbasen är felfri. Texter: 7. Ämnen: 6. Varningar: 1.",
    ]


def test_strict_lets_a_warning_fail(copy: Path) -> None:
    assert check(copy, "--strict") == 1


def test_every_problem_is_told_at_once_and_errors_fail(copy: Path, lines) -> None:
    alter(copy / BLOCK, "confirmed: false", "emergency: nej")
    alter(copy / "passages/gallring.yaml", "reviewed: 2026-03-04", "reviewed: 2020-03-04")

    assert check(copy) == 1
    assert lines() == [
        f"{BLOCK}:5:16: emergency ska vara true eller false. Menade du false?",
        "passages/gallring.yaml:6:15: varning: Texten skulle ha setts över senast 2021-03-04.",
        "sources.yaml:18:9: varning: Källan lagen har varken datum eller webbadress, "
        "så ingen kan slå upp den.",
        "Fel: 1. Varningar: 2.",
    ]


def test_the_problems_can_be_told_in_english(copy: Path, lines) -> None:
    alter(copy / BLOCK, "confirmed: false", "emergency: nej")
    check(copy, "--lang", "en")

    assert lines()[0] == f"{BLOCK}:5:16: emergency should be true or false. Did you mean false?"


def test_an_unknown_word_is_a_remark_that_github_gets_too(copy: Path, lines) -> None:
    alter(copy / BLOCK, "text: Nej", "text: Rutinenn. Nej")

    assert check(copy, "--format", "github") == 0
    assert (
        f'::warning file={BLOCK},line=11,col=13::Ordet "Rutinenn" finns inte i ordlistan. '
        "Är det rätt stavat: skriv in det i words.yaml. Menade du Rutinen"
    ) in "\n".join(lines())


def test_a_language_without_a_dictionary_is_told_once(copy: Path, lines) -> None:
    routine = copy / "routine.yaml"
    routine.write_text(routine.read_text("utf-8") + "languages: [sv, en, fi]\n", "utf-8")
    check(copy)

    assert lines()[-1] == "Stavningen kontrolleras inte på finska: det finns ingen ordlista."


def test_github_gets_marks_with_its_signs_escaped(copy: Path, lines) -> None:
    (copy / BLOCK).rename(copy / "passages" / "100%,b.yaml")
    alter(copy / "passages" / "100%,b.yaml", "confirmed: false", "emergency: nej")
    alter(copy / "passages/gallring.yaml", "reviewed: 2026-03-04", "reviewed: 2026-99%")
    check(copy, "--format", "github")
    first, second, third, *_ = lines()

    assert first == (
        "::error file=passages/100%25%2Cb.yaml,line=5,col=16::"
        "emergency ska vara true eller false. Menade du false?"
    )
    assert second.startswith("::error file=passages/gallring.yaml,line=6,col=15::reviewed ska ")
    assert third.startswith("::warning file=sources.yaml,line=18,col=9::Källan lagen ")


def test_the_index_is_asked_too_unless_it_is_quick(copy: Path, tmp_path: Path, lines) -> None:
    alter(copy / BLOCK, "- Är det okej att blockera den som är otrevlig?", "- När kommer lönen?")
    cache = str(tmp_path / "cache")
    main(["check", "--today", "2026-11-25", "--base", str(copy), "--cache", cache])

    assert f"{BLOCK}:21:9: varning: Ingen av provfrågorna hittar hit." in "\n".join(lines())


def test_a_quick_check_loads_neither_search_nor_server_nor_database() -> None:
    """They take several times as long to load as the check takes."""
    run = (
        "import sys; from editor.__main__ import main; main(['check', '--quick']); "
        "print(*sorted({'numpy', 'sklearn', 'aiohttp', 'asyncio', 'sqlalchemy', 'cards'}"
        " & sys.modules.keys()), file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)

    assert done.stderr.split() == []


def test_the_worker_that_builds_and_compares_loads_no_database() -> None:
    loading = "import sys, editor.workshop.worker; print('sqlalchemy' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", loading], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "False"
