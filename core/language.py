"""The languages the bot speaks."""

from typing import TypeAlias

Language: TypeAlias = str
"""A language by its tag, as the files of texts/ are named: "sv"."""
LANGUAGES: tuple[Language, ...] = ("sv", "en")
