"""The doctor goes to a whole bot behind TLS, and names each thing that is wrong with it."""

import json
import os
import re
import ssl
import time
import zipfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from config import load_settings
from core.clock import swedish_day
from core.language import LANGUAGES
from frontend.build import build
from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from operations import outside
from operations.__main__ import main
from operations.doctor import examine
from operations.finding import Condition, Finding
from tests.conftest import SMALL_BASE
from tests.world.entra import Authority, an_authority, self_signed
from tests.world.served_bot import KEY, environment, serve_bot
from tests.world.wire import APP_ID, Metadata, metadata_server
from texts.catalogue import Texts


@dataclass
class Front:
    """A proxy that speaks TLS, as docs/deployment.md has them; each part can be left out."""

    upstream: str
    url: str = ""
    names_itself: bool = True
    hsts: bool = True
    limit: int | None = 256 * 1024
    answers: Mapping[str, int] = field(default_factory=dict[str, int])
    """A status by path, in place of the bot's."""
    more: Mapping[str, str] = field(default_factory=dict[str, str])
    """Headers it adds."""

    async def pass_on(self, request: web.Request) -> web.Response:
        if request.path in self.answers:
            return web.Response(status=self.answers[request.path])
        if self.limit is not None and (request.content_length or 0) > self.limit:
            return web.Response(status=413)
        headers = {"X-Forwarded-For": "192.0.2.1"} if self.names_itself else {}
        async with (
            ClientSession() as session,
            session.request(
                request.method,
                self.upstream + request.path_qs,
                data=await request.read(),
                headers=headers | {"Content-Type": "application/json"},
            ) as response,
        ):
            passed = web.Response(
                status=response.status,
                body=await response.read(),
                content_type=response.content_type,
            )
        if self.hsts:
            passed.headers["Strict-Transport-Security"] = "max-age=31536000"
        passed.headers.update(self.more)
        return passed

    @asynccontextmanager
    async def serving(self, folder: Path, *, days: int = 365) -> AsyncIterator[Path]:
        """Serve over TLS with a certificate good for *days*; yield whom to trust."""
        signed, with_key, trusted = self_signed("front", days=days), folder / "k", folder / "c"
        with_key.write_bytes(signed.with_key())
        trusted.write_bytes(signed.alone())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(with_key)
        app = web.Application(client_max_size=1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self.pass_on)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        self.url = f"https://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield trusted
        finally:
            await runner.cleanup()


@dataclass
class Deployment:
    """A bot in production, with everything that stands around it."""

    folder: Path
    front: Front
    entra: Authority
    metadata: Metadata
    told: dict[str, str]

    async def examined(
        self, *, backups: Path | None = None, package: Path | None = None, **told: str
    ) -> list[Finding]:
        settings = load_settings(
            self.told | {"BOT_PUBLIC_URL": self.front.url, "BOT_BASE": str(SMALL_BASE)} | told
        )
        return [
            each
            async for each in examine(
                settings,
                backups or self.folder / "backups",
                package or self.folder / "package.zip",
            )
        ]


@pytest.fixture(scope="module", autouse=True)
def browser_code() -> None:
    """What a deployment has built."""
    build()


@asynccontextmanager
async def deployed(
    live: CurrentBase, folder: Path, monkeypatch: pytest.MonkeyPatch, *, days: int = 365
) -> AsyncIterator[Deployment]:
    async with AsyncExitStack() as stack:
        entra = stack.enter_context(an_authority(folder))
        metadata = await stack.enter_async_context(metadata_server(KEY))
        told = environment(metadata.url, folder) | {
            "BOT_AUTHORITY": entra.url,
            "BOT_SECRET_EXPIRES": f"{swedish_day(datetime.now(UTC)) + timedelta(days=200)}",
        }
        bot = await stack.enter_async_context(serve_bot(live, folder))
        front = Front(bot.url.removesuffix("/api/messages"))
        trusted = await stack.enter_async_context(front.serving(folder, days=days))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(entra.trusted))
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        write_package(folder / "package.zip")
        (folder / "backups").mkdir()
        write_backup(folder / "backups" / "natten.zip")
        yield Deployment(folder, front, entra, metadata, told)


@pytest.fixture
async def deployment(
    small: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Deployment]:
    async with deployed(CurrentBase(small), tmp_path, monkeypatch) as deployment:
        yield deployment


def write_package(
    path: Path, app_id: str = APP_ID, domain: str = "127.0.0.1", **changes: object
) -> Path:
    manifest = {
        "bots": [{"botId": app_id}],
        "validDomains": [domain],
        "webApplicationInfo": {"id": app_id, "resource": f"api://{domain}/{app_id}"},
    } | changes
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("manifest.json", json.dumps(manifest))
    return path


def write_backup(path: Path, *, hours: float = 1) -> None:
    with zipfile.ZipFile(path, "w") as backup:
        backup.writestr("manifest.json", "{}")
        backup.writestr("database", "")
    at = time.time() - hours * 3600
    os.utime(path, (at, at))


def not_well(found: list[Finding]) -> list[tuple[str, Condition]]:
    return [(each.key, each.condition) for each in found if each.condition is not Condition.WELL]


async def test_a_healthy_deployment_is_called_so(deployment: Deployment) -> None:
    found = await deployment.examined()

    assert not_well(found) == []
    assert [each.key for each in found] == [
        *("base-well", "database-well", "backups", "package", "ends", "token", "keys", "clock"),
        *("address", "tls", "door-well", "ready", "size", "tab-well"),
    ]


_FOUND = re.compile(r"\b(well|look|ill)\(\s*\"([a-z-]+)\"")


def test_every_finding_has_words_and_what_is_not_well_has_a_cure(texts: Texts) -> None:
    sources = [Path(f"operations/{name}.py") for name in ("doctor", "inside", "outside")]
    found = {each for path in sources for each in _FOUND.findall(path.read_text("utf-8"))}

    assert len(found) > 30
    for language in LANGUAGES:
        catalogue = texts.in_language(language)
        for verdict, key in found:
            assert catalogue.knows(f"doctor.{key}"), key
            assert catalogue.knows(f"doctor.mend.{key}") is (verdict != "well"), key


@pytest.mark.parametrize(
    ("wrong", "key", "verdict"),
    [
        ({"hsts": False}, "hsts", Condition.LOOK),
        ({"names_itself": False}, "details", Condition.ILL),
        ({"limit": None}, "size-any", Condition.LOOK),
        ({"answers": {"/healthz": 502}}, "address-status", Condition.ILL),
        ({"answers": {"/api/messages": 404}}, "door", Condition.ILL),
        ({"answers": {"/api/messages": 200}}, "door", Condition.ILL),
    ],
)
async def test_each_fault_of_the_proxy_is_named(
    deployment: Deployment, texts: Texts, wrong: dict[str, object], key: str, verdict: Condition
) -> None:
    for name, value in wrong.items():
        setattr(deployment.front, name, value)
    found = await deployment.examined()

    assert (key, verdict) in not_well(found)
    [named] = [each for each in found if each.key == key]
    for language in LANGUAGES:
        assert "→" in named.in_words(texts.in_language(language))


async def test_a_certificate_nobody_vouches_for_is_named(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(deployment.entra.trusted))

    assert not_well(await deployment.examined()) == [("address-untrusted", Condition.ILL)]


async def test_a_proxy_that_is_down_is_named(deployment: Deployment) -> None:
    found = await deployment.examined(BOT_PUBLIC_URL="https://127.0.0.1:9")

    assert not_well(found) == [("address-silent", Condition.ILL)]


async def test_a_certificate_that_soon_ends_is_worth_a_look(
    small: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with deployed(CurrentBase(small), tmp_path, monkeypatch, days=5) as deployment:
        assert not_well(await deployment.examined()) == [("tls-soon", Condition.LOOK)]


async def test_what_entra_refuses_is_told_apart_from_silence(deployment: Deployment) -> None:
    deployment.entra.error = "invalid_client"
    assert not_well(await deployment.examined()) == [("token-refused", Condition.ILL)]

    deployment.entra.error = ""
    found = await deployment.examined(BOT_AUTHORITY="https://127.0.0.1:9")
    assert not_well(found) == [("token-none", Condition.ILL)]


async def test_keys_that_can_not_be_had_are_named(deployment: Deployment) -> None:
    deployment.metadata.down = True

    assert ("keys-none", Condition.ILL) in not_well(await deployment.examined())


@pytest.mark.parametrize(
    ("days", "key", "verdict"),
    [
        (-1, "ended", Condition.ILL),
        (0, "ends-soon", Condition.LOOK),
        (30, "ends-soon", Condition.LOOK),
    ],
)
async def test_the_day_the_secret_ends_is_told_in_time(
    deployment: Deployment, days: int, key: str, verdict: Condition
) -> None:
    day = swedish_day(datetime.now(UTC)) + timedelta(days=days)
    found = await deployment.examined(BOT_SECRET_EXPIRES=f"{day}")

    assert not_well(found) == [(key, verdict)]


async def test_a_secret_whose_end_nobody_noted_is_worth_a_look(deployment: Deployment) -> None:
    found = await deployment.examined(BOT_SECRET_EXPIRES="")

    assert not_well(found) == [("ends-unknown", Condition.LOOK)]


async def test_a_database_that_is_not_there_is_named(
    deployment: Deployment, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'elsewhere' / 'bot.db'}"

    assert ("database", Condition.ILL) in not_well(await deployment.examined(BOT_DATABASE_URL=url))


async def test_backups_are_held_against_the_clock(deployment: Deployment, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "notes.txt").write_text("no backup")
    assert not_well(await deployment.examined(backups=folder)) == [("backups-none", Condition.ILL)]

    write_backup(folder / "old.zip", hours=50)
    assert not_well(await deployment.examined(backups=folder)) == [("backups-old", Condition.ILL)]

    write_backup(folder / "new.zip", hours=2)
    assert not_well(await deployment.examined(backups=folder)) == []


async def test_a_package_of_another_bot_is_named(deployment: Deployment, tmp_path: Path) -> None:
    for name, package in {
        "BOT_APP_ID": write_package(tmp_path / "other.zip", app_id=APP_ID[:-1] + "f"),
        "BOT_PUBLIC_URL": write_package(tmp_path / "moved.zip", domain="old.example"),
    }.items():
        found = await deployment.examined(package=package)
        assert not_well(found) == [("package-other", Condition.ILL)]
        assert [each.facts["names"] for each in found if each.key == "package-other"] == [name]

    old = write_package(tmp_path / "old.zip", webApplicationInfo=None)
    assert not_well(await deployment.examined(package=old)) == [("package-sign-in", Condition.ILL)]

    (tmp_path / "no.zip").write_text("no zip")
    found = await deployment.examined(package=tmp_path / "no.zip")
    assert not_well(found) == [("package-unreadable", Condition.ILL)]


async def test_a_tab_that_teams_could_not_show_is_named(deployment: Deployment) -> None:
    deployment.front.more = {"X-Frame-Options": "DENY"}
    assert not_well(await deployment.examined()) == [("tab-framed", Condition.ILL)]

    deployment.front.answers = {"/arenden": 503}
    assert not_well(await deployment.examined()) == [("tab", Condition.ILL)]


async def test_a_clock_that_is_off_is_named(deployment: Deployment) -> None:
    settings = load_settings(deployment.told)
    async with ClientSession() as session:
        late = await outside.clock(
            settings, session, lambda: datetime.now(UTC) - timedelta(minutes=6)
        )

    assert (late.key, late.condition) == ("clock-off", Condition.ILL)
    assert isinstance(late.facts["count"], int)
    assert 350 < late.facts["count"] < 370


async def test_a_base_with_a_fault_is_named(deployment: Deployment, tmp_path: Path) -> None:
    folder = tmp_path / "base"
    folder.mkdir()

    assert ("base", Condition.ILL) in not_well(await deployment.examined(BOT_BASE=str(folder)))


def test_the_command_names_every_wrong_setting_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("BOT_")]:
        monkeypatch.delenv(name)
    with pytest.raises(SystemExit) as ended:
        main(["doctor", "--lang", "en"])

    said = capsys.readouterr().out
    assert ended.value.code == 1
    for name in ("BOT_APP_ID", "BOT_APP_PASSWORD", "BOT_TENANT_ID"):
        assert f"A setting is wrong: {name}" in said
    assert "Wrong: 3." in said


def test_local_mode_is_no_deployment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_DANGEROUSLY_LOCAL", "yes")
    with pytest.raises(SystemExit):
        main(["doctor"])

    assert "BOT_DANGEROUSLY_LOCAL" in capsys.readouterr().out
