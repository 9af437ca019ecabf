"""A language that nobody has written here before: English words with a tail."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from texts.catalogue import FOLDER

MADE_UP = "eo"
"""Babel knows how it writes its lists and dates."""


def made_up(words: str) -> str:
    """Return *words* in the language; what is filled in stays."""
    return " ".join(word if set(word) & set("{}<>:") else f"{word}zu" for word in words.split())


def translated(value: Any, change: Callable[[str], str], *kept: str) -> Any:
    if isinstance(value, dict):
        return {
            key: inner if key in kept else translated(inner, change, *kept)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [translated(each, change, *kept) for each in value]
    return change(value) if isinstance(value, str) else value


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
