"""Begin a base for another routine, or add a routine to a base, with the choices explained."""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from string import Template

from core.language import FIRST, LANGUAGES, Language
from editor.added_routine import RoutineIdTaken, add_routine, is_routine_id
from editor.command import Command, Failed, tell
from editor.saving import NotSaved
from editor.schema import FOLDER as SCHEMAS
from editor.schema import line_for, written
from editor.yaml_splice import NotEditable
from knowledge.source.files import kind_of
from knowledge.source.loader import load
from texts.catalogue import Catalogue

STARTER = Path(__file__).parent / "starter"
STARTER_ROUTINE = Path(__file__).parent / "starter_routine"
ASKED = ("name", "owner", "municipality")
ASKED_IN_ENGLISH = ("name_en", "owner_en")
ASKED_OF_ONE_MORE = ("name", "owner", "definite_name", "matter")
"""What is asked of a routine beside others, which must be told apart; and each in English."""


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
        OSError: it can't be written; nothing of it is left then.
    """
    require_empty(folder)
    begun = _begun(names, languages, today)
    texts = {**begun, **{f"{SCHEMAS}/{name}": schema for name, schema in schemas.items()}}
    made: list[Path] = [] if folder.exists() else [folder]
    try:
        for name, text in texts.items():
            path = folder / name
            if not path.parent.exists() and path.parent != folder:
                made.append(path.parent)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:  # never over what came meanwhile
                made.append(path)
                file.write(text)
    except OSError:
        _remove(reversed(made))
        raise
    return list(begun)


def require_empty(folder: Path) -> None:
    """Raise `FileExistsError` where something stands in *folder*, or in its place."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)


def _begun(names: Mapping[str, str], languages: Sequence[Language], today: date) -> dict[str, str]:
    """Return the text of each file of the base."""
    facts = _facts(names, today) | {"languages": f"[{', '.join(languages)}]"}
    begun: dict[str, str] = {}
    for path in sorted(STARTER.rglob("*.yaml")):
        name = path.relative_to(STARTER).as_posix()
        text, kind = _filled_in(path, facts, languages), kind_of(name)
        begun[name] = f"{line_for(kind)}\n{text}" if kind else text
    return begun


def _remove(paths: Iterable[Path]) -> None:
    """Remove what was made, as far as it can be: files, and folders that hold nothing else."""
    for path in paths:
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


def _facts(names: Mapping[str, str], today: date) -> dict[str, str]:
    """Return what the files are filled in with: each name in quotation marks, and as it is."""
    facts = {key: json.dumps(name, ensure_ascii=False) for key, name in names.items()}
    facts |= {f"{key}_plain": name for key, name in names.items()}
    return facts | {"today": today.isoformat()}


def _filled_in(path: Path, facts: Mapping[str, str], languages: Sequence[Language]) -> str:
    text = Template(path.read_text("utf-8")).substitute(facts)
    for language in LANGUAGES:
        if language not in languages:
            text = _without(language, text)
    return text


def _without(language: Language, text: str) -> str:
    """Return YAML *text* without what it says in *language*."""
    return re.sub(rf"^( *){language}:.*\n(?:\1 .*\n)*", "", text, flags=re.MULTILINE)


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("folder", type=Path, help=texts.say("editor.help.begin_folder"))
    parser.add_argument("--routine", metavar="ID", help=texts.say("editor.help.begin_routine"))
    of_one_more = (*ASKED_OF_ONE_MORE, *(f"{key}_en" for key in ASKED_OF_ONE_MORE))
    for key in dict.fromkeys((*ASKED, *ASKED_IN_ENGLISH, *of_one_more)):
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


def _in_english(
    names: Mapping[str, str],
    keys: Sequence[str],
    languages: Sequence[Language],
    options: argparse.Namespace,
    texts: Catalogue,
) -> dict[str, str]:
    """Return what *keys* were told or are asked in English; as in Swedish where that is all."""
    found: dict[str, str] = {}
    for key in keys:
        swedish, told = names[key.removesuffix("_en")], getattr(options, key)
        found[key] = _asked(key, told, texts, swedish) if "en" in languages else swedish
    return found


def _add(options: argparse.Namespace, texts: Catalogue) -> int:
    """Add the routine that the options tell of to the base in their folder."""
    folder, routine = Path(options.folder), str(options.routine)
    if not is_routine_id(routine):
        raise Failed(texts.say("editor.begin.wrong_id", id=routine))
    base = load(folder)
    names = {key: _asked(key, getattr(options, key), texts) for key in ASKED_OF_ONE_MORE}
    keys = [f"{key}_en" for key in ASKED_OF_ONE_MORE]
    names |= _in_english(names, keys, base.languages, options, texts)
    names |= {"id": routine, "municipality": base.routine.sv.municipality}
    facts = _facts(names, date.today())  # noqa: DTZ011 the editor's own day is meant
    begun = {
        path.name: _filled_in(path, facts, base.languages)
        for path in STARTER_ROUTINE.glob("*.yaml")
    }
    try:
        added = add_routine(folder, base, routine, begun)
    except RoutineIdTaken:
        raise Failed(texts.say("editor.begin.taken", id=routine)) from None
    except (NotSaved, NotEditable, OSError):
        raise Failed(texts.say("editor.begin.not_added", folder=folder)) from None
    tell([texts.say("editor.begin.added", files=", ".join(added), folder=folder)])
    return 0


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    if options.routine is not None:
        return _add(options, texts)
    folder: Path = options.folder
    try:
        require_empty(folder)
        names, languages = _answers(options, texts)
        today = date.today()  # noqa: DTZ011 the editor's own day is meant
        begun = begin_base(folder, names, languages, written(texts), today=today)
    except FileExistsError:
        raise Failed(texts.say("editor.begin.not_empty", folder=folder)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise Failed(texts.say("editor.begin.unwritable", folder=folder, reason=reason)) from None
    tell([texts.say("editor.begin.begun", count=len(begun), folder=folder)])
    return 0


def _answers(
    options: argparse.Namespace, texts: Catalogue
) -> tuple[dict[str, str], Sequence[Language]]:
    names = {key: _asked(key, getattr(options, key), texts) for key in ASKED}
    languages = _languages(options.languages, texts)
    return names | _in_english(names, ASKED_IN_ENGLISH, languages, options, texts), languages


COMMAND = Command(_run, _arguments)
