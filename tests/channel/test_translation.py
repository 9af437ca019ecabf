"""What the dialogs are told of an activity, and what the SDK is given of it."""

from typing import Any

import pytest

from channel import codec
from channel.translation import is_for_us, to_incoming, to_sdk
from core.incoming import Incoming
from tests.world.wire import a_message, an_invoke, read

SERVICE = "https://smba.trafficmanager.net/emea/"
BOT, BO = "28:bot", "29:bo"


def incoming(text: str | None = "Hej", **changes: Any) -> Incoming:
    return to_incoming(read(a_message(text, service_url=SERVICE, **changes)))


def mention(who: str, text: str | None, name: str = "Rutinboten") -> dict[str, Any]:
    entity: dict[str, Any] = {"type": "mention", "mentioned": {"id": who, "name": name}}
    return entity if text is None else entity | {"text": text}


SPAN = '<span itemscope itemtype="http://schema.skype.com/Mention">'


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>Får vi&nbsp;<b>blockera</b>?</p><p>Nu</p>", "Får vi blockera?\nNu"),
        ('<at id="0">Bo</at> Får vi?', "Får vi?"),
        (f"{SPAN}<span>Bo</span> Ek</span> Får vi?", "Får vi?"),
        ('Bra <img itemtype="http://schema.skype.com/Emoji" alt="👍">', "Bra 👍"),
        ("<blockquote>Nej</blockquote>Får vi?<style>p {}</style>", "Får vi?"),
        ("</blockquote></p>Får &lt;vi&gt;?", "Får <vi>?"),
        ('<img alt="En katt">', ""),
    ],
)
def test_a_message_that_is_asked_about_is_read_as_it_is_seen(content: str, text: str) -> None:
    value = {"messagePayload": {"body": {"contentType": "html", "content": content}}}
    invoke = an_invoke("composeExtension/fetchTask", value, service_url=SERVICE)
    plain = invoke | {"value": {"messagePayload": {"body": {"content": "<b>"}}}}

    assert to_incoming(read(invoke)).text == text
    assert to_incoming(read(plain)).text == "<b>"


@pytest.mark.parametrize(
    ("text", "entities", "question"),
    [
        pytest.param(
            "<at>Rutinboten</at> Får vi?",
            [mention(BOT, "<at>Rutinboten</at>")],
            "Får vi?",
            id="once",
        ),
        pytest.param(
            "Får vi <at>Rutinboten</at> blockera?",
            [mention(BOT, "<at>Rutinboten</at>")],
            "Får vi blockera?",
            id="in the middle",
        ),
        pytest.param(
            "<at>Sociala medier</at> vad gäller för sociala medier, Sociala medier?",
            [mention(BOT, "<at>Sociala medier</at>", "Sociala medier")],
            "vad gäller för sociala medier, Sociala medier?",
            id="the bot is named like a topic",
        ),
        pytest.param(
            "<at>Rutinboten</at>&nbsp;Får vi&nbsp;\n blockera?\n",
            [mention(BOT, "<at>Rutinboten</at>")],
            "Får vi\nblockera?",
            id="hard spaces",
        ),
        pytest.param(
            "<at>Rutinboten</at> Foton &amp; filmer &lt;3",
            [mention(BOT, "<at>Rutinboten</at>")],
            "Foton & filmer <3",
            id="escaped signs",
        ),
        pytest.param(
            "<at>Rutinboten</at> Får vi?", [mention(BOT, None)], "Får vi?", id="entity without text"
        ),
        pytest.param(
            "<at>Råd &amp; rutin</at> Får vi?",
            [mention(BOT, None, "Råd & rutin")],
            "Får vi?",
            id="entity without text, name with an ampersand",
        ),
        pytest.param(
            '<at id="0">Rutinboten</at> Får vi?',
            [mention(BOT, '<at id="0">Rutinboten</at>')],
            "Får vi?",
            id="tag with an id",
        ),
        pytest.param(
            "<at>Rutinboten</at> Får <at>Bo Ek</at> blockera?",
            [mention(BOT, "<at>Rutinboten</at>"), mention(BO, "<at>Bo Ek</at>", "Bo Ek")],
            "Får Bo Ek blockera?",
            id="another person is kept",
        ),
        pytest.param(
            "<at>Rutinboten</at> <at>Rutinboten</at> Får vi?",
            [mention(BOT, "<at>Rutinboten</at>")] * 2,
            "Får vi?",
            id="twice",
        ),
        pytest.param(
            "Sociala medier vad gäller för Sociala medier?",
            [mention(BOT, "Sociala medier", "Sociala medier")],
            "vad gäller för Sociala medier?",
            id="a mention without a tag is taken out once",
        ),
        pytest.param("Rutinboten, får vi?", [], "Rutinboten, får vi?", id="the name is no mention"),
        pytest.param("Får &lt;at&gt; vi?", [], "Får <at> vi?", id="a tag somebody wrote"),
        pytest.param("<at>Rutinboten</at>", [mention(BOT, "<at>Rutinboten</at>")], "", id="alone"),
        pytest.param("Får vi?", [{"type": "mention"}], "Får vi?", id="nobody is mentioned"),
        pytest.param(None, [mention(BOT, "<at>Rutinboten</at>")], "", id="no text"),
    ],
)
def test_the_bots_own_mention_is_no_part_of_the_question(
    text: str | None, entities: list[dict[str, Any]], question: str
) -> None:
    assert incoming(text, entities=entities).text == question


def test_a_person_is_known_by_the_id_that_lasts() -> None:
    assert incoming().person.id == "aad-ada"


def test_without_that_a_person_is_known_by_the_channels_id() -> None:
    assert incoming("Hej", **{"from": {"id": "29:ada"}}).person.id == "29:ada"


@pytest.mark.parametrize(
    ("kind", "in_private"),
    [
        ("personal", True),
        (None, True),
        ("channel", False),
        ("groupChat", False),
        ("", False),
        (1, False),
        (["personal"], False),
        ("personal" * 100, False),
    ],
)
def test_a_personal_chat_is_private_and_no_other(kind: object, in_private: bool) -> None:
    place = {"id": "x", "conversationType": kind}

    assert incoming(conversation=place).in_private is in_private


@pytest.mark.parametrize(
    ("kind", "is_file"),
    [
        ("text/html", False),
        ("image/png", True),
        ("application/vnd.microsoft.teams.file.download.info", True),
    ],
)
def test_the_formatting_teams_attaches_is_no_file(kind: str, is_file: bool) -> None:
    assert incoming(attachments=[{"contentType": kind, "content": "x"}]).has_files is is_file


THUMB = '<p><emoji id="yes" alt="👍" title="Yes"></emoji></p>'
HEART = '<p><img alt="❤️" src="https://x.se/h.png" itemtype="http://schema.skype.com/Emoji"></p>'
KEYCAP = '<p><img alt="1️⃣" src="https://x.se/1.png" itemtype="http://schema.skype.com/Emoji"></p>'
CAT = '<p><img alt="Bild på en katt" src="https://x.se/c.png"></p>'


def attached(formatted: str | None, *kinds: str) -> list[dict[str, Any]]:
    return [
        *({"contentType": kind, "contentUrl": "https://x.se/1"} for kind in kinds),
        *([{"contentType": "text/html", "content": formatted}] if formatted else []),
    ]


@pytest.mark.parametrize(
    ("text", "attachments", "read_as"),
    [
        ("", attached(THUMB, "image/png"), "👍"),
        ("", attached(THUMB), "👍"),
        (None, attached(HEART, "image/*"), "❤️"),
        ("", attached(KEYCAP, "image/*"), "1️⃣"),
        ("", attached(THUMB + HEART, "image/png", "image/png"), "👍 ❤️"),
        ("", attached(THUMB * 2), "👍 👍"),
        ("<at>Rutinboten</at>", attached("<span>Rutinboten</span>" + THUMB), "Rutinboten 👍"),
        ("Tack!", attached("<p>Tack! " + HEART, "image/png"), "Tack! ❤️"),
        ("Tack 👍", attached("<p>Tack " + THUMB), "Tack 👍"),
        ("Tack <emoji id='yes' alt='👍'></emoji>!", [], "Tack 👍 !"),
        ('<img alt="🙂" height="20"/> Får vi blogga?', [], "🙂 Får vi blogga?"),
        ("Får vi lägga ut bilden?", attached(CAT, "image/png"), "Får vi lägga ut bilden?"),
        ("Hej", [{"contentType": "text/html", "content": 5}], "Hej"),
        ("Hej", attached("<p><emoji alt='' ><img <<&#xd83d;"), "Hej"),
    ],
)
def test_an_emoji_is_read_as_its_sign(
    text: str | None, attachments: list[dict[str, Any]], read_as: str
) -> None:
    read_message = incoming(text, attachments=attachments)

    assert read_message.text == read_as


@pytest.mark.parametrize(
    ("attachments", "has_files"),
    [
        (attached(THUMB, "image/png"), False),
        (attached(THUMB + HEART, "image/*", "image/*"), False),
        (attached(THUMB, "image/png", "image/png"), True),
        (attached(CAT, "image/png"), True),
        (attached(THUMB, "application/pdf"), True),
        (attached("<p>Hej</p>"), False),
    ],
)
def test_the_picture_of_an_emoji_is_no_file_and_any_other_is(
    attachments: list[dict[str, Any]], has_files: bool
) -> None:
    assert incoming("", attachments=attachments).has_files is has_files


@pytest.mark.parametrize(
    ("value", "data"),
    [
        ({"action": {"type": "Action.Execute", "data": {"a": 1}}}, {"a": 1}),
        ({"action": {"type": "Action.Execute"}}, None),
        ({"action": "a"}, None),
        ({}, None),
        (None, None),
        ("a", "a"),
    ],
)
def test_a_press_brings_the_data_of_its_button(value: Any, data: Any) -> None:
    invoke = an_invoke("adaptiveCard/action", value, service_url=SERVICE)

    assert to_incoming(read(invoke)).data == data


def test_a_press_in_an_older_client_brings_it_in_a_message() -> None:
    assert incoming(None, value={"a": 1}).data == {"a": 1}


@pytest.mark.parametrize(
    ("told", "known_as"),
    [
        pytest.param("Rut\n\tEk", "Rut Ek", id="on several lines"),
        pytest.param("\u202eannA\u202c\u0000", "annA", id="with signs that turn the text round"),
        pytest.param("A\u030asa", "Åsa", id="written in parts"),
        pytest.param("å" * 5000, "å" * 100, id="without an end"),
        pytest.param(None, "", id="without a name"),
    ],
)
def test_a_name_is_read_as_one_short_line(told: str | None, known_as: str) -> None:
    changes: dict[str, Any] = {"from": {"id": BO, "name": told, "aadObjectId": "aad-bo"}}

    assert incoming(**changes).person.name == known_as


def test_the_sdk_addresses_a_reply_by_what_it_is_given() -> None:
    wire = a_message(
        service_url=SERVICE,
        recipient={"id": BOT, "name": "Rutinboten", "role": "bot"},
        conversation={"id": "a:1", "tenantId": "t", "conversationType": "channel", "isGroup": True},
    )
    given = codec.dump(to_sdk(read(wire)))

    for key in ("id", "channelId", "serviceUrl", "conversation", "from", "recipient", "locale"):
        assert given[key] == wire[key]


def test_a_quote_is_context_and_never_the_persons_words() -> None:
    quoting = incoming('<quoted messageId="1700000000001"/> mina ärenden')

    assert (quoting.text, quoting.quoted) == ("mina ärenden", "1700000000001")
    assert incoming("<quoted/> och på Instagram?").quoted == ""
    assert incoming("mina ärenden").quoted is None


CHANNEL = {"id": "19:a@thread.tacv2", "conversationType": "channel"}


@pytest.mark.parametrize(
    ("changes", "is_ours"),
    [
        pytest.param({}, True, id="a person, alone"),
        pytest.param({"from": {"id": "29:ada", "role": "user"}}, True, id="a person, said so"),
        pytest.param({"from": {"id": "28:other", "role": "bot"}}, False, id="another bot"),
        pytest.param({"from": {"id": "28:other", "role": "Skill"}}, False, id="a skill"),
        pytest.param({"from": {"id": BOT}}, False, id="the bot itself"),
        pytest.param({"conversation": CHANNEL}, False, id="among others, to nobody"),
        pytest.param(
            {"conversation": CHANNEL, "entities": [mention(BO, "<at>Bo</at>", "Bo")]},
            False,
            id="among others, to somebody else",
        ),
        pytest.param(
            {"conversation": CHANNEL, "entities": [mention(BOT, "<at>Rutinboten</at>")]},
            True,
            id="among others, to the bot",
        ),
        pytest.param(
            {"conversation": CHANNEL, "value": {"verb": "browse"}},
            True,
            id="an older client's press",
        ),
        pytest.param(
            {"type": "conversationUpdate", "from": {"id": BOT}},
            True,
            id="what Teams tells of the bot",
        ),
    ],
)
def test_only_who_turns_to_the_bot_is_answered(changes: dict[str, Any], is_ours: bool) -> None:
    assert is_for_us(read(a_message("Hej", service_url=SERVICE, **changes))) is is_ours


@pytest.mark.parametrize("entra_id", ["aad-ada", None, ""])
def test_who_has_no_entra_id_is_nobody_known(entra_id: str | None) -> None:
    changes: dict[str, Any] = {"from": {"id": "29:ada", "name": "Ada", "aadObjectId": entra_id}}

    assert incoming(**changes).has_identity is bool(entra_id)
