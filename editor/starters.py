"""The texts that a base, or another routine of one, begins with, filled in with its names."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from string import Template

from core.language import FIRST, LANGUAGES, Language

STARTER = Path(__file__).parent / "starter"
STARTER_ROUTINE = Path(__file__).parent / "starter_routine"
_STAND_IN: Language = "en"
"""Its sentences stand in a language that the starters are not written in."""


def name_key(name: str, language: Language) -> str:
    """Return what *name* is called in *language* among the facts: `owner`, `owner_en`."""
    return name if language == FIRST else f"{name}_{language}"


def facts_of(names: Mapping[str, str], today: date) -> dict[str, str]:
    """Return what the files are filled in with: each name in quotation marks, and as it is."""
    facts = {key: quoted(name) for key, name in names.items()}
    facts |= {f"{key}_plain": name for key, name in names.items()}
    return facts | {"today": today.isoformat()}


def quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def filled_in(path: Path, facts: Mapping[str, str], languages: Sequence[Language]) -> str:
    """Return the text of the starter at *path*, in *languages* alone."""
    text = path.read_text("utf-8")
    others = [each for each in languages if each not in LANGUAGES]
    text = _with_translations(others, text) if others else text
    for language in LANGUAGES:
        if language not in languages:
            text = _without(language, text)
    return Template(text).substitute(facts)


def _without(language: Language, text: str) -> str:
    """Return YAML *text* without what it says in *language*."""
    return _side_in(language).sub("", text)


def _with_translations(languages: Sequence[Language], text: str) -> str:
    """Return YAML *text* with *languages* below each side of the one that stands in for them.

    The names there are those of the language, the sentences round them are not: each phrasing
    begins with the language's tag, for no two of a base may be the same.
    """

    def with_others(side: re.Match[str]) -> str:
        margin = side[1]
        lines = [f"{margin}translations:\n"]
        for language in languages:
            said = side[0].replace(f"{margin}{_STAND_IN}:", f"{margin}{language}:", 1)
            said = re.sub(rf"(\$\w+?)_{_STAND_IN}(_plain)?\b", rf"\1_{language}\2", said)
            said = re.sub(r"(- >-\n +)", rf"\1{language}: ", said)
            lines += [f"  {line}" for line in said.splitlines(keepends=True)]
        return side[0] + "".join(lines)

    return _side_in(_STAND_IN).sub(with_others, text)


def _side_in(language: Language) -> re.Pattern[str]:
    return re.compile(rf"^( *){language}:.*\n(?:\1 .*\n)*", re.MULTILINE)
