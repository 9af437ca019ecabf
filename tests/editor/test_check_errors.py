"""Each rule that stops a base, with the YAML that breaks it and the exact place it reports."""

from pathlib import Path

import pytest

from editor.check import inspect
from tests.conftest import REAL_BASE
from tests.editor.breaking import BLOCK, FORM, PHRASING, REGISTER, TODAY, Broken, told
from tests.world.bases import alter
from yamlfile.problem import Level

ERRORS = [
    # what YAML itself can't make out
    Broken(
        BLOCK,
        "    basis: practice\n",
        "    basis: practice\n    basis: law\n",
        "yaml-repeated-key",
        5,
        5,
    ),
    Broken(BLOCK, "topic: blockera", "topic: blockera: nej", "yaml-colon", 1, 16),
    Broken(BLOCK, "topic: blockera", "topic: @blockera", "yaml-first-character", 1, 8),
    Broken(BLOCK, "topic: blockera", "topic: 'blockera", "yaml-quote", 1, 8),
    Broken(BLOCK, "\n    basis:", "\n\tbasis:", "yaml-tab", 4, 1),
    Broken(BLOCK, "[bilder-samtycke]", "[bilder-samtycke", "yaml-bracket", 8, 14),
    Broken(BLOCK, "\n    basis:", "\n   basis:", "yaml-structure", 4, 4),
    Broken(BLOCK, "topic: blockera", "topic: &a blockera", "yaml-anchor", 1, 8),
    Broken(BLOCK, "topic: blockera", "topic: !!str blockera", "yaml-tag", 1, 8),
    Broken(BLOCK, "    en:\n", "---\n    en:\n", "yaml-second-document", 22, 1),
    Broken(BLOCK, "topic: blockera", "topic: block\x07era", "yaml-character", 1, 13),
    Broken(BLOCK, "topic: blockera", "topic: |hej", "yaml-syntax", 1, 9),
    # the shape of a file
    Broken("glossary.yaml", "terms:", "term:", "not-a-list", 1, 1),
    Broken("glossary.yaml", "[insta]", "insta", "not-a-list", 7, 12),
    Broken("glossary.yaml", "[insta]", "[]", "list-too-short", 7, 12),
    Broken(BLOCK, "[bilder-samtycke]", f"[{', '.join('abcdefg')}]", "list-too-long", 8, 14),
    Broken(BLOCK, "{id: storby-handbok}", "storby-handbok", "not-a-mapping", 7, 13),
    Broken(BLOCK, "title: Får vi blockera någon?", "title:", "not-text", 10, 13),
    Broken(BLOCK, "title: Får vi blockera någon?", "title: Va", "text-too-short", 10, 14),
    Broken(BLOCK, "confirmed: false", "emergency: nej", "not-yes-or-no", 5, 16, "false"),
    Broken(BLOCK, "confirmed: false", "emergency: ja", "not-yes-or-no", 5, 16, "true"),
    Broken(BLOCK, "basis: practice", "basis: praktice", "wrong-choice", 4, 12, "practice"),
    Broken(BLOCK, "confirmed: false", "confirmd: false", "field-unknown", 5, 5, "confirmed"),
    Broken(BLOCK, "confirmed: false", "confirmed: ja", "not-confirmed", 5, 16),
    Broken(BLOCK, "    reviewed: 2026-03-04\n", "", "field-missing", 3, 5),
    Broken(BLOCK, "    en:\n", "    eng:\n", "field-unknown", 22, 5, "en"),
    Broken(BLOCK, "reviewed: 2026-03-04", "reviewed: 4 mars", "not-a-date", 6, 15),
    Broken(BLOCK, "id: blockera-person", "id: Blockera När", "not-a-name", 3, 9),
    Broken(
        "sources.yaml",
        "https://storby.example/handbok",
        "storby.example",
        "not-a-web-address",
        12,
        10,
    ),
    Broken("sources.yaml", '"2022-05"', "maj 2022", "not-a-partial-date", 11, 12),
    Broken(BLOCK, PHRASING, "        - Obs: får vi det?\n", "text-with-colon", 13, 11),
    Broken(BLOCK, "title: Får vi blockera någon?", "title: TODO skriv", "unfinished", 10, 14),
    Broken(BLOCK, "title: Får vi blockera någon?", f"title: {'x' * 91}", "text-too-long", 10, 14),
    # what must hold between files
    Broken(BLOCK, "topic: blockera", "topic: blokera", "unknown-topic", 1, 8, "blockera"),
    Broken(
        BLOCK,
        "{id: storby-handbok}",
        "{id: storby-handbook}",
        "unknown-source",
        7,
        18,
        "storby-handbok",
    ),
    Broken(
        BLOCK, "[bilder-samtycke]", "[bilder-samtyck]", "unknown-passage", 8, 15, "bilder-samtycke"
    ),
    Broken(
        "routine.yaml",
        "starta-konto-steg]",
        "starta-konto]",
        "unknown-passage",
        20,
        38,
        "starta-konto-steg",
    ),
    Broken(FORM, "[starta-konto]", "[starta-kontot]", "unknown-topic", 2, 14, "starta-konto"),
    Broken(
        FORM,
        "passage: starta-konto-steg",
        "passage: starta-konto-stege",
        "unknown-passage",
        17,
        14,
        "starta-konto-steg",
    ),
    Broken(BLOCK, "basis: practice", "basis: law", "basis-differs", 4, 12),
    Broken(
        REGISTER,
        "id: diarieforing-meddelanden",
        "id: diarieforing-kommentarer",
        "repeated-id",
        53,
        9,
    ),
    Broken(
        REGISTER,
        "title: Ska direktmeddelanden diarieföras?",
        "title: Ska kommentarer diarieföras",
        "repeated-title",
        60,
        14,
    ),
    Broken(
        REGISTER,
        "- Hur hanterar vi direktmeddelanden?",
        "- ska  KOMMENTARER in i diariet",
        "repeated-phrasing",
        68,
        11,
    ),
    Broken(
        BLOCK,
        "- Är det okej att blockera den som är otrevlig?",
        "- Blockera användare!",
        "question-is-phrasing",
        21,
        11,
    ),
    # phrasings by pattern, and the lists that they name
    Broken(BLOCK, "blockera användare", "blockera (en|två", "pattern-unclosed", 15, 11),
    Broken(BLOCK, "blockera användare", "blockera en] två", "pattern-unopened", 15, 11),
    Broken(BLOCK, "blockera användare", "blockera en | två", "pattern-bar-alone", 15, 11),
    Broken(BLOCK, "blockera användare", "blockera (en|)", "pattern-empty", 15, 11),
    Broken(BLOCK, "blockera användare", "dölja {plats}", "pattern-unknown-list", 15, 11, "plan"),
    Broken(BLOCK, "blockera användare", "dölj" + "[ en]" * 8, "pattern-too-many", 15, 11),
    Broken(BLOCK, "blockera användare", "'[dölj]'", "pattern-makes-nothing", 15, 11),
    Broken(
        REGISTER,
        "- Hur hanterar vi direktmeddelanden?",
        "- (ska|måste) kommentarer in i diariet",
        "pattern-repeats",
        68,
        11,
    ),
    Broken(
        BLOCK,
        "- blockera användare",
        "- är det (okej|fel) att blockera den som är otrevlig",
        "question-is-phrasing",
        21,
        11,
    ),
    Broken("lists.yaml", "sv: [sida", "sv: ['sid[a]'", "pattern-in-list", 2, 21),
    Broken("lists.yaml", ", en: [page, wall]", "", "language-missing", 2, 5),
    # what has no place in the base
    Broken(REGISTER, "fråga registratorn.", "fråga 19121212-1212.", "identity-number", 20, 29),
    Broken(BLOCK, "topic: blockera", "topic: blockera # 121212-1212", "identity-number", 1, 19),
]


@pytest.mark.parametrize("broken", ERRORS, ids=str)
def test_an_error_is_told_where_it_stands(copy: Path, broken: Broken) -> None:
    broken.break_it(copy)

    expected = (broken.told_in or broken.file, broken.line, broken.column, broken.suggestion)
    assert expected in told(copy, broken.code, Level.ERROR)


def test_the_real_base_is_without_errors() -> None:
    _, problems = inspect(REAL_BASE, today=TODAY)

    assert [problem for problem in problems if problem.level is Level.ERROR] == []


def test_a_text_too_long_for_a_card_is_told_with_its_length(copy: Path) -> None:
    alter(copy / BLOCK, "text: Nej", f"text: {'Nej, nej. ' * 100}Nej")
    _, problems = inspect(copy, today=TODAY)

    too_long = [fault for fault in problems if fault.code == "text-too-long"]
    assert [(fault.place.line, fault.facts["length"]) for fault in too_long] == [(11, 1116)]


@pytest.mark.parametrize(
    ("passage", "question", "code", "place"),
    [
        ("blockera-persona", "Ska någon varnas?", "unknown-passage", (2, 14, "blockera-person")),
        ("blockera-person", "Ska någon varnas?", "unknown-question", (4, 15, None)),
    ],
)
def test_a_known_miss_of_nothing_is_told(
    copy: Path, passage: str, question: str, code: str, place: tuple[int, int, str | None]
) -> None:
    (copy / "known_misses.yaml").write_text(
        f"misses:\n  - passage: {passage}\n    language: sv\n    question: {question}\n", "utf-8"
    )

    assert told(copy, code, Level.ERROR) == [("known_misses.yaml", *place)]


def test_figures_in_a_web_address_are_no_identity_number(copy: Path) -> None:
    alter(copy / "sources.yaml", "storby.example/handbok", "storby.example/121212-1212")

    assert told(copy, "identity-number", Level.ERROR) == []
