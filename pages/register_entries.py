"""The register as the public may see it: which accounts, which facts of them, and in what order."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from urllib.parse import quote, urlencode

from accounts.account import Account, AccountStatus
from accounts.addresses import is_web_address
from accounts.form import CONTACT, PLATFORM, PURPOSE, UNIT
from accounts.values import Field, FieldKind, fault_in
from core.entered_text import normalized_line, plain
from core.language import FIRST, Language, of_locale
from knowledge.account_form import AccountForm

LONGEST_SEARCH = 100
"""Characters of a search that are read; the rest is ignored."""
UNITS, PLATFORMS = "unit", "platform"
"""What the page may be grouped by."""

_MAIL = Field(CONTACT, FieldKind.EMAIL)
PHONE = re.compile(r"\+?\d[\d ()/–-]{4,25}\d")
"""A phone number as people write it."""
_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y"})


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What the public may know of an account: nobody's name, no history."""

    id: str
    name: str
    platform: str
    """The value, for programs; `platform_name` is for people."""
    platform_name: str
    unit: str
    purpose: str
    contact: str
    address: str
    standing: AccountStatus
    registered_at: datetime
    closed_at: datetime | None = None

    @property
    def link(self) -> str | None:
        """The address, where a browser can open it."""
        return self.address if is_web_address(self.address) else None

    @property
    def short_address(self) -> str:
        """The address as it is shown, without what goes without saying."""
        return re.sub(r"^https?://(www\.)?", "", self.address).rstrip("/")

    @property
    def contact_link(self) -> str | None:
        """What following the contact leads to: a letter, a call or a page; None where none."""
        if not fault_in(_MAIL, self.contact):
            return f"mailto:{quote(self.contact, safe='@')}"
        if PHONE.fullmatch(self.contact):
            return f"tel:{re.sub(r'[^0-9+]', '', self.contact)}"
        return self.contact if is_web_address(self.contact) else None


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """Entries under one heading."""

    title: str
    entries: tuple[RegisterEntry, ...]


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """What a reader asks of the register page."""

    language: Language = FIRST
    platform: str = ""
    text: str = ""
    grouping: str = UNITS

    @classmethod
    def read(cls, query: Mapping[str, str], languages: Sequence[Language]) -> "RegisterQuery":
        """Return what a query string asks for; what it holds beside that is ignored."""
        return cls(
            language=of_locale(query.get("lang"), languages),
            platform=query.get("platform", ""),
            text=normalized_line(query.get("q", "")[:LONGEST_SEARCH]),
            grouping=PLATFORMS if query.get("group") == PLATFORMS else UNITS,
        )

    def among(self, platforms: Container[str]) -> "RegisterQuery":
        """Return this with a platform that isn't one of *platforms* ignored."""
        return self if self.platform in platforms else replace(self, platform="")

    @property
    def language_alone(self) -> str:
        """The query string that asks for the language and nothing else."""
        return RegisterQuery(self.language).query_string(self.language)

    @property
    def is_filter(self) -> bool:
        return bool(self.platform or self.text)

    def query_string(self, language: Language) -> str:
        """Return the query string that asks for the same in *language*."""
        asked = {
            "lang": language if language != FIRST else "",
            "platform": self.platform,
            "q": self.text,
            "group": self.grouping if self.grouping != UNITS else "",
        }
        said = urlencode({name: value for name, value in asked.items() if value})
        return f"?{said}" if said else ""


def entries(
    accounts: Iterable[Account], form: AccountForm, language: Language
) -> tuple[RegisterEntry, ...]:
    """Return what the public may see, by unit, platform and name.

    A fact that the form calls not public is left empty; name, platform and address never are.
    """
    return _in_order(_entry(each, form, language) for each in accounts if each.is_public)


def closed_entries(
    accounts: Iterable[Account], form: AccountForm, language: Language
) -> tuple[RegisterEntry, ...]:
    """Return what the public saw until it was closed, in the same order."""
    return _in_order(
        replace(_entry(each, form, language), closed_at=each.changed_at)
        for each in accounts
        if each.closed_from in (AccountStatus.LIVE, AccountStatus.PAUSED)
    )


def _in_order(shown: Iterable[RegisterEntry]) -> tuple[RegisterEntry, ...]:
    return tuple(
        sorted(shown, key=lambda each: _order(each.unit, each.platform_name, each.name, each.id))
    )


def updated_at(accounts: Iterable[Account]) -> datetime | None:
    """Return when one of the accounts was last changed."""
    return max((each.changed_at for each in accounts), default=None)


def platforms_of(shown: Iterable[RegisterEntry]) -> dict[str, str]:
    """Return the platforms in use with their names, in the names' order."""
    names = {each.platform: each.platform_name for each in shown}
    return dict(sorted(names.items(), key=lambda pair: _order(pair[1])))


def matching(shown: Iterable[RegisterEntry], query: RegisterQuery) -> tuple[RegisterEntry, ...]:
    """Return the entries on the platform asked for that hold every word asked for."""
    sought = plain(query.text).split()
    return tuple(
        each
        for each in shown
        if query.platform in ("", each.platform) and all(word in _text_of(each) for word in sought)
    )


def grouped(shown: Iterable[RegisterEntry], grouping: str) -> tuple[EntryGroup, ...]:
    """Return the entries under the names of their units, or of their platforms."""

    def title(entry: RegisterEntry) -> str:
        return entry.platform_name if grouping == PLATFORMS else entry.unit

    in_order = sorted(shown, key=lambda each: _order(title(each)))
    return tuple(EntryGroup(name, tuple(each)) for name, each in groupby(in_order, title))


def _entry(account: Account, form: AccountForm, language: Language) -> RegisterEntry:
    def words(field_id: str, value: str) -> str:
        field = form.fields.get(field_id)
        return form.answer_text(field_id, value, language) if not field or field.public else ""

    return RegisterEntry(
        id=account.id,
        name=account.name,
        platform=account.platform,
        platform_name=account.platform_name
        or form.answer_text(PLATFORM, account.platform, language),
        unit=words(UNIT, form.rules.unit_id(account.unit)),
        purpose=words(PURPOSE, account.purpose),
        contact=words(CONTACT, account.contact),
        address=account.address,
        standing=account.standing,
        registered_at=account.registered_at,
    )


def _text_of(entry: RegisterEntry) -> str:
    facts = (entry.name, entry.platform_name, entry.unit, entry.purpose, entry.address)
    return plain("\n".join(facts))


def _order(*texts: str) -> tuple[str, ...]:
    """Swedish order, å, ä and ö last, in both languages: the names are Swedish."""
    return (*(text.casefold().translate(_AFTER_Z) for text in texts), *texts)
