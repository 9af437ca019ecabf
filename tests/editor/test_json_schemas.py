"""The schemas say what the code does, in Swedish, and the editors' files point to them."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from editor.__main__ import main
from editor.schema import FOLDER, line_for, schema_of
from knowledge.source.files import FILE_KINDS, MORE_ROUTINES, PASSAGES, FileKind, read_content
from tests.conftest import REAL_BASE
from texts.catalogue import Catalogue, load_editor_texts, load_texts

KINDS = pytest.mark.parametrize("kind", FILE_KINDS, ids=lambda kind: kind.name)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A base with its schemas."""
    shutil.copytree(REAL_BASE / FOLDER, tmp_path / FOLDER)
    return tmp_path


def properties(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every field that a schema knows of, wherever it stands."""
    if isinstance(node, dict):
        fields = node.get("properties", {})
        yield from fields.items()
        for value in (*fields.values(), *node.get("definitions", {}).values()):
            yield from properties(value)


@KINDS
def test_every_field_is_described(kind: FileKind[Any], swedish: Catalogue) -> None:
    fields = list(properties(schema_of(kind, swedish)))

    assert fields
    assert [name for name, field in fields if not field.get("description")] == []


@KINDS
def test_unknown_fields_are_refused(kind: FileKind[Any], swedish: Catalogue) -> None:
    schema = schema_of(kind, swedish)
    shapes = [schema, *schema["definitions"].values()]

    assert all(
        shape["additionalProperties"] is False for shape in shapes if shape["type"] == "object"
    )


def test_the_schema_has_the_limits_of_the_code(swedish: Catalogue) -> None:
    passage = schema_of(PASSAGES, swedish)["definitions"]

    assert passage["PassageText"]["properties"]["text"]["maxLength"] == 1000
    assert passage["Passage"]["properties"]["id"]["pattern"] == "^[a-z0-9]+(-[a-z0-9]+)*$"
    assert passage["Basis"]["enum"] == ["routine", "law", "guidance", "practice", "bot"]


def test_what_the_entries_share_stands_at_the_top_alone(swedish: Catalogue) -> None:
    schema = schema_of(PASSAGES, swedish)

    assert schema["required"] == ["topic", "passages"]
    assert "topic" not in schema["definitions"]["Passage"]["properties"]
    assert "topic" not in schema["definitions"]["Passage"]["required"]


def test_no_description_is_left_over(swedish: Catalogue) -> None:
    asked = Asked(swedish)
    for kind in FILE_KINDS:
        schema_of(kind, asked)

    assert {key for key in swedish.sentences if key.startswith("schema.")} == asked.keys


class Asked(Catalogue):
    """Notes which sentences are asked for."""

    def __init__(self, texts: Catalogue) -> None:
        super().__init__(texts.language, texts.sentences)
        self.keys = set[str]()

    def say(self, key: str, /, **facts: object) -> str:
        self.keys.add(key)
        return super().say(key, **facts)


def test_the_editors_sentences_hide_none_of_the_bots() -> None:
    swedish = load_texts().in_language("sv")
    both = load_editor_texts().in_language("sv")

    assert {key: both.sentences[key] for key in swedish.sentences} == swedish.sentences


@KINDS
def test_every_file_of_the_base_names_its_schema(kind: FileKind[Any]) -> None:
    paths = [REAL_BASE / name for name in kind.names(read_content(REAL_BASE).files)]

    assert paths or kind is MORE_ROUTINES
    for path in paths:
        first, _, _ = path.read_text("utf-8").partition("\n")
        assert first == line_for(kind)
        assert (path.parent / first.rpartition("=")[2]).is_file()


def test_the_schemas_in_the_base_are_what_the_code_gives() -> None:
    assert main(["schema", "--check"]) == 0


def test_a_schema_that_the_code_does_not_give_is_told(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = base / FOLDER / "topics.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"type": "array"}), "utf-8")
    (base / FOLDER / "old.json").write_text("{}", "utf-8")

    assert main(["schema", "--check", "--base", str(base)]) == 1
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        "old.json",
        "topics.json",
    ]


def test_writing_the_schemas_makes_them_right(base: Path) -> None:
    (base / FOLDER / "topics.json").unlink()
    (base / FOLDER / "old.json").write_text("{}", "utf-8")
    main(["schema", "--base", str(base)])

    assert main(["schema", "--check", "--base", str(base)]) == 0
