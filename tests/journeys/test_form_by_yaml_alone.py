"""Editors change the form, and people walk through the changed one: no program is touched."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.live.acceptance import open_snapshot
from knowledge.live.current import CurrentBase
from tests.world.account_walk import ACCOUNT
from tests.world.bases import a_copy
from tests.world.reading import fields_of, title_of, words_of
from tests.world.served_bot import ServedBot, serve_bot

FORM = "account_request.yaml"
NEW_FIELD = """\
      - id: budget
        kind: line
        sv: {label: Vem betalar annonser?, help: Skriv enhetens namn.}
        en: {label: Who pays for advertising?}
"""
NEW_STEP = """\
  - id: annonser
    passage: starta-konto-steg
    sv: {title: Annonser, intro: Några frågor om betalda annonser.}
    en: {title: Advertising, intro: A few questions on paid advertising.}
    fields:
"""


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[ServedBot]:
    """A bot whose editors have put a step with one question first in the form."""
    base = a_copy(tmp_path)
    form = (base / FORM).read_text("utf-8")
    changed = form.replace("steps:\n", f"steps:\n{NEW_STEP}{NEW_FIELD}", 1)
    (base / FORM).write_text(changed, "utf-8")
    async with serve_bot(CurrentBase(open_snapshot(base, tmp_path / "cache")), tmp_path) as bot:
        yield bot


async def test_a_step_written_in_the_file_is_walked_through_checked_and_shown(
    bot: ServedBot,
) -> None:
    anna = bot.person("anna")
    first = await anna.writes("starta konto")
    told = await anna.presses(first, "walk.next")
    second = await anna.fills_in(told, "walk.next", answer__budget="Förskolan")
    third = await anna.fills_in(second, "walk.next", **ACCOUNT)

    assert title_of(first) == "Steg 1 av 4"
    assert list(fields_of(first)) == ["Vem betalar annonser?"]
    assert "- Vem betalar annonser? Svar saknas." in words_of(told)
    assert title_of(second) == "Steg 2 av 4"
    assert title_of(third) == "Steg 3 av 4"
