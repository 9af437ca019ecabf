"""How every change is kept: the new version, its line in the audit log, and who is told."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast

from accounts.errors import NoSuchCase
from accounts.notices import NOBODY, Notice
from accounts.people import Person
from accounts.ports import Books
from accounts.register import Account
from accounts.request import AccountRequest

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Versioned(Protocol):
    """Whatever people are told of: each of its versions once."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...


class Case(Versioned, Protocol):
    """Whatever the log follows: a frozen dataclass that knows when it changed."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def changed_at(self) -> datetime: ...


C = TypeVar("C", bound=Case)
C_contra = TypeVar("C_contra", bound=Case, contravariant=True)


class Shelf(Protocol[C_contra]):
    """Where cases of one kind are kept."""

    def save(self, case: C_contra, /, *, seen: int) -> None: ...


def own_request(books: Books, by: Person, request_id: str) -> AccountRequest:
    """Return the person's own request; raise `NoSuchCase` where there is none of that id."""
    request = books.requests.get(request_id)
    if request is None:
        raise NoSuchCase
    request.belongs_to(by)
    return request


def keep_request(
    books: Books,
    after: AccountRequest,
    before: AccountRequest | None,
    *,
    by: Person | None,
    at: datetime | None = None,
) -> None:
    """Save the request *after* in place of *before*, and log it; a new one has no before.

    *at* says when, where that isn't when the request last changed: a reminder makes none younger.
    """
    keep(books, books.requests, "request", after, before, state=after.status, by=by, at=at)


def keep_account(
    books: Books,
    after: Account,
    before: Account | None,
    *,
    by: Person | None,
    at: datetime | None = None,
) -> None:
    """Save the account *after* in place of *before*, and log it; a new one has no before."""
    keep(books, books.register, "account", after, before, state=after.standing, by=by, at=at)


def keep(
    books: Books,
    shelf: Shelf[C],
    what: str,
    after: C,
    before: C | None,
    *,
    state: str,
    by: Person | None,
    at: datetime | None = None,
) -> None:
    """Save *after* in place of *before* on its *shelf*, and log it; a new one has no before.

    *what* names the kind of case in the log, *state* what it has come to.
    """
    if before is not None:
        shelf.save(after, seen=before.version)
    books.audit.append(
        at=at or after.changed_at,
        what=what,
        subject=after.id,
        by=by.id if by else None,
        state=state,
        content=fingerprint(after),
    )


def tell(
    books: Books,
    case: Versioned,
    kind: str,
    *recipients: str,
    facts: Mapping[str, str] | None = None,
) -> None:
    """Owe each of *recipients* a message of this *kind* on the case as it now is."""
    for recipient in recipients:
        if recipient.startswith(NOBODY):
            continue
        key = f"{case.id}/{case.version}/{kind}/{recipient}"
        books.outbox.put(Notice(key, kind, recipient, case.id, facts or {}))


def fingerprint(case: "DataclassInstance") -> str:
    """Return a hash of everything in *case*; its nonce keeps the content from being guessed."""
    text = json.dumps(asdict(case), default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, frozenset):
        return sorted(cast(frozenset[str], value))
    raise TypeError(type(value).__name__)
