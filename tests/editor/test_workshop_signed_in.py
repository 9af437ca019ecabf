"""The workshop in production: who is let in, in whose name is written, and what is logged."""

import hashlib
import io
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.clock import utc_now
from editor.saving import EditorsFolder
from editor.workshop.app import Site, workshop_at
from editor.workshop.door import errors_as_json
from editor.workshop.editing import EditingAtHome
from editor.workshop.page import WorkshopPage
from editor.workshop.release_routes import Releasing
from tests.editor.workbench import NO_DATABASE
from tests.world.bases import a_copy
from tests.world.served_bot import ENTRA, KEY, ServedBot, entra_id
from tests.world.tab import TabUser, sso_claims
from tests.world.workshop import BLOCKING, WorkshopUser, in_git, log_of, served_workshop
from texts.catalogue import load_editor_texts

LINE = "# Skrivet av Rut.\n"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
async def bot(tmp_path: Path, cache: Path) -> AsyncIterator[ServedBot]:
    async with served_workshop(tmp_path, cache) as bot:
        yield bot


@pytest.fixture
def rut(bot: ServedBot) -> WorkshopUser:
    return WorkshopUser(bot, "rut")


def logged(folder: Path) -> list[tuple[Any, ...]]:
    """Return what the audit log holds of files, with the person behind each."""
    asked = (
        "SELECT subject, state, content, person FROM audit_log "
        "JOIN audit_names ON audit_name = actor WHERE what = 'base-file' ORDER BY sequence"
    )
    with closing(sqlite3.connect(folder / "bot.db")) as database:
        return database.execute(asked).fetchall()


def every_route(folder: Path, cache: Path) -> list[tuple[str, str]]:
    """Return the method and the path of whatever the workshop answers where reviewers sign in."""
    texts, own = load_editor_texts(), EditorsFolder(folder)
    unused: Any = None
    site = Site(
        folder=own,
        cache=cache,
        database=NO_DATABASE,
        door=errors_as_json,
        editing=EditingAtHome(own, NO_DATABASE),
        page=WorkshopPage(texts),
        releasing=Releasing(unused, unused, utc_now, unused),
    )
    return [
        (route.method, route.resource.canonical)
        for route in workshop_at(site, texts).router.routes()
        if route.resource is not None
    ]


async def test_no_route_but_the_page_is_open_to_anybody_but_a_reviewer(
    bot: ServedBot, rut: WorkshopUser, tmp_path: Path, cache: Path
) -> None:
    claims = sso_claims(bot, "rut")

    def signed(**changed: Any) -> str:
        return ENTRA.token(**{**claims, **changed})

    strangers = {
        "": 401,
        "x.y.z": 401,
        KEY.token(**claims): 401,  # signed by somebody else than Entra
        signed(tid="another"): 401,
        signed(scp="User.Read"): 401,
        signed(exp=1): 401,
        ENTRA.token(**sso_claims(bot, "anna")): 403,  # one of ours, but no reviewer
    }
    routes = every_route(tmp_path, cache)
    is_open = {("GET", "/"), ("HEAD", "/"), ("GET", "/assets/{name}"), ("HEAD", "/assets/{name}")}

    assert len(routes) > 30
    assert {("POST", "/workshop/publish"), ("POST", "/workshop/presence")} <= set(routes)
    for method, path in routes:
        for token, status in strangers.items():
            answer = await rut.asks(method, path[1:].format(name="icon.svg"), token, json={})
            if (method, path) in is_open:
                assert answer.status in (200, 404, 503), path
            else:
                assert answer.status == status, (method, path, token)


async def test_a_reviewer_writes_in_their_own_name(
    bot: ServedBot, rut: WorkshopUser, tmp_path: Path
) -> None:
    text = await rut.adds(LINE)

    assert (tmp_path / "base" / BLOCKING).read_text("utf-8") == text
    content = hashlib.sha256(text.encode()).hexdigest()
    assert logged(tmp_path) == [(BLOCKING, "saved", content, entra_id("rut"))]


async def test_several_files_are_logged_each_and_a_removed_one_as_such(
    rut: WorkshopUser, tmp_path: Path
) -> None:
    files: list[dict[str, str | None]] = []
    for name, text in (("topics.yaml", None), ("follow_up.yaml", "remove")):
        file = await rut.reads(name)
        changed = file["text"] + LINE if text is None else None
        files.append({"name": name, "text": changed, "begun_with": file["hash"]})
    await rut.told("save-together", files=files)

    assert [each[:2] for each in logged(tmp_path)] == [
        ("topics.yaml", "saved"),
        ("follow_up.yaml", "removed"),
    ]


async def test_each_save_is_a_commit_in_the_editors_name(tmp_path: Path, cache: Path) -> None:
    base = a_copy(tmp_path)
    in_git(base)
    (base / "topics.yaml").write_text((base / "topics.yaml").read_text("utf-8") + "# x\n", "utf-8")
    hook = base / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    async with served_workshop(tmp_path, cache) as bot:
        await WorkshopUser(bot, "rut").adds("# en\n")
        await WorkshopUser(bot, "rolf").adds("# två\n")

    email = "@users.noreply.boten.example"
    assert log_of(base)[:2] == [
        f"Rolf <{entra_id('rolf')}{email}>: Ändrat i verkstaden: {BLOCKING}",
        f"Rut <{entra_id('rut')}{email}>: Ändrat i verkstaden: {BLOCKING}",
    ]
    assert len(log_of(base)) == 3, "what others have changed is theirs to commit"


async def test_what_git_does_not_take_is_saved_and_told_of(tmp_path: Path, cache: Path) -> None:
    base = a_copy(tmp_path)
    in_git(base)
    (base / ".git" / "index.lock").touch()
    async with served_workshop(tmp_path, cache) as bot:
        rut = WorkshopUser(bot, "rut")
        file = await rut.reads()
        saved = await rut.saves(file["text"] + LINE, file["hash"])

        assert (saved.status, (await saved.json())["not_committed"]) == (200, True)
    assert (base / BLOCKING).read_text("utf-8").endswith(LINE)


async def test_an_appointment_that_ends_takes_effect_at_once(
    bot: ServedBot, rut: WorkshopUser, tmp_path: Path
) -> None:
    before = (tmp_path / "base" / BLOCKING).read_text("utf-8")
    file = await rut.reads()
    with closing(sqlite3.connect(tmp_path / "bot.db")) as database, database:
        database.execute(
            "UPDATE appointments SET standing = 'refused' WHERE reviewer = ?", [entra_id("rut")]
        )
    refused = await rut.saves(before + LINE, file["hash"])

    assert (refused.status, await refused.json()) == (403, {"error": "not-a-reviewer"})
    assert (tmp_path / "base" / BLOCKING).read_text("utf-8") == before
    assert logged(tmp_path) == []


async def test_a_change_over_another_persons_is_refused_with_both_versions(
    bot: ServedBot, rut: WorkshopUser
) -> None:
    begun = await rut.reads()
    theirs = await WorkshopUser(bot, "rolf").adds("# Rolfs.\n")
    refused = await rut.saves(begun["text"] + LINE, begun["hash"])

    assert refused.status == 409
    assert (await refused.json())["theirs"] == theirs


async def test_the_page_learns_whose_drafts_it_keeps_and_no_path_of_the_server(
    bot: ServedBot, rut: WorkshopUser, tmp_path: Path
) -> None:
    answer = await rut.asks("GET", "workshop/base", rut.token)
    told = await answer.text()

    assert (await answer.json())["editor"] == entra_id("rut")
    assert str(tmp_path) not in told


async def test_teams_may_hold_the_page_and_nothing_foreign_runs_in_it(
    bot: ServedBot, rut: WorkshopUser
) -> None:
    page = await rut.asks("GET", "", "")
    policy = page.headers["Content-Security-Policy"]

    assert page.status == 200
    assert 'data-sign-in="teams"' in await page.text()
    assert "frame-ancestors https://teams.microsoft.com" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


async def test_a_body_larger_than_pages_send_is_refused(rut: WorkshopUser) -> None:
    for size, status in ((8_000_000, 413), (1_500_000, 400)):
        body = json.dumps({"draft": {"name": BLOCKING, "text": "a" * size}, "begun_with": None})
        answer = await rut.asks(
            *("POST", "workshop/save", rut.token),
            data=io.BytesIO(body.encode()),
            kind="application/json",
        )
        assert answer.status == status


async def test_a_form_of_another_site_is_refused(rut: WorkshopUser) -> None:
    answer = await rut.asks("POST", "workshop/save", rut.token, data=b"a=b")

    assert answer.status == 415


async def test_too_many_requests_are_refused(tmp_path: Path, cache: Path) -> None:
    async with served_workshop(tmp_path, cache, BOT_PERSON_PER_MINUTE="3") as bot:
        rut = WorkshopUser(bot, "rut")
        statuses = [(await rut.asks("GET", "workshop/base", rut.token)).status for _ in range(4)]

    assert statuses == [200, 200, 200, 429]


async def test_reviewers_alone_are_led_to_the_workshop_from_the_tab(bot: ServedBot) -> None:
    ways = {}
    for name in ("rut", "anna"):
        page = await TabUser(bot, name).opens()
        ways[name] = [
            each.attributes["href"] for each in page.all("a") if each.text == "Verkstaden"
        ]

    assert ways == {"rut": ["/verkstad/?lang=sv"], "anna": []}


async def test_without_the_setting_there_is_no_workshop(tmp_path: Path, cache: Path) -> None:
    async with served_workshop(tmp_path, cache, BOT_WORKSHOP="no") as bot:
        rut = WorkshopUser(bot, "rut")
        answers = [await rut.asks("GET", path, rut.token) for path in ("", "workshop/base")]

    assert [each.status for each in answers] == [404, 404]
