"""How a language writes lists, numbers, days and moments, by its CLDR locale."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Literal, cast

from babel import Locale
from babel.dates import format_skeleton, get_datetime_format
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from core.clock import SWEDEN, swedish_day


@lru_cache(maxsize=2_000)
def _decimal(value: float, pattern: str | None, locale: Locale) -> str:
    """Small numbers stand on nearly every card, and each takes a twentieth of a millisecond."""
    return format_decimal(value, pattern, locale)


@lru_cache(maxsize=2_000)
def _day(value: date, locale: Locale) -> str:
    """The register has one in each row."""
    return format_skeleton("yMd", value, locale=locale)


class LocaleFormats:
    """What a catalogue of sentences writes beside them."""

    sentences: Mapping[str, str]

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(self.sentences["locale"])

    def language_name(self, language: str) -> str:
        """Return what a language is called, as in "på svenska"; its tag where CLDR has no name."""
        names = cast(Mapping[str, str], self.locale.languages)
        return names.get(language, language)

    def joined(self, words: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
        """Return *words* as "a, b and c"; with the style "or", as "a, b or c"."""
        return format_list(words, style, self.locale)

    def written(self, value: object) -> object:
        """Return a number, day or moment as people read it; anything else as it is."""
        match value:
            case bool():
                return value
            case int() | float():
                return self.number(value)
            case datetime():
                return self.minute(value)
            case date():
                return self.day(value)
            case _:
                return value

    def number(self, value: float, pattern: str | None = None) -> str:
        """Return a number as in "1 000,5"; *pattern* as in CLDR, "0.00" for two decimals."""
        return _decimal(value, pattern, self.locale)

    def percent(self, share: float) -> str:
        """Return a share of 1 as in "25 %"."""
        return format_percent(share, locale=self.locale)

    def day(self, value: date) -> str:
        """Return the day, or the day of a moment in Sweden, as in 2026-11-25."""
        value = swedish_day(value) if isinstance(value, datetime) else value
        return _day(value, self.locale)

    def minute(self, moment: datetime) -> str:
        """Return the day and time in Sweden, as in 2026-11-25 14:05."""
        time = format_skeleton("Hm", moment, SWEDEN, locale=self.locale)
        both = str(get_datetime_format("short", self.locale))
        return both.replace("{0}", time).replace("{1}", self.day(moment))
