"""Begin a base for another routine, or add a routine to a base, with the choices explained."""

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from core.language import FIRST, LANGUAGES, Language
from editor.added_routine import NAMES, REACHED_BY, NewRoutine, add_routine, is_routine_id
from editor.command import Command, Failed, tell
from editor.rearranging import IdTaken
from editor.saving import NotSaved
from editor.schema import FOLDER as SCHEMAS
from editor.schema import line_for, written
from editor.starters import STARTER, facts_of, filled_in, name_key
from editor.yaml_splice import NotEditable
from knowledge.source.files import kind_of
from knowledge.source.loader import load
from texts.catalogue import Catalogue

ASKED = ("name", "owner", "municipality")
ASKED_IN_EACH = ("name", "owner")
"""Of those, what has a name in each language."""


def begin_base(
    folder: Path,
    names: Mapping[str, str],
    languages: Sequence[Language],
    schemas: Mapping[str, str],
    *,
    today: date,
) -> list[str]:
    """Write a base to *folder*, in *languages*, and return the names of its files.

    *names* holds what the routine, its owner and the municipality are called, by `ASKED`; and
    those of `ASKED_IN_EACH` in the other languages, by `name_key`.

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
    facts = facts_of(names, today) | {"languages": f"[{', '.join(languages)}]"}
    begun: dict[str, str] = {}
    for path in sorted(STARTER.rglob("*.yaml")):
        name = path.relative_to(STARTER).as_posix()
        text, kind = filled_in(path, facts, languages), kind_of(name)
        begun[name] = f"{line_for(kind)}\n{text}" if kind else text
    return begun


def _remove(paths: Iterable[Path]) -> None:
    """Remove what was made, as far as it can be: files, and folders that hold nothing else."""
    for path in paths:
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("folder", type=Path, help=texts.say("editor.help.begin_folder"))
    parser.add_argument("--routine", metavar="ID", help=texts.say("editor.help.begin_routine"))
    for name in dict.fromkeys((*ASKED, *NAMES, *REACHED_BY)):
        parser.add_argument(_option(name), default=None, help=_question(name, FIRST, texts))
    for language in LANGUAGES[1:]:
        for name in NAMES:
            told = _question(name, language, texts)
            parser.add_argument(_option(name_key(name, language)), default=None, help=told)
    parser.add_argument(
        "--languages",
        nargs="+",
        choices=LANGUAGES,
        default=None,
        help=texts.say("editor.begin.languages"),
    )


def _option(key: str) -> str:
    return f"--{key.replace('_', '-')}"


def _question(name: str, language: Language, texts: Catalogue) -> str:
    question = texts.say(f"editor.begin.{name}")
    if language == FIRST:
        return question
    spoken = texts.language_name(language)
    return texts.say("editor.begin.in_language", question=question, language=spoken)


def _asked(
    name: str,
    told: str | None,
    texts: Catalogue,
    otherwise: str = "",
    language: Language = FIRST,
) -> str:
    """Return what was *told* for *name*, or what whoever sits at the terminal answers."""
    if told is None and sys.stdin.isatty():
        told = input(f"{_question(name, language, texts)} ")
    answer = (told or "").strip() or otherwise
    if not answer:
        raise Failed(texts.say("editor.begin.missing", option=_option(name)))
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


def _in_others(
    first: Mapping[str, str],
    languages: Iterable[Language],
    options: argparse.Namespace,
    texts: Catalogue,
) -> dict[Language, dict[str, str]]:
    """Return what the names *first* are told or asked to be in each of *languages* but Swedish."""

    def asked(name: str, language: Language) -> str:
        told = getattr(options, name_key(name, language), None)
        return _asked(name, told, texts, first[name], language)

    others = [each for each in languages if each != FIRST]
    return {each: {name: asked(name, each) for name in first} for each in others}


def _add(options: argparse.Namespace, texts: Catalogue) -> int:
    """Add the routine that the options tell of to the base in their folder."""
    folder, routine = Path(options.folder), str(options.routine)
    if not is_routine_id(routine):
        raise Failed(texts.say("editor.begin.wrong_id", id=routine))
    base = load(folder)
    first = {name: _asked(name, getattr(options, name), texts) for name in NAMES}
    names = {FIRST: first, **_in_others(first, base.languages, options, texts)}
    reached = {name: told for name in REACHED_BY if (told := getattr(options, name))}
    new = NewRoutine(routine, names, reached)
    try:
        today = date.today()  # noqa: DTZ011 the editor's own day is meant
        added = add_routine(folder, base, new, today=today)
    except IdTaken:
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
    names = {name: _asked(name, getattr(options, name), texts) for name in ASKED}
    languages = _languages(options.languages, texts)
    first = {name: names[name] for name in ASKED_IN_EACH}
    for language, said in _in_others(first, languages, options, texts).items():
        names |= {name_key(name, language): words for name, words in said.items()}
    return names, languages


COMMAND = Command(_run, _arguments)
