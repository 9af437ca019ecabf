"""What the documents promise is so: tests exist, and tables, days and files are as in the code."""

import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from questions.reminders import ASKER_KEPT
from settings.groups import Settings
from storage.appointments import metadata  # every table is known once these are loaded
from storage.deliveries import KEEP_SENT
from storage.instances import FORGET_AFTER
from storage.open_files import AWAY
from storage.question_tables import forwarded_questions
from storage.turn_notes import KEEP_ANSWERED, KEEP_LAST_QUESTIONS
from storage.turns import KEEP_TURNS

PROTECTION = Path("docs/data-protection.md").read_text("utf-8")
RETENTION = {
    field.alias or "": field.default
    for field in Settings.model_fields.values()
    if (field.alias or "").startswith("BOT_KEEP_") and (field.alias or "").endswith("_DAYS")
}
SPELLED = {
    "last_questions": (KEEP_LAST_QUESTIONS, timedelta(minutes=30), "30 minutes"),
    "answered_messages": (KEEP_ANSWERED, timedelta(hours=1), "1 hour"),
    "turns": (KEEP_TURNS, timedelta(minutes=15), "15 minutes"),
    "instances": (FORGET_AFTER, timedelta(days=1), "a day after it stopped"),
    "outbox": (KEEP_SENT, timedelta(days=7), "sent: 7 days"),
    "open_files": (AWAY, timedelta(minutes=1), "a minute"),
    "enquiries": (ASKER_KEPT, timedelta(days=30), "30 days after nothing more is owed"),
}
"""What is kept for a time that no setting says: in the code, spelled out, and as it is told."""
SDK = re.compile(r"^\s*(?:from|import) (?:botbuilder|botframework|msrest)\b", re.MULTILINE)


def test_each_promise_of_security_names_a_test_there_is() -> None:
    security = Path("SECURITY.md").read_text("utf-8")
    rows = [line for line in security.splitlines() if re.match(r"\| (?!promise|---)", line)]
    named = [re.findall(r"`(tests/[\w/]+\.py)`", row) for row in rows]

    assert len(rows) >= 10
    assert [row for row, tests in zip(rows, named, strict=True) if not tests] == []
    assert [test for tests in named for test in tests if not Path(test).exists()] == []


@pytest.mark.parametrize("table", sorted({*metadata.tables, forwarded_questions.name}))
def test_each_table_stands_in_data_protection(table: str) -> None:
    rows = [line for line in PROTECTION.splitlines() if line.startswith("| `")]

    assert [row for row in rows if f"`{table}`" in row.split("|")[1]]


def test_no_two_decisions_have_one_number() -> None:
    numbers = [each.name[:4] for each in Path("docs/decisions").glob("*.md")]

    assert sorted({each for each in numbers if numbers.count(each) > 1}) == []


def test_the_days_of_data_protection_are_those_of_the_settings() -> None:
    told = dict(re.findall(r"`(BOT_KEEP_\w+_DAYS)` \((\d+)", PROTECTION))

    assert {name: int(days) for name, days in told.items()} == RETENTION


@pytest.mark.parametrize("table", sorted(SPELLED))
def test_what_no_setting_says_is_kept_for_as_long_as_is_told(table: str) -> None:
    kept, spelled, words = SPELLED[table]
    (row,) = [line for line in PROTECTION.splitlines() if re.match(rf"\| .*`{table}`", line)]

    assert kept == spelled
    assert words in row


def test_the_proposed_decision_names_the_days_of_the_settings() -> None:
    proposed = PROTECTION.partition("## Förslag till gallringsbeslut")[2]
    named = {int(days) for days in re.findall(r"(\d+) dagar", proposed)}

    assert named == {days for days in RETENTION.values() if days} | {KEEP_SENT.days}


def test_the_sdk_is_imported_by_the_files_on_the_way_out_of_it_alone() -> None:
    way = Path("docs/decisions/0018-sdk-without-support.md").read_text("utf-8")
    named = set(re.findall(r"`((?:channel|bench)/\w+\.py|bot\.py)`", way))
    listed = subprocess.run(["git", "ls-files", "*.py"], capture_output=True, text=True, check=True)
    importing = {
        name
        for name in listed.stdout.split()
        if not name.startswith("tests/") and SDK.search(Path(name).read_text("utf-8"))
    }

    assert importing == named
