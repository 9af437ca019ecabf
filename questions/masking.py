"""Masking personal data in what people write."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

_ORDINARY = re.compile(r"[A-Za-zÅÄÖÉÜåäöéü\s.,;:!?'\"”\u2019…()/&%\u2013-]*")

_INVISIBLE = {"Cf", "Mn", "Me", "Cc", "Cs"}
"""Joiners, soft hyphens, accents on their own, rings around digits, control characters."""
_SPACES = {"Zs", "Zl", "Zp"}
_MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in plain characters, and where in the original each of them comes from."""

    text: str
    origins: list[int]
    """One for each character, and the original's length at the end."""

    def place(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return where in the original a span of this text is."""
        start, end = span
        # What can't be seen goes with the character before it.
        return self.origins[start], self.origins[end]


def is_ordinary(text: str) -> bool:
    """Whether it holds only letters and punctuation of everyday Swedish: no digits, no @."""
    return _ORDINARY.fullmatch(text) is not None


def fold(text: str) -> Folded:
    """Return *text* with each space, dash and digit in its plain form, several spaces as one."""
    characters, origins = list[str](), list[int]()
    for place, character in enumerate(text):
        plain = _plain(character)
        if plain and not (plain == " " and characters and characters[-1] == " "):
            characters.append(plain)
            origins.append(place)
    return Folded("".join(characters), [*origins, len(text)])


@lru_cache(maxsize=1024)
def _plain(character: str) -> str:
    """Return the plain character that this one looks like, or nothing."""
    if " " < character < "\x7f":
        return character
    category = unicodedata.category(character)
    if category in _SPACES or character.isspace():
        return " "
    if category in _INVISIBLE:
        return ""
    if category == "Pd" or character == _MINUS:
        return "-"
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 else character


class PersonalData(StrEnum):
    """A kind of personal data that is masked."""

    IDENTITY_NUMBER = "identity_number"
    PHONE_NUMBER = "phone_number"
    E_MAIL = "e_mail"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and the kinds that were in it."""

    text: str
    kinds: frozenset[PersonalData]


MARKERS = {
    PersonalData.IDENTITY_NUMBER: "[personnummer]",
    PersonalData.PHONE_NUMBER: "[telefonnummer]",
    PersonalData.E_MAIL: "[e-post]",
}

_Span = tuple[int, int]

_TAKEN = "["
"""Stands where something is masked already; like a marker, it is part of no number or address."""

_LOCAL = r"[\w.+%&'*!#$=-]"
_E_MAIL = re.compile(rf"(?<!{_LOCAL}){_LOCAL}+(?:@| @ )[\w-]+(?:\.[\w-]+)+")

_BETWEEN = r"[ \-./_]{0,3}"
_DATE = rf"\d{_BETWEEN}\d{_BETWEEN}[01]{_BETWEEN}\d{_BETWEEN}\d{_BETWEEN}\d"
_BIRTH_AND_NUMBER = rf"{_DATE}[ \-+./_]{{0,3}}\d {{0,2}}\d {{0,2}}\d {{0,2}}\d(?!\d)"
_CENTURY = rf"(?:1{_BETWEEN}[89]|2{_BETWEEN}0){_BETWEEN}"
# Looking ahead lets candidates overlap: the first that fits isn't always an identity number.
_IDENTITY_NUMBERS = (
    re.compile(rf"(?<!\d)(?=({_CENTURY}{_BIRTH_AND_NUMBER}))"),
    re.compile(rf"(?<!\d)(?=({_BIRTH_AND_NUMBER}))"),
)
_UNMISTAKABLE = re.compile(r"(?:\d\d)?\d{6}[-+]\d{4}")
_COORDINATION_DAY = 60
"""Added to the day of birth in a samordningsnummer."""

_DIGITS_OF_A_PHONE_NUMBER = re.compile(r"\d(?:[ ().\-/_]{0,4}\d){6}")
_NOT_IN_A_PHONE_NUMBER = re.compile(r"[^\d+ ().\-/]")
_HOUR = r"(?:[01]?\d|2[0-4])\.[0-5]\d"
_OPENING_HOURS = re.compile(rf"(?<![\d+.-]){_HOUR} ?- ?{_HOUR}(?![\d.-])")


@dataclass(frozen=True, slots=True)
class Found:
    """Where in a text some personal data stands."""

    start: int
    end: int
    kind: PersonalData


def mask(text: str) -> Masked:
    """Return *text* with a marker in place of each identity number, phone number and e-mail.

    Spaces, dashes and characters that can't be seen hide nothing, nor do digits of other shapes.
    An identity number with a wrong last digit is masked where its shape says what it was to be.
    """
    found = find(text)
    return Masked(_marked(text, found), frozenset(one.kind for one in found))


def find(text: str) -> list[Found]:
    """Return the personal data in *text*, in order."""
    if is_ordinary(text):
        return []
    folded = fold(text)
    found = list[Found]()
    searched = folded.text
    for kind, search in _SEARCHES:
        spans = _joined(search(searched))
        found += (Found(*folded.place(span), kind) for span in spans)
        searched = _without(searched, spans)
    return sorted(found, key=lambda one: one.start)


def holds_identity_number(text: str) -> bool:
    """Whether somebody's identity number stands in *text*."""
    return PersonalData.IDENTITY_NUMBER in mask(text).kinds


def unmarked(texts: Sequence[str]) -> list[str]:
    """Return the texts that held no personal data: a marker is nobody's way of asking."""
    return [text for text in texts if not any(mark in text for mark in MARKERS.values())]


def _e_mails(text: str) -> Iterator[_Span]:
    return (match.span() for match in _E_MAIL.finditer(text)) if "@" in text else iter(())


def _identity_numbers(text: str) -> Iterator[_Span]:
    for pattern in _IDENTITY_NUMBERS:
        for match in pattern.finditer(text):
            if _is_identity_number(match[1]):
                yield match.span(1)


def _is_identity_number(written: str) -> bool:
    from stdnum import luhn

    digits = re.sub(r"\D", "", written)
    if not _is_date(digits[:-4]):
        return False
    return luhn.is_valid(digits[-10:]) or bool(_UNMISTAKABLE.fullmatch(written))


def _is_date(digits: str) -> bool:
    """Whether it is a day of some century, perhaps with a coordination number's sixty added."""
    year, month, day = int(digits[:-4]), int(digits[-4:-2]), int(digits[-2:])
    try:
        date(year if year > 99 else 2000 + year, month, day % _COORDINATION_DAY)
    except ValueError:
        return False
    return True


def _phone_numbers(text: str) -> Iterator[_Span]:
    if not _DIGITS_OF_A_PHONE_NUMBER.search(text):
        return
    # Loaded here, for few questions hold so many digits, and it takes a while.
    from phonenumbers import PhoneNumberMatcher

    bare = _OPENING_HOURS.sub(lambda hours: ";" * len(hours[0]), text.replace("_", " "))
    bare = _NOT_IN_A_PHONE_NUMBER.sub(";", bare)
    for match in PhoneNumberMatcher(bare, "SE"):
        yield match.start, match.end


_SEARCHES = (
    (PersonalData.E_MAIL, _e_mails),
    (PersonalData.IDENTITY_NUMBER, _identity_numbers),
    (PersonalData.PHONE_NUMBER, _phone_numbers),
)


def _joined(spans: Iterator[_Span]) -> list[_Span]:
    """The spans in order, those that overlap as one."""
    joined = list[_Span]()
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _without(text: str, spans: list[_Span]) -> str:
    """The text with the spans filled, so that what is left keeps its place."""
    for start, end in spans:
        text = text[:start] + _TAKEN * (end - start) + text[end:]
    return text


def _marked(text: str, found: list[Found]) -> str:
    for one in reversed(found):
        text = text[: one.start] + MARKERS[one.kind] + text[one.end :]
    return text
