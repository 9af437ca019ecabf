"""JSON Schemas of the base's files, made from the code, for completion and marks as one writes."""

import argparse
import json
from pathlib import Path
from typing import Any

import orjson

from editor.command import Command, tell
from knowledge.source.files import FILE_KINDS, FileKind
from knowledge.source.shapes import adapter
from texts.catalogue import Catalogue, load_editor_texts

FOLDER = ".schema"
_REFERENCES = "#/definitions/{model}"


def schema_of(kind: FileKind[Any], texts: Catalogue) -> dict[str, Any]:
    """Return the JSON Schema of files of *kind*, with what each field is for in words."""
    made = adapter(kind.shape).json_schema(ref_template=_REFERENCES)
    definitions: dict[str, Any] = made.pop("$defs", {})
    shape = kind.shape.__name__
    for name, definition in (*definitions.items(), (shape, made)):
        _describe(definition, f"schema.{name}", texts)
    whole = made
    if kind.entries:
        definitions[shape] = made
        whole = _of_entries(kind, made)
        _describe(whole, f"schema.{kind.name}", texts)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **whole,
        "definitions": dict(sorted(definitions.items())),
    }


def line_for(kind: FileKind[Any]) -> str:
    """Return the line that stands first in a file of *kind*: where its schema is."""
    up = "../" * kind.pattern.count("/")
    return f"# yaml-language-server: $schema={up}{FOLDER}/{kind.name}.json"


def with_schema_line(text: str, kind: FileKind[Any], folder: Path) -> str:
    """Return *text*, a new file of *kind*, with its schema named first if *folder* has schemas."""
    return f"{line_for(kind)}\n{text}" if (folder / FOLDER).is_dir() else text


def _of_entries(kind: FileKind[Any], entry: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a file that lists entries; what they share moves to its top."""
    properties: dict[str, Any] = {}
    if kind.shared:
        properties[kind.shared] = entry["properties"].pop(kind.shared)
        entry["required"].remove(kind.shared)
    reference = {"$ref": _REFERENCES.format(model=kind.shape.__name__)}
    properties[kind.entries or ""] = {"type": "array", "items": reference}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _describe(definition: dict[str, Any], key: str, texts: Catalogue) -> None:
    """Say what a definition and its fields are for; their titles only repeat their names."""
    definition.pop("title", None)
    definition["description"] = texts.say(f"{key}.itself")
    for name, field in definition.get("properties", {}).items():
        field.pop("title", None)
        is_everywhere = name == "translations"
        field["description"] = texts.say(f"schema.{name}" if is_everywhere else f"{key}.{name}")


def written(texts: Catalogue) -> dict[str, str]:
    """Return the content of each schema file, by its name."""
    return {
        f"{kind.name}.json": json.dumps(schema_of(kind, texts), ensure_ascii=False, indent=2) + "\n"
        for kind in FILE_KINDS
    }


def schemas_in(folder: Path) -> dict[str, object]:
    """Return each kind of file's schema, as `python -m editor schema` wrote it; none, no matter."""
    found: dict[str, object] = {}
    for path in sorted((folder / FOLDER).glob("*.json")):
        try:
            found[path.stem] = orjson.loads(path.read_bytes())
        except (OSError, orjson.JSONDecodeError):
            continue
    return found


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("--check", action="store_true", help=texts.say("editor.help.schema_check"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    """Write the schemas, always with Swedish descriptions: that is the editors' language."""
    folder: Path = options.base / FOLDER
    schemas = written(load_editor_texts().in_language("sv"))
    found = {path.name: path.read_text("utf-8") for path in folder.glob("*.json")}
    if options.check:
        differing = sorted(
            name for name in schemas.keys() | found.keys() if schemas.get(name) != found.get(name)
        )
        tell(texts.say("editor.schema.differs", name=name) for name in differing)
        return 1 if differing else 0
    folder.mkdir(exist_ok=True)
    for name in found.keys() - schemas.keys():
        (folder / name).unlink()
    for name, content in schemas.items():
        (folder / name).write_text(content, "utf-8")
    tell([texts.say("editor.schema.written", count=len(schemas), folder=folder)])
    return 0


COMMAND = Command(_run, _arguments)
