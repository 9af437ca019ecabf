"""The app package: what Teams refuses never leaves us, and all it lists works in both languages."""

import json
import re
import struct
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from aiohttp import ClientSession
from yarl import URL

from knowledge.base import Base
from knowledge.search.snapshot import Snapshot
from manifest.__main__ import main
from manifest.document import SCHEMA_VERSION, AppFacts
from manifest.package import (
    ICONS,
    MANIFEST,
    SCHEMAS,
    InvalidPackage,
    documents,
    faults,
    icon,
    package,
)
from pages.responses import IN_TEAMS
from tests.pages.served_pages import ServedPages
from tests.pages.visitor import Visitor
from tests.world.dialog_bot import DialogBot
from texts.catalogue import Catalogue, Texts

APP = AppFacts("11111111-2222-4333-8444-555555555555", "https://rutinboten.sala.example", "1.2.3")
SCOPES = ("personal", "team", "groupChat")
_TITLE = re.compile(r"bots\[0\]\.commandLists\[(\d)\]\.commands\[\d+\]\.title")


@pytest.fixture(scope="module")
def written(real_base: Base, texts: Texts) -> dict[str, dict[str, Any]]:
    return documents(APP, real_base, texts)


@pytest.fixture(scope="module")
def manifest(written: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return written[MANIFEST]


def commands(manifest: dict[str, Any], scope: str) -> list[dict[str, Any]]:
    lists = manifest["bots"][0]["commandLists"]
    return next(each["commands"] for each in lists if each["scopes"] == [scope])


def every_command(written: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the scope and the text of each command that sends its title, of every language."""
    manifest = written[MANIFEST]
    listed = [
        (scope, each["title"])
        for scope in SCOPES
        for each in commands(manifest, scope)
        if each.get("type") != "prompt"
    ]
    for name, translation in written.items():
        if name == MANIFEST:
            continue
        for path, text in translation.items():
            is_prompt = path.replace(".title", ".prompt") in translation
            if (found := _TITLE.fullmatch(path)) and not is_prompt:
                listed.append((SCOPES[int(found[1])], text))
    return listed


def of_extension(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each text of the message extension with its path."""
    found: list[tuple[str, str]] = []
    for number, command in enumerate(manifest["composeExtensions"][0]["commands"]):
        path = f"composeExtensions[0].commands[{number}]"
        found += [(f"{path}.{name}", command[name]) for name in ("title", "description")]
        for place, parameter in enumerate(command.get("parameters", [])):
            inner = f"{path}.parameters[{place}]"
            found += [(f"{inner}.{name}", parameter[name]) for name in ("title", "description")]
    return found


def test_the_schema_is_the_newest_that_microsofts_package_holds() -> None:
    versions = [each.name.removeprefix("v") for each in SCHEMAS.parent.glob("v[0-9]*")]

    assert max(versions, key=lambda v: tuple(map(int, v.split(".")))) == SCHEMA_VERSION


def test_what_the_schema_refuses_is_told_with_its_place(manifest: dict[str, Any]) -> None:
    found = faults(MANIFEST, manifest | {"version": 7, "surprise": True})

    assert len(found) == 2
    assert [line for line in found if line.startswith("manifest.json: $.version: ")]
    assert [line for line in found if "surprise" in line]


def test_a_translation_is_held_to_every_length_and_every_path(
    real_base: Base, texts: Texts
) -> None:
    english = texts.in_language("en")
    long = Catalogue("en", {**english.sentences, "app.name": "x" * 31})
    with pytest.raises(InvalidPackage, match=r"en\.json: \$\.name\.short: .* too long"):
        documents(APP, real_base, Texts([texts.in_language("sv"), long]))

    assert faults("en.json", {"name.shrt": "Rutinboten"}, kind="Localization.")


def test_nothing_is_packed_that_teams_would_refuse(real_base: Base, texts: Texts) -> None:
    with pytest.raises(InvalidPackage, match=r"manifest\.json: \$\.id"):
        package(replace(APP, app_id="rutinboten"), real_base, texts)


def test_the_zip_holds_the_files_without_folders_and_the_same_bytes_each_time(
    real_base: Base, texts: Texts
) -> None:
    packed = package(APP, real_base, texts)
    archive = ZipFile(BytesIO(packed))

    assert sorted(archive.namelist()) == sorted([MANIFEST, "en.json", *ICONS])
    assert archive.testzip() is None
    assert packed == package(APP, real_base, texts)
    for name in (MANIFEST, "en.json"):
        json.loads(archive.read(name))
    for path in json.loads(archive.read(MANIFEST))["icons"].values():
        assert path in archive.namelist()


def test_every_length_is_within_what_all_clients_show(written: dict[str, dict[str, Any]]) -> None:
    manifest = written[MANIFEST]
    lists = manifest["bots"][0]["commandLists"]

    assert len(lists) <= 3
    for each in (command for of_scope in lists for command in of_scope["commands"]):
        assert len(each["title"]) <= 32
        assert len(each["description"]) <= 128
    assert all(1 <= len(each["commands"]) <= 12 for each in lists)
    for path, text in (*of_extension(manifest), *written["en.json"].items()):
        if path.startswith(("bots[", "composeExtensions[")):
            assert len(text) <= (32 if path.endswith(".title") else 128), path
    assert manifest["localizationInfo"]["defaultLanguageTag"] == "sv"
    assert re.fullmatch(r"\d+\.\d+\.\d+", manifest["version"])
    assert len(manifest["developer"]["name"]) <= 32


def test_all_that_the_extension_says_is_translated(written: dict[str, dict[str, Any]]) -> None:
    said = dict(of_extension(written[MANIFEST]))
    (extension,) = written[MANIFEST]["composeExtensions"]

    assert len(said) == 3 * 2 + 2 * 2
    assert {path for path in written["en.json"] if path.startswith("compose")} == {*said}
    assert [each["id"] for each in extension["commands"]] == ["passages", "accounts", "ask"]


def test_without_a_form_there_is_no_search_for_accounts(real_base: Base, texts: Texts) -> None:
    alone = documents(APP, replace(real_base, account_form=None), texts)[MANIFEST]

    commands = alone["composeExtensions"][0]["commands"]
    assert [each["id"] for each in commands] == ["passages", "ask"]


def test_the_same_commands_are_translated_as_are_listed(
    written: dict[str, dict[str, Any]],
) -> None:
    """Teams shows Swedish where a translation lacks; only words that are alike may."""
    manifest, english = written[MANIFEST], written["en.json"]
    untranslated = [
        command["title"]
        for number, scope in enumerate(SCOPES)
        for index, command in enumerate(commands(manifest, scope))
        if f"bots[0].commandLists[{number}].commands[{index}].description" not in english
    ]

    assert untranslated == []


async def test_every_listed_command_of_both_languages_is_known(
    written: dict[str, dict[str, Any]], small: Snapshot, texts: Texts
) -> None:
    listed = every_command(written)
    in_others_place = {scope: scope != "personal" for scope in SCOPES}

    assert len(listed) == 2 * (8 + 3 + 2)
    for scope, text in listed:
        for locale in ("sv-SE", "en-GB"):
            bot = DialogBot(small, texts)
            anna = bot.person("anna", locale=locale)
            reply = await anna.writes(text, in_private=not in_others_place[scope])

            assert reply is not None, (scope, text)
            assert bot.kept.asked == [], f"{text} was taken for a question"


async def test_each_question_to_begin_with_is_answered_in_both_languages(
    written: dict[str, dict[str, Any]], real_base: Base
) -> None:
    titles = {
        text.title
        for passage in real_base.passages.values()
        for text in (passage.sv, passage.text_in("en"))
    }
    swedish = [each["prompt"] for each in commands(written[MANIFEST], "personal")[-3:]]
    english = [text for path, text in written["en.json"].items() if path.endswith(".prompt")]

    assert len(swedish) == len(english) == 3
    assert {*swedish, *english} <= titles


async def test_every_address_of_ours_is_there_without_signing_in(
    manifest: dict[str, Any], real_base: Base, texts: Texts
) -> None:
    tabs = [tab for tab in manifest["staticTabs"] if "contentUrl" in tab]
    told = [manifest["developer"][each] for each in ("websiteUrl", "privacyUrl", "termsOfUseUrl")]
    told += [tab[each] for tab in tabs for each in ("contentUrl", "websiteUrl")]

    assert manifest["validDomains"] == ["rutinboten.sala.example"]
    async with ServedPages(real_base, texts).serve() as url, ClientSession() as session:
        visitor = Visitor(session, url)
        for address in map(URL, told):
            assert (address.scheme, address.host) == ("https", "rutinboten.sala.example")
            assert (await visitor.asks(address.path_qs)).status == 200
        for tab in tabs:
            page = await visitor.asks(URL(tab["contentUrl"]).path_qs)
            assert f"frame-ancestors {IN_TEAMS}" in page.headers["Content-Security-Policy"]


def test_ids_and_version_are_those_told(manifest: dict[str, Any]) -> None:
    assert manifest["id"] == manifest["bots"][0]["botId"] == APP.app_id
    assert manifest["version"] == APP.version


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_has_its_size(name: str) -> None:
    width, height, _ = pixels(icon(name))

    assert (width, height) == (ICONS[name], ICONS[name])


def test_the_outline_is_white_on_nothing_and_reaches_the_edge() -> None:
    width, height, rows = pixels(icon("outline.png"))
    inked = [(x, y) for y in range(height) for x in range(width) if rows[y][x][3]]

    assert {rows[y][x][:3] for x, y in inked} == {(255, 255, 255)}
    assert any(rows[y][x][3] == 0 for y in range(height) for x in range(width))
    assert (min(x for x, _ in inked), min(y for _, y in inked)) == (0, 0)
    assert (max(x for x, _ in inked), max(y for _, y in inked)) == (width - 1, height - 1)


def test_the_colour_icon_fills_its_square() -> None:
    _, _, rows = pixels(icon("color.png"))

    assert {pixel[3] for row in rows for pixel in row} == {255}
    assert len({rows[0][0], rows[0][-1], rows[-1][0], rows[-1][-1]}) == 1


def test_the_command_says_which_settings_are_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("BOT_APP_ID", raising=False)
    monkeypatch.delenv("BOT_PUBLIC_URL", raising=False)

    assert main(["--to", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "BOT_APP_ID: missing" in said
    assert "BOT_PUBLIC_URL: missing" in said
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_package_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("BOT_APP_ID", APP.app_id)
    monkeypatch.setenv("BOT_PUBLIC_URL", f"{APP.public_url}/")

    assert main(["--to", str(tmp_path)]) == 0
    (path,) = tmp_path.iterdir()
    manifest = json.loads(ZipFile(path).read(MANIFEST))
    assert manifest["id"] == APP.app_id
    assert manifest["developer"]["privacyUrl"] == f"{APP.public_url}/integritet"
    assert path.stem.endswith(manifest["version"])
    assert str(path) in capsys.readouterr().out


def test_an_address_that_is_not_https_is_no_address_for_teams(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("BOT_APP_ID", APP.app_id)
    monkeypatch.setenv("BOT_PUBLIC_URL", "http://localhost:3978")

    assert main(["--to", str(tmp_path)]) == 1
    assert "BOT_PUBLIC_URL: Teams shows https addresses only" in capsys.readouterr().err


Pixel = tuple[int, int, int, int]


def pixels(png: bytes) -> tuple[int, int, list[list[Pixel]]]:
    """Return width, height and the RGBA rows of a PNG with eight bits a channel."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour) == (8, 6)
    at, packed = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    return width, height, list(_rows(zlib.decompress(packed), width, height))


def _rows(raw: bytes, width: int, height: int) -> Any:
    stride, before = width * 4, bytearray(width * 4)
    for number in range(height):
        start = number * (stride + 1)
        method, line = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for index in range(stride):
            left = line[index - 4] if index >= 4 else 0
            above, corner = before[index], before[index - 4] if index >= 4 else 0
            line[index] = (line[index] + _predicted(method, left, above, corner)) & 255
        yield [tuple(line[x : x + 4]) for x in range(0, stride, 4)]
        before = line


def _predicted(method: int, left: int, above: int, corner: int) -> int:
    if method == 4:  # Paeth
        nearest = left + above - corner
        return min(left, above, corner, key=lambda each: abs(nearest - each))
    return (0, left, above, (left + above) // 2)[method]


def test_what_the_bot_is_for_is_said_in_short_where_it_is_for_much(
    real_base: Base, texts: Texts
) -> None:
    matter = "allt som har med sociala medier och distansarbete att göra"
    routine = replace(real_base.routine, sv=replace(real_base.routine.sv, matter=matter))
    whole = documents(APP, replace(real_base, routines=(routine,)), texts)

    assert matter not in whole[MANIFEST]["description"]["short"]
    assert faults(MANIFEST, whole[MANIFEST]) == []
