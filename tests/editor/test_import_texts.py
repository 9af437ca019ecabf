"""`python -m editor import`: a spreadsheet of questions and answers becomes drafts of texts."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from editor.__main__ import main
from editor.import_texts import NoQuestions, answers_in
from knowledge.source.loader import load
from spreadsheet.table import csv_of, read_table, xlsx_of
from tests.world.bases import finished
from yamlfile.document import read

WRITE = "Skriv det i bloggen och spara en kopia av inlägget."
LEND = "Nej, utrustningen får inte lånas hem av någon."

FAQ_PLUS = [
    ["Question", "Answer", "Source", "Metadata", "QnaId"],
    ["Var skriver vi nyheter om vattenläckan?", WRITE, "Editorial", "", "1"],
    ["Vilken plats har vattennyheterna?", WRITE, "Editorial", "", "1"],
    ["Får kameran lånas hem?", f"<p>{LEND}</p><p>Fråga chefen.</p>", "Editorial", "", "2"],
]


def run(base: Path, file: Path, *more: str) -> int:
    return main(["import", str(file), "bilder", *more, "--base", str(base)])


def topic(base: Path) -> Path:
    return base / "passages" / "bilder.yaml"


@pytest.mark.parametrize("kind", ["faq.csv", "faq.xlsx", "faq.tsv", "faq.txt"])
def test_each_answer_becomes_one_draft_with_all_its_questions(
    copy: Path, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / kind
    if kind.endswith("xlsx"):
        file.write_bytes(xlsx_of(FAQ_PLUS, title="faq"))
    elif kind.endswith("csv"):
        file.write_bytes(csv_of(FAQ_PLUS))
    else:
        lines = "\n".join("\t".join(row) for row in FAQ_PLUS)
        file.write_text(lines, "utf-16" if kind.endswith("txt") else "utf-8")
    before = set(load(copy).passages)

    assert run(copy, file, "--write") == 0

    topic(copy).write_text(finished(finished(topic(copy).read_text("utf-8"))), "utf-8")
    written = [text for each, text in load(copy).passages.items() if each not in before]
    assert [(each.sv.title, each.sv.text.strip()) for each in written] == [
        ("Var skriver vi nyheter om vattenläckan?", WRITE),
        ("Får kameran lånas hem?", f"{LEND}\nFråga chefen."),
    ]
    assert written[0].sv.must_answer == ("Vilken plats har vattennyheterna?",)


def test_nothing_is_written_until_it_is_asked_for(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "faq.csv"
    file.write_bytes(csv_of(FAQ_PLUS))
    before = {path: path.read_bytes() for path in copy.rglob("*.yaml")}

    assert run(copy, file) == 0
    assert "2 utkast skulle skrivas in" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in copy.rglob("*.yaml")} == before


def test_every_row_that_makes_no_text_is_told_and_the_others_are_written(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = load(copy).passages["blockera-person"].sv.asked_as[0]
    rows = [
        ["Fråga", "Svar"],
        ["Får kameran lånas hem?", LEND],
        ["Får kameran lånas hem?", "Ja, om chefen har sagt ja till det."],
        ["Vem har nyckeln?", ""],
        ["", LEND],
        ["Hur lång är texten?", "lång " * 300],
        [known, "Blockera den som stör, men bara ibland."],
        ["", ""],
    ]
    file = tmp_path / "faq.csv"
    file.write_bytes(csv_of(rows))

    assert run(copy, file, "--write") == 1

    told = capsys.readouterr().out.splitlines()
    assert [line[:5] for line in told] == ["Rad 3", "Rad 4", "Rad 5", "Rad 6", "Rad 7", "1 utk"]
    assert "rad 2" in told[0]
    assert "blockera-person" in told[4]
    assert topic(copy).read_text("utf-8").count("Får kameran lånas hem?") == 2


def test_a_table_pasted_as_text_needs_no_header() -> None:
    pasted = f"Får kameran lånas hem?\t{LEND}\nVem lånar?|Vem får låna?\tAlla som har en tjänst.\n"

    answers, unusable = answers_in([*read_table(pasted.encode(), is_csv=True)])

    assert [each.questions for each in answers] == [
        ["Får kameran lånas hem?"],
        ["Vem lånar?", "Vem får låna?"],
    ]
    assert unusable == []


@pytest.mark.parametrize("table", [[], [["Namn", "Telefon", "E-post"], ["a", "b", "c"]]])
def test_a_table_without_questions_and_answers_is_none(table: list[list[str]]) -> None:
    with pytest.raises(NoQuestions):
        answers_in(table)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\0\0", "namn;ort;tel".encode("utf-16")])
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_what_is_no_table_is_refused_in_a_sentence(
    copy: Path, tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)

    assert run(copy, tmp_path / name, "--write") == 1
    assert name in capsys.readouterr().err


def test_drafts_and_the_document_are_in_a_language_of_the_base(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, page = tmp_path / "faq.csv", tmp_path / "bas.html"
    file.write_bytes(csv_of(FAQ_PLUS))

    assert run(copy, file, "--language", "fi") == 1
    assert "fi. Den har: sv, en." in capsys.readouterr().err
    assert main(["document", str(page), "--languages", "sv", "fi", "--base", str(copy)]) == 1
    assert not page.exists()

    write_in(copy, "fi")
    assert run(copy, file, "--language", "fi", "--write") == 0
    topic(copy).write_text(finished(finished(topic(copy).read_text("utf-8"))), "utf-8")
    written = load(copy).passages["bilder-var-skriver-vi-nyheter"]
    assert written.text_in("fi").title == "Var skriver vi nyheter om vattenläckan?"
    assert main(["document", str(page), "--languages", "fi", "--base", str(copy)]) == 0
    assert 'lang="fi"' in page.read_text("utf-8")


def write_in(base: Path, language: str) -> None:
    """Say in *language* what the base says in English."""
    for path in base.rglob("*.yaml"):
        whole = also_in(language, read(path, path.read_bytes()).data)
        if path.name == "routine.yaml":
            whole["languages"] = ["sv", "en", language]
        path.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False), "utf-8")


def also_in(language: str, value: Any) -> Any:
    if isinstance(value, list):
        return [also_in(language, each) for each in value]
    if not isinstance(value, dict):
        return value
    said = {key: also_in(language, inner) for key, inner in value.items()}
    return said | ({"translations": {language: marked(said["en"])}} if "en" in said else {})


def marked(value: Any) -> Any:
    """Return *value* in other words, since no two phrasings may be the same."""
    if isinstance(value, list):
        return [marked(each) for each in value]
    if isinstance(value, dict):
        return {key: marked(inner) for key, inner in value.items()}
    return f"{value.strip()} så"
