"""What is read of an activity, and what is dropped."""

from typing import Any

import orjson
import pytest

from channel.translation import to_incoming
from tests.world.wire import a_message, read

URL = "https://smba.trafficmanager.net/"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (rb"Hej \ud83d", "Hej"),
        (rb"Hej \ud83d\udc4d", "Hej 👍"),
        (rb"Hej \ud83d\ud83d\udc4d!", "Hej 👍!"),
        (rb"Hej \\ud83d", r"Hej \ud83d"),
        (rb"\ud83d Hej \\\ud83d", "Hej \\"),
    ],
)
def test_half_an_emoji_is_dropped_and_a_whole_one_stays(written: bytes, text: str) -> None:
    good = orjson.dumps(a_message("TEXT", service_url=URL, locale="LOCALE"))
    # A half elsewhere makes sure that the body isn't JSON as it is.
    raw = good.replace(b"TEXT", written).replace(b"LOCALE", rb"\udc4d")

    assert to_incoming(read(raw)).text == text


@pytest.mark.parametrize(
    "kept", [[{"id": "28:bot"}, 5], [None, {"id": "28:bot"}], [{"name": "x"}, {"id": "28:bot"}]]
)
def test_each_item_of_a_list_stands_for_itself(kept: list[Any]) -> None:
    members = read(a_message(service_url=URL, membersAdded=kept)).members_added

    assert [member.id for member in members] == ["28:bot"]
