"""What the documents promise is so: tests exist, and tables, days and files are as in the code."""

import re
import subprocess
from pathlib import Path

import pytest

from settings.groups import Settings
from storage.appointments import metadata  # every table is known once these are loaded
from storage.question_tables import forwarded_questions

PROTECTION = Path("docs/data-protection.md").read_text("utf-8")
RETENTION = {
    field.alias or "": field.default
    for field in Settings.model_fields.values()
    if (field.alias or "").startswith("BOT_KEEP_") and (field.alias or "").endswith("_DAYS")
}
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
