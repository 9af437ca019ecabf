"""A language that nobody has written here before: English words with a tail."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from core.language import LANGUAGES, Language
from editor.begin import ASKED, begin_base
from texts.catalogue import FOLDER

MADE_UP = "eo"
"""Babel knows how it writes its lists and dates."""


def made_up(words: str, tail: str = "zu") -> str:
    """Return *words* in the language; what is filled in stays."""
    return " ".join(word if set(word) & set("{}<>:") else f"{word}{tail}" for word in words.split())


def translated(value: Any, change: Callable[[str], str], *kept: str) -> Any:
    if isinstance(value, dict):
        return {
            key: inner if key in kept else translated(inner, change, *kept)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [translated(each, change, *kept) for each in value]
    return change(value) if isinstance(value, str) else value


def a_base(folder: Path, *languages: Language) -> Path:
    """Begin a base in *folder*; what it says in others than ours is English with a tail."""
    names: dict[str, str] = dict.fromkeys((*ASKED, "name_en", "owner_en"), "Rutinen")
    others = [each for each in languages if each not in LANGUAGES]
    ours = LANGUAGES if others else languages
    begin_base(folder, names, ours, {}, today=date(2026, 11, 25))
    for path in folder.rglob("*.yaml") if others else ():
        entry = _spoken(yaml.safe_load(path.read_text("utf-8")), others)
        if path.name == "routine.yaml":
            entry["languages"] = list(languages)
        path.write_text(yaml.safe_dump(entry, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


def _spoken(value: Any, others: list[Language]) -> Any:
    """Return an entry of a base with *others* beside its English."""
    if isinstance(value, list):
        return [_spoken(each, others) for each in value]
    if not isinstance(value, dict):
        return value
    said = {key: _spoken(inner, others) for key, inner in value.items()}
    if "en" in said and "sv" in said:
        said["translations"] = {
            each: translated(said["en"], partial(made_up, tail=tail))
            for each, tail in zip(others, ("zu", "qi", "xo"), strict=False)
        }
    return said


def with_texts(folder: Path) -> Path:
    """Return *folder* with our texts and the editors', each with a file of the language."""
    for part in ("", "editor"):
        ours, theirs = FOLDER / part, folder / part
        theirs.mkdir(parents=True, exist_ok=True)
        for path in ours.glob("*.yaml"):
            (theirs / path.name).write_bytes(path.read_bytes())
        english = yaml.load((ours / "en.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
        third = yaml.safe_dump(_third(english), sort_keys=False)
        (theirs / f"{MADE_UP}.yaml").write_text(third, "utf-8")
    return folder


def _third(english: dict[str, Any]) -> dict[str, Any]:
    third = translated(english, made_up)
    if "locale" in english:
        third |= {"names": english["names"], "locale": MADE_UP}
        third["command"] = translated(english["command"], lambda said: said.replace(", ", "zu, "))
    return third
