from datetime import UTC, datetime
from typing import Any

import pytest
from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    Entity,
    ExpectedReplies,
    HeroCard,
    Mention,
)

from channel import codec
from tests.world.wire import TENANT_ID


class Citation(Entity):
    """An entity of our own making, with a key Python can't spell."""

    _attribute_map = Entity._attribute_map | {
        "kind": {"key": "@type", "type": "str"},
        "additional_properties": {"key": "", "type": "{object}"},
    }

    def __init__(self, *, kind: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind


def test_a_key_the_sdk_does_not_know_is_written() -> None:
    account = ConversationAccount(id="a:1")
    account.additional_properties = {"tenantId": TENANT_ID}

    assert codec.dump(account) == {"id": "a:1", "tenantId": TENANT_ID}


def test_an_entity_of_our_own_making_is_written_whole() -> None:
    entity = Citation(type="https://schema.org/Message", kind="Message")
    entity.additional_properties = {"citation": [{"position": 1}]}

    assert codec.dump(Activity(entities=[entity])) == {
        "entities": [
            {
                "type": "https://schema.org/Message",
                "@type": "Message",
                "citation": [{"position": 1}],
            }
        ]
    }


def test_a_model_inside_a_model_is_written_as_its_wire_form() -> None:
    reply = Activity(
        from_property=ChannelAccount(id="28:bot", aad_object_id="x"),
        entities=[Mention(text="Ada", mentioned=ChannelAccount(id="29:ada"), type="mention")],
        attachments=[Attachment(content_type="hero", content=HeroCard(title="Hej"))],
    )

    assert codec.dump(ExpectedReplies(activities=[reply])) == {
        "activities": [
            {
                "from": {"id": "28:bot", "aadObjectId": "x"},
                "entities": [{"type": "mention", "text": "Ada", "mentioned": {"id": "29:ada"}}],
                "attachments": [{"contentType": "hero", "content": {"title": "Hej"}}],
            }
        ]
    }


def test_a_card_is_passed_on_without_being_walked_through() -> None:
    card = {"type": "AdaptiveCard", "body": [{"type": "TextBlock"}]}
    written = codec.dump(Activity(attachments=[Attachment(content=card)]))

    assert written["attachments"][0]["content"] is card


def test_models_deep_inside_a_dict_are_encoded_too() -> None:
    encoded = codec.encode({"value": [{"who": ChannelAccount(id="29:ada")}]})

    assert encoded == b'{"value":[{"who":{"id":"29:ada"}}]}'


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        codec.encode({"value": object()})


def test_a_moment_without_a_zone_is_taken_to_be_utc() -> None:
    without = Activity(timestamp=datetime(2026, 11, 2, 9, 30))  # noqa: DTZ001 - it is the point
    with_utc = Activity(timestamp=datetime(2026, 11, 2, 9, 30, tzinfo=UTC))

    assert codec.dump(without) == codec.dump(with_utc) == {"timestamp": "2026-11-02T09:30:00Z"}
