"""What an activity must look like before anybody looks inside it."""

from datetime import datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from channel.refusal import WrongShape

Item = TypeVar("Item")

LONGEST_TEXT = 100_000
"""More than Teams lets anybody write; whoever pastes too much is told so by the bot itself."""
NEEDING_AN_ID = frozenset({"message", "invoke"})


def check(data: object) -> dict[str, Any]:
    """Return *data* as the object it is, or raise `WrongShape` naming its first fault.

    Only the fields somebody reads are looked at; Teams may add others whenever it likes.
    """
    if not isinstance(data, dict):
        raise WrongShape("activity: Input should be an object")
    try:
        _Activity.model_validate(data)
    except ValidationError as invalid:
        raise WrongShape(_first_fault(invalid)) from None
    return data


def _first_fault(invalid: ValidationError) -> str:
    fault = invalid.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(step) for step in fault["loc"])
    return f"{place or 'activity'}: {fault['msg']}"


def _moment(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("moment", "Input should be an ISO 8601 date and time") from None
    return text


def _address(text: str) -> str:
    """The pattern has already refused user names, queries and whatever parsers disagree about."""
    try:
        host, _port = urlsplit(text).hostname, urlsplit(text).port
    except ValueError:
        host = None
    if not host:
        raise PydanticCustomError("address", "Input should be an http or https address")
    return text


Id = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00-\x1f\x7f]+$")]
Moment = Annotated[str, Field(max_length=64), AfterValidator(_moment)]
Address = Annotated[
    str,
    Field(max_length=500, pattern=r"^https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~%/-]*)?$"),
    AfterValidator(_address),
]
Word = Annotated[str, Field(max_length=200)]
# One fault is enough: fifty thousand of them would take a second to describe.
Several = Annotated[list[Item], Field(max_length=1000, fail_fast=True)]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", alias_generator=to_camel)


class _Account(_Part):
    id: Id
    name: str | None = None
    aad_object_id: Word | None = None
    role: Word | None = None


class _Conversation(_Part):
    id: Id
    name: str | None = None
    tenant_id: Word | None = None
    conversation_type: Word | None = None
    is_group: bool | None = None


class _Mentioned(_Part):
    id: Word | None = None
    name: str | None = None


class _Entity(_Part):
    type: Word
    mentioned: _Mentioned | None = None
    text: str | None = None
    locale: Word | None = None


class _Attachment(_Part):
    content_type: Word
    content_url: str | None = None
    name: str | None = None


class _Reaction(_Part):
    type: Word


class _Tenant(_Part):
    id: Word | None = None


class _ChannelData(_Part):
    tenant: _Tenant | None = None


class _Activity(_Part):
    type: Annotated[str, Field(min_length=1, max_length=100)]
    id: Id | None = None
    name: Word | None = None
    channel_id: Annotated[str, Field(min_length=1, max_length=100)]
    service_url: Address
    conversation: _Conversation
    sender: Annotated[_Account, Field(alias="from")]
    recipient: _Account
    timestamp: Moment | None = None
    local_timestamp: Moment | None = None
    locale: Word | None = None
    delivery_mode: Word | None = None
    reply_to_id: Id | None = None
    action: Word | None = None
    text: Annotated[str, Field(max_length=LONGEST_TEXT)] | None = None
    entities: Several[_Entity] | None = None
    attachments: Several[_Attachment] | None = None
    members_added: Several[_Account] | None = None
    members_removed: Several[_Account] | None = None
    reactions_added: Several[_Reaction] | None = None
    reactions_removed: Several[_Reaction] | None = None
    channel_data: _ChannelData | None = None

    @model_validator(mode="after")
    def _can_be_told_from_others(self) -> "_Activity":
        if self.type in NEEDING_AN_ID and not self.id:
            raise PydanticCustomError("id", "A message or invoke needs an id")
        return self
