"""Masking personal data in what people write."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from questions.folding import fold, is_ordinary
from questions.names import names_in


class PersonalData(StrEnum):
    """A kind of personal data that is masked."""

    IDENTITY_NUMBER = "identity_number"
    PHONE_NUMBER = "phone_number"
    E_MAIL = "e_mail"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and the kinds that were in it."""

    text: str
    kinds: frozenset[PersonalData]
    to_warn_of: frozenset[PersonalData]
    """A name warns only where the text also tells something of that person's life."""


MARKERS = {
    PersonalData.IDENTITY_NUMBER: "[personnummer]",
    PersonalData.PHONE_NUMBER: "[telefonnummer]",
    PersonalData.E_MAIL: "[e-post]",
    PersonalData.NAME: "[namn]",
}

_Span = tuple[int, int]

_TAKEN = "["
"""Stands where something is masked already; like a marker, it is part of no number or address."""

_LOCAL = r"[\w.+%&'*!#$=-]"
_E_MAIL = re.compile(rf"(?<!{_LOCAL}){_LOCAL}+(?:@| @ )[\w-]+(?:\.[\w-]+)+")
_AT = r" ?(?:[(\[{<] ?(?:at|a|@|snabel-?a) ?[)\]}>]| snabel-?a ) ?"
_DOT = r"(?: ?[(\[{<] ?(?:dot|punkt|prick|\.) ?[)\]}>] ?| (?:dot|punkt|prick) |\.)"
_SPELLED_DOT = r"(?: ?[(\[{<] ?(?:dot|punkt|prick|\.) ?[)\]}>] ?| (?:dot|punkt|prick) )"
_SPELLED_E_MAIL = re.compile(
    rf"(?<!{_LOCAL})(?P<local>{_LOCAL}{{1,64}}(?:{_SPELLED_DOT}{_LOCAL}{{1,64}})?)"
    rf"(?:{_AT}[\w-]{{1,64}}(?:{_DOT}[\w-]{{2,64}})+"
    rf"|(?: ?@ ?| at )[\w-]{{1,64}}(?:\.[\w-]{{2,64}})*(?:{_SPELLED_DOT}[\w-]{{2,64}})+)",
    re.IGNORECASE,
)
"""An address written so that no machine finds it: "namn (at) kommunen punkt se"."""
_SPELLED_AT = re.compile(r"[(\[{<] ?(?:at|a|@|snabel-?a) ?[)\]}>]|snabel-?a|punkt|dot|prick", re.I)

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
_RESERVE_NUMBER = re.compile(
    r"(?<![^\W_])(?P<date>(?:\d\d)?\d{6})(?: ?[-+] ?| (?=[^\W\d_]\d{3}))?"
    r"(?=\d{0,2}[A-Za-zÅÄÖåäö])(?=(?:[A-Za-zÅÄÖåäö]{0,2}\d){2})[^\W_]{4}(?![^\W_])"
)
"""Given to whoever has no identity number, or none that is known: letters among the last four."""
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
    """Return *text* with a marker in place of each number, address and probable name of a person.

    Spaces, dashes and characters that can't be seen hide nothing, nor do digits of other shapes.
    An identity number with a wrong last digit is masked where its shape says what it was to be.
    """
    found = find(text)
    kinds = frozenset(one.kind for one in found)
    folded = fold(_marked(text, found))
    names = names_in(folded.text)
    if not names:
        return Masked(_marked(text, found), kinds, kinds)
    placed = [Found(*folded.place((name.start, name.end)), PersonalData.NAME) for name in names]
    with_names = kinds | {PersonalData.NAME}
    is_sensitive = any(name.is_sensitive for name in names)
    masked = _marked(_marked(text, found), placed)
    return Masked(masked, with_names, with_names if is_sensitive else kinds)


def find(text: str) -> list[Found]:
    """Return the numbers and addresses in *text*, in order."""
    if is_ordinary(text) and not _SPELLED_AT.search(text):
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
    return any(found.kind is PersonalData.IDENTITY_NUMBER for found in find(text))


def without_markers(text: str) -> str:
    """Return *text* to look up: what is masked says nothing of what is asked."""
    for marker in MARKERS.values():
        text = text.replace(marker, "")
    return text


def unmarked(texts: Sequence[str]) -> list[str]:
    """Return the texts that held no personal data: a marker is nobody's way of asking."""
    return [text for text in texts if not any(mark in text for mark in MARKERS.values())]


def _e_mails(text: str) -> Iterator[_Span]:
    if "@" in text:
        yield from (match.span() for match in _E_MAIL.finditer(text))
    if _SPELLED_AT.search(text):
        yield from (match.span() for match in _SPELLED_E_MAIL.finditer(text))


def _identity_numbers(text: str) -> Iterator[_Span]:
    for pattern in _IDENTITY_NUMBERS:
        for match in pattern.finditer(text):
            if _is_identity_number(match[1]):
                yield match.span(1)
    for match in _RESERVE_NUMBER.finditer(text):
        if _is_date(match["date"]):
            yield match.span()


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
