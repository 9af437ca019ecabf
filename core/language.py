"""The languages the bot speaks."""

from typing import Literal, TypeAlias

Language: TypeAlias = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
