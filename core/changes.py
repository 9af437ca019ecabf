"""How every change is stored: the new version, its line in the audit log, and who is told."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast

from core.outbox import NOBODY, Notice
from core.person import Person
from core.ports import UnitOfWork

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


class Repository(Protocol[C_contra]):
    """Where cases of one kind are kept."""

    def save(self, case: C_contra, /, *, seen: int) -> None: ...


def save(
    uow: UnitOfWork,
    shelf: Repository[C],
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
    uow.audit.append(
        at=at or after.changed_at,
        what=what,
        subject=after.id,
        by=by.id if by else None,
        state=state,
        content=fingerprint(after),
    )


def tell(
    uow: UnitOfWork,
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
        uow.outbox.put(Notice(key, kind, recipient, case.id, facts or {}))


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
