"""How every change is kept: the new version, its line in the audit log, and who is told."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast

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
    if before is not None:
        books.requests.save(after, seen=before.version)
    books.audit.append(
        at=at or after.changed_at,
        what="request",
        subject=after.id,
        by=by.id if by else None,
        state=after.status,
        content=fingerprint(after),
    )


def keep_account(books: Books, after: Account, before: Account | None, *, by: Person) -> None:
    """Save the account *after* in place of *before*, and log it; a new one has no before."""
    if before is not None:
        books.register.save(after, seen=before.version)
    books.audit.append(
        at=after.changed_at,
        what="account",
        subject=after.id,
        by=by.id,
        state=after.standing,
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
