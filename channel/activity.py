"""An activity from Teams, read and checked once.

What must be right is who it is from, where answers go and how large it is: a fault there refuses
the activity. Of everything else a part that can't be read is dropped, and the rest is taken.
"""

import hashlib
import re
from functools import lru_cache
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError, PydanticOmit

from channel.refusal import WrongShape

Item = TypeVar("Item")

LONGEST_TEXT = 100_000
"""More than Teams lets anybody write; whoever pastes too much is told so by the bot itself."""
MOST_ITEMS = 1000
"""Items of a list that are looked at."""
CHANGES = frozenset({"messageUpdate", "messageDelete"})
NEEDING_AN_ID = frozenset({"message", "invoke"}) | CHANGES

UNREADABLE = "\ufffd"
"""What stands where a sign was that Unicode doesn't know."""

_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})"
    rb"|.)",
    re.DOTALL,
)


@lru_cache(maxsize=256)
def _address(text: str) -> str:
    """The pattern has already refused user names, queries and whatever parsers disagree about."""
    try:
        host, _port = urlsplit(text).hostname, urlsplit(text).port
    except ValueError:
        host = None
    if not host:
        raise PydanticCustomError("address", "Input should be an http or https address")
    return text


def _or_none(value: object, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError:
        return None


def _or_omitted(value: object, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError:
        raise PydanticOmit from None


def _known_kind(value: object) -> str | None:
    """What can't be read is not taken for a private conversation, as one without a kind is."""
    return value if value is None or (isinstance(value, str) and len(value) <= 200) else ""


Id = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00-\x1f\x7f\ufffd]+$")]
Kind = Annotated[str, Field(min_length=1, max_length=100)]
Word = Annotated[str, Field(max_length=200)]
Address = Annotated[
    str,
    Field(max_length=500, pattern=r"^https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~%/-]*)?$"),
    AfterValidator(_address),
]
Readable = Annotated[Item | None, WrapValidator(_or_none)]
"""None where it can't be read."""
Several = Annotated[
    list[Annotated[Item, WrapValidator(_or_omitted)]],
    BeforeValidator(lambda value: value[:MOST_ITEMS] if isinstance(value, list) else []),
]
"""The items that can be read."""
NO_ITEMS: Any = ()
"""Where there are no items: a list would be copied for each activity."""


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", alias_generator=to_camel)


class InboundAccount(_Part):
    id: Id
    name: Readable[str] = None
    aad_object_id: Readable[Word] = None
    role: Readable[Word] = None


class _Conversation(_Part):
    id: Id
    name: Readable[str] = None
    tenant_id: Word | None = None
    conversation_type: Annotated[str | None, BeforeValidator(_known_kind)] = None
    is_group: Readable[bool] = None


class Mentioned(_Part):
    id: Readable[Word] = None
    name: Readable[str] = None


class _Entity(_Part):
    type: Word
    mentioned: Readable[Mentioned] = None
    text: Readable[str] = None


class InboundAttachment(_Part):
    content_type: Word
    content: Readable[str] = None
    """Of the message's own formatting, the HTML; what a file or a card holds is not read."""


class _Tenant(_Part):
    id: Word | None = None


class _ChannelData(_Part):
    tenant: _Tenant | None = None


class InboundActivity(_Part):
    """The fields that somebody reads; Teams may add others whenever it likes."""

    type: Kind
    id: Id | None = None
    name: Readable[Word] = None
    channel_id: Kind
    service_url: Address
    conversation: _Conversation
    sender: Annotated[InboundAccount, Field(alias="from")]
    recipient: Readable[InboundAccount] = None
    timestamp: Readable[Word] = None
    locale: Readable[Word] = None
    delivery_mode: Readable[Word] = None
    reply_to_id: Readable[Id] = None
    action: Readable[Word] = None
    text: Annotated[
        Annotated[str, Field(max_length=LONGEST_TEXT)] | None,
        BeforeValidator(lambda value: value if isinstance(value, str) else None),
    ] = None
    value: Any = None
    entities: Several[_Entity] = NO_ITEMS
    attachments: Several[InboundAttachment] = NO_ITEMS
    members_added: Several[InboundAccount] = NO_ITEMS
    channel_data: Annotated[
        _ChannelData | None,
        BeforeValidator(lambda value: value if isinstance(value, dict) else None),
    ] = None

    @model_validator(mode="after")
    def _can_be_told_from_others(self) -> "InboundActivity":
        if self.type in NEEDING_AN_ID and not self.id:
            raise PydanticCustomError("id", "A message or invoke needs an id")
        return self

    @property
    def edit(self) -> str:
        """Name the change of a message that it tells of; "" where it tells of none."""
        if self.type not in CHANGES:
            return ""
        said = f"{self.type}\0{self.timestamp}\0{self.text}"
        return hashlib.blake2b(said.encode(errors="replace"), digest_size=16).hexdigest()

    @property
    def tenants(self) -> frozenset[str]:
        """Every tenant it says to be from, in lower case."""
        tenant = self.channel_data.tenant if self.channel_data else None
        named = (self.conversation.tenant_id, tenant.id if tenant else None)
        return frozenset(name.lower() for name in named if name)


def read_activity(body: bytes) -> InboundActivity:
    """Return the activity in *body*, or raise `WrongShape` naming its first fault."""
    data = _parsed(body)
    if not isinstance(data, dict):
        raise WrongShape("activity: Input should be an object")
    try:
        return InboundActivity.model_validate(data)
    except ValidationError as invalid:
        raise WrongShape(_first_fault(invalid)) from None


def _parsed(body: bytes) -> object:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    try:
        return orjson.loads(_ESCAPE.sub(_replace_lone, body))
    except orjson.JSONDecodeError:
        raise WrongShape("body is not JSON in UTF-8") from None


def _replace_lone(escape: re.Match[bytes]) -> bytes:
    """Half an emoji is something JSON can spell but Unicode doesn't know."""
    return rb"\ufffd" if escape["lone"] else escape[0]


def _first_fault(invalid: ValidationError) -> str:
    fault = invalid.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(step) for step in fault["loc"])
    return f"{place or 'activity'}: {fault['msg']}"
