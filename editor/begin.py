"""Begin a base for another routine: a folder that passes the check, with its choices explained."""

import argparse
import json
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from string import Template

from core.language import FIRST, LANGUAGES, Language
from editor.command import Command, Failed, tell
from editor.schema import FOLDER as SCHEMAS
from editor.schema import line_for, written
from knowledge.source.files import kind_of
from texts.catalogue import Catalogue

STARTER = Path(__file__).parent / "starter"
ASKED = ("name", "owner", "municipality")
ASKED_IN_ENGLISH = ("name_en", "owner_en")


def begin_base(
    folder: Path,
    names: Mapping[str, str],
    languages: Sequence[Language],
    schemas: Mapping[str, str],
    *,
    today: date,
) -> list[str]:
    """Write a base to *folder*, in *languages*, and return the names of its files.

    *names* holds what the routine, its owner and the municipality are called, by `ASKED` and
    `ASKED_IN_ENGLISH`.

    Raises:
        FileExistsError: where something stands there already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    facts = {key: json.dumps(name, ensure_ascii=False) for key, name in names.items()}
    facts |= {f"{key}_plain": name for key, name in names.items()}
    facts |= {"today": today.isoformat(), "languages": f"[{', '.join(languages)}]"}
    begun = [path.relative_to(STARTER).as_posix() for path in sorted(STARTER.rglob("*.yaml"))]
    for name in begun:
        kind = kind_of(name)
        text = Template((STARTER / name).read_text("utf-8")).substitute(facts)
        for language in LANGUAGES:
            if language not in languages:
                text = _without(language, text)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{line_for(kind)}\n{text}" if kind else text, "utf-8")
    (folder / SCHEMAS).mkdir()
    for name, schema in schemas.items():
        (folder / SCHEMAS / name).write_text(schema, "utf-8")
    return begun


def _without(language: Language, text: str) -> str:
    """Return YAML *text* without what it says in *language*."""
    return re.sub(rf"^( *){language}:.*\n(?:\1 .*\n)*", "", text, flags=re.MULTILINE)


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("folder", type=Path, help=texts.say("editor.help.begin_folder"))
    for key in (*ASKED, *ASKED_IN_ENGLISH):
        told = texts.say(f"editor.begin.{key}")
        parser.add_argument(f"--{key.replace('_', '-')}", default=None, help=told)
    parser.add_argument(
        "--languages",
        nargs="+",
        choices=LANGUAGES,
        default=None,
        help=texts.say("editor.begin.languages"),
    )


def _asked(key: str, told: str | None, texts: Catalogue, otherwise: str = "") -> str:
    """Return what was *told* for *key*, or what whoever sits at the terminal answers."""
    if told is None and sys.stdin.isatty():
        told = input(f"{texts.say(f'editor.begin.{key}')} ")
    answer = (told or "").strip() or otherwise
    if not answer:
        raise Failed(texts.say("editor.begin.missing", option=f"--{key.replace('_', '-')}"))
    if set(answer) & set("{}\n"):
        raise Failed(texts.say("editor.begin.braces", name=answer))
    return answer


def _languages(told: Sequence[str] | None, texts: Catalogue) -> list[Language]:
    if told is None:
        told = _asked("languages", None, texts, " ".join(LANGUAGES)).replace(",", " ").split()
    unknown = [each for each in told if each not in LANGUAGES]
    if unknown:
        raise Failed(texts.say("editor.begin.unknown_language", language=unknown[0]))
    return [FIRST, *(each for each in LANGUAGES if each in told and each != FIRST)]


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failed(texts.say("editor.begin.not_empty", folder=folder))
    names = {key: _asked(key, getattr(options, key), texts) for key in ASKED}
    languages = _languages(options.languages, texts)
    for key in ASKED_IN_ENGLISH:
        swedish, told = names[key.removesuffix("_en")], getattr(options, key)
        names[key] = _asked(key, told, texts, swedish) if "en" in languages else swedish
    today = date.today()  # noqa: DTZ011 the editor's own day is meant
    try:
        begun = begin_base(folder, names, languages, written(texts), today=today)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        reason = error.strerror or str(error)
        raise Failed(texts.say("editor.begin.unwritable", folder=folder, reason=reason)) from None
    tell([texts.say("editor.begin.begun", count=len(begun), folder=folder)])
    return 0


COMMAND = Command("begin", _run, _arguments)
