"""The made-up people and places of the local chat."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from core.person import Person

LOCAL_TENANT = "b7f5c1de-0000-4000-8000-10ca1c4a7000"
PEOPLE = UUID("6d3f5a0e-7a53-4c58-9f0d-52d1c2f6b9aa")

_NAME = re.compile(r"[^\W_](?:[^\W_]|-){0,39}")
_PERSONAL = re.compile(r"a:(.+)")
_CHANNEL = re.compile(r"19:(.+)@thread\.tacv2")
_PERSON = re.compile(r"29:(.+)")


class BadName(Exception):
    """A name longer than 40, or with anything but letters, digits and hyphens."""


def checked_name(name: str) -> str:
    """Return *name* in lower case; raise `BadName`."""
    if not _NAME.fullmatch(name):
        raise BadName(name)
    return name.lower()


def aad_object_id(name: str) -> str:
    """Return the Entra object id that the person *name* has in every local chat.

    It is ``uuid5(PEOPLE, name)``, so that settings can name a local person, as a reviewer say,
    before that person has ever opened the page.
    """
    return str(uuid5(PEOPLE, checked_name(name)))


@dataclass(frozen=True, slots=True)
class ChatPerson:
    name: str

    @property
    def id(self) -> str:
        return f"29:{self.name}"

    def as_person(self) -> Person:
        """Return who it is to the bot."""
        return Person(aad_object_id(self.name), self.name.title())

    def as_account(self) -> dict[str, Any]:
        """Return the account that stands in an activity's `from`."""
        return {
            "id": self.id,
            "name": self.name.title(),
            "aadObjectId": aad_object_id(self.name),
        }

    def as_member(self) -> dict[str, Any]:
        """Return the fuller account that Teams gives when asked for a member."""
        account = self.as_account()
        return account | {"objectId": account["aadObjectId"], "tenantId": LOCAL_TENANT}


@dataclass(frozen=True, slots=True)
class ChatPlace:
    """A conversation's address: one person's own chat with the bot, or a channel."""

    name: str
    is_channel: bool

    @property
    def id(self) -> str:
        return f"19:{self.name}@thread.tacv2" if self.is_channel else f"a:{self.name}"

    def as_conversation(self) -> dict[str, Any]:
        """Return what stands in an activity's `conversation`."""
        if self.is_channel:
            kind = {"conversationType": "channel", "isGroup": True, "name": self.name}
        else:
            kind = {"conversationType": "personal"}
        return {"id": self.id, "tenantId": LOCAL_TENANT, **kind}


def person_with_id(person_id: str) -> ChatPerson:
    """Return the person of an id that we gave; raise `BadName`."""
    matched = _PERSON.fullmatch(person_id)
    if not matched:
        raise BadName(person_id)
    return ChatPerson(checked_name(matched[1]))


def place_with_id(conversation_id: str) -> ChatPlace:
    """Return the place of an id that we gave; raise `BadName`."""
    for pattern, is_channel in ((_PERSONAL, False), (_CHANNEL, True)):
        if matched := pattern.fullmatch(conversation_id):
            return ChatPlace(checked_name(matched[1]), is_channel)
    raise BadName(conversation_id)
