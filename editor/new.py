"""Begin a passage: every field, what it is for, and TODO where words are missing."""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from editor.command import Command, Failed, tell
from editor.coverage import require_topic
from editor.saving import EditorsFolder, NotSaved
from editor.schema import with_schema_line
from editor.workshop.app import PORT, address, serve
from editor.yaml_edit import Edit, add_passage
from editor.yaml_splice import NotEditable
from knowledge.drafting import draft_passage
from knowledge.source.files import PASSAGES
from knowledge.source.loader import base_of, read_folder
from readings.passage_review import REVIEW_AFTER
from texts.catalogue import Catalogue
from yamlfile.document import read
from yamlfile.problem import Faulty


def begin_passage(folder: Path, topic: str, texts: Catalogue, *, today: date) -> tuple[str, Edit]:
    """Write a passage to be filled in last in the topic's file; return the file and the edit.

    Raises:
        Faulty: where the base can't be read or has no such topic.
        NotEditable: where the topic's file isn't one that a passage can be added to.
        NotSaved: where the file may not stand there, or has changed meanwhile.
    """
    reading = read_folder(folder)
    base = base_of(reading)
    if base is None:
        raise Faulty(list(reading.problems))
    require_topic(base, folder, topic)
    draft = draft_passage(base, (), "sv", topic=topic, today=today)
    text = "\n".join(_commented(draft.text, texts, today)) + "\n"
    own, name = EditorsFolder(folder), f"passages/{topic}.yaml"
    seen = own.content(name)
    edit = add_passage((seen or b"").decode(), with_schema_line(text, PASSAGES, folder))
    own.save(name, edit.text.encode(), seen=seen)
    return name, edit


def _commented(draft: str, texts: Catalogue, today: date) -> Iterator[str]:
    """Yield the draft's lines, each field below what the schema says of it."""
    named = {place.line: where for where, place in read(Path(), draft.encode()).keys.items()}
    for number, line in enumerate(draft.splitlines(), start=1):
        margin = line[: len(line) - len(line.lstrip())]
        match named.get(number):
            case ("topic",):
                line = line.partition("  #")[0]
            case ("passages", 0, "sv"):
                yield from _optional(margin, texts, today)
                yield f"{margin}# {texts.say('schema.Passage.sv')}"
            case ("passages", 0, str(field)):
                yield f"{margin}# {texts.say(f'schema.Passage.{field}')}"
            case ("passages", 0, str(inside), str(field)):
                shape = "SourceReference" if inside == "source" else "PassageText"
                if field == "text":
                    yield f"{margin}# {texts.say('schema.PassageText.short')}"
                    yield f"{margin}# short: ..."
                yield f"{margin}# {texts.say(f'schema.{shape}.{field}')}"
            case _:
                pass
        yield line


def _optional(margin: str, texts: Catalogue, today: date) -> Iterator[str]:
    """Yield the fields that may be left out, each as a comment."""
    for field, example in (
        ("review_by", (today + REVIEW_AFTER).isoformat()),
        ("owner", "..."),
        ("see_also", "[{id: ...}]"),
        ("related", "[...]"),
        ("contacts", "[...]"),
        ("warn", "secrecy"),
        ("emergency", "true"),
    ):
        yield f"{margin}# {texts.say(f'schema.Passage.{field}')}"
        yield f"{margin}# {field}: {example}"


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("topic", help=texts.say("editor.help.new_topic"))
    parser.add_argument("--edit", action="store_true", help=texts.say("editor.help.new_edit"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    today = date.today()  # noqa: DTZ011 the editor's own day is meant
    try:
        name, edit = begin_passage(options.base, options.topic, texts, today=today)
    except NotSaved as refused:
        raise Failed(texts.say(f"editor.new.{refused.code}", name=refused.name)) from None
    except (NotEditable, UnicodeDecodeError):
        raise Failed(texts.say("editor.new.not_editable", topic=options.topic)) from None
    place = f"{name}:{edit.line}"
    facts = {"file": name, "line": edit.line, "address": address(PORT, place)}
    if options.edit:
        tell([texts.say("editor.new.begun", **facts)])
        return serve(options.base, options.cache, options.database, texts, place=place)
    tell([texts.say("editor.new.begun_go_on", **facts)])
    return 0


COMMAND = Command(_run, _arguments)
