"""The languages the bot speaks."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

Language: TypeAlias = str
"""A language by its tag, as the files of texts/ are named: "sv"."""
TAG = r"^[a-z]{2,3}$"
"""What the tags that a base may have look like."""
FIRST: Language = "sv"
"""The language that every base has, and in which records are kept."""
LANGUAGES: tuple[Language, ...] = (FIRST, "en")
"""Those with a field of their own in the files of a base; others stand below `translations`."""


def of_locale(locale: str | None, languages: Sequence[Language]) -> Language:
    """Return the language of a client's locale, such as `en-GB`, or else the first of ours."""
    asked = primary_language(locale)
    return asked if asked in languages else languages[0]


@lru_cache(maxsize=256)
def primary_language(locale: str | None) -> Language:
    """Return the language that *locale* begins with; Swedish where it names none."""
    found = re.match(r"[a-z]{2,3}(?![a-z])", (locale or "").lower())
    return found[0] if found else FIRST
