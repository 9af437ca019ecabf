"""What the bot is trusted with, and what it is shown, stands nowhere that anybody reads."""

import logging
from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.world.served_bot import ServedBot, serve_bot

SETTINGS = {
    "BOT_APP_PASSWORD": "hush-password",
    "BOT_SECRET_KEY": "hush-key-of-letters-that-nobody-would-guess",
    "BOT_METRICS_TOKEN": "hush-metrics-of-letters-that-nobody-would-guess",
}
SIGNED = "eyJ"
"""What every token that somebody has signed begins with."""
NOT_OURS = f"Bearer {SIGNED}hush.hush.hush"
PAGES = (
    "/readyz",
    "/metrics",
    "/healthz",
    "/konton",
    "/om",
    "/arenden",
    "/none",
    "/mina-uppgifter/x",
)


async def everything_shown(bot: ServedBot, headers: Mapping[str, str]) -> str:
    """Return each page and refusal there is, as it is told to whoever sends *headers*."""
    shown = list[str]()
    for path in PAGES:
        async with bot.session.get(_at(bot, path), headers=headers) as response:
            shown.append(f"{response.headers} {await response.text()}")
    for path in ("/api/messages", "/api/cases", "/none"):
        async with bot.session.post(_at(bot, path), headers=headers, data=b"{") as response:
            shown.append(f"{response.headers} {await response.text()}")
    return "\n".join(shown)


def kept_in(folder: Path) -> str:
    return "".join(each.read_bytes().decode("latin-1") for each in folder.glob("bot.db*"))


def _at(bot: ServedBot, path: str) -> str:
    return bot.url.replace("/api/messages", path)


async def test_no_secret_and_no_token_stands_in_log_page_or_database(
    small: Snapshot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with serve_bot(CurrentBase(small), tmp_path, **SETTINGS) as bot:
        anna = bot.person("anna")
        card = await anna.writes("Måste vi diarieföra kommentarer på Facebook?")
        await anna.presses(card, "button.helpful")
        theirs = {"Authorization": f"Bearer {SETTINGS['BOT_METRICS_TOKEN']}"}
        shown = await everything_shown(bot, theirs)
        shown += await everything_shown(bot, {"Authorization": NOT_OURS})

    secrets = [*SETTINGS.values(), SIGNED, "hush"]
    assert "rutinboten_turn_seconds" in shown
    assert [each for each in secrets if each in shown + kept_in(tmp_path) + caplog.text] == []
