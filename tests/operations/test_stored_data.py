"""The commands on stored data, as somebody in a terminal meets them."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from accounts.ports import AccountsUnitOfWork
from core.changes import save
from operations.__main__ import main
from storage.audit_log import line_hash
from storage.database import Database
from storage.unit_of_work import SqlTransactions
from tests.conftest import SMALL_BASE
from tests.storage.cases import NOON, a_request
from tests.storage.servers import migrated
from tests.world.people import ADA

MET_NEVER = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with a request of Ada's and a line about it, named in the environment."""
    file = tmp_path / "rutinboten.db"
    monkeypatch.setenv("BOT_DATABASE_URL", f"sqlite:///{file}")

    def work(uow: AccountsUnitOfWork) -> None:
        uow.requests.add(a_request())
        save(uow, uow.requests, a_request(), None, by=ADA)

    async def fill() -> None:
        database = Database(migrated(f"sqlite:///{file}"))
        await SqlTransactions(database, clock=lambda: NOON, on_notice=lambda: None).write(work)
        await database.close()

    asyncio.run(fill())
    return file


def change(file: Path, *statements: str) -> None:
    database = sqlite3.connect(file)
    with database:
        for statement in statements:
            database.execute(statement)
    database.close()


def test_a_whole_log_is_called_whole(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify-audit"]) == 0
    assert capsys.readouterr().out.startswith("Loggen är hel. Antal rader: 1. Sista")


def checksum(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what verify-audit says stands for the log as it is."""
    assert main(["verify-audit"]) == 0
    return capsys.readouterr().out.split()[-1]


def test_a_checksum_noted_earlier_is_found_though_the_log_has_grown(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noted = checksum(capsys)
    assert main(["erase-person", ADA.id]) == 0
    capsys.readouterr()

    assert main(["verify-audit", "--expect", f" {noted.upper()} "]) == 0
    assert "den hör till rad 1, och inget" in capsys.readouterr().out


def test_a_log_written_anew_does_not_hold_the_checksum_noted_earlier(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noted = checksum(capsys)
    triggers = ("DROP TRIGGER audit_log_refuses_update", "DROP TRIGGER audit_log_refuses_delete")
    change(file, *triggers, "UPDATE audit_log SET at = '2026-01-01 00:00:00.000000'")
    with sqlite3.connect(file) as database:
        database.row_factory = sqlite3.Row
        (row,) = database.execute("SELECT * FROM audit_log").fetchall()
        forged = line_hash({**row, "at": datetime(2026, 1, 1, tzinfo=UTC)})
        database.execute("UPDATE audit_log SET hash = ?", (forged,))
        database.execute("UPDATE audit_head SET hash = ?", (forged,))
    database.close()

    assert checksum(capsys) == forged
    assert main(["verify-audit", "--expect", noted]) == 1
    assert capsys.readouterr().err.startswith(f"Ingen rad i loggen har kontrollsumman {noted}.")


def test_taking_out_a_record_is_a_line_in_the_log(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["record", "konto-1"]) == 0
    assert main(["record", "konto-2"]) == 1
    with sqlite3.connect(file) as database:
        lines = database.execute("SELECT what, subject, actor, state FROM audit_log").fetchall()
    database.close()

    assert lines[1:] == [("record", "konto-1", None, "opened")]
    assert main(["verify-audit"]) == 0


def test_a_broken_log_is_told_with_its_first_broken_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trigger = "DROP TRIGGER audit_log_refuses_update"
    change(file, trigger, "UPDATE audit_log SET state = 'approved'")

    assert main(["verify-audit", "--lang", "en"]) == 1
    assert capsys.readouterr().err == (
        "The log is broken: line 1, on konto-1, or the line before it, has been changed.\n"
    )


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (
            ["DROP TRIGGER audit_log_refuses_delete", "DELETE FROM audit_log"],
            "Loggen är bruten: den slutar före rad 1, och så var det inte senast något skrevs.",
        ),
        (
            [
                "DROP TRIGGER audit_log_refuses_update",
                "UPDATE audit_log SET sequence = 2",
            ],
            "Loggen är bruten: rad 1 saknas.",
        ),
        (
            ["UPDATE account_requests SET content = replace(content, 'Sala', 'Köping')"],
            "konto-1 har ändrats bakom loggen. Rad 1 säger vad som senast sparades.",
        ),
        (
            ["DELETE FROM account_requests"],
            "konto-1 finns inte längre, men står i loggen på rad 1.",
        ),
        (
            [
                "INSERT INTO account_requests SELECT 'konto-2', version, status, requester, "
                "manager, confirmer, platform, folded_name, changed_at, waiting_since, content "
                "FROM account_requests"
            ],
            "konto-2 finns, men loggen säger inget om det.",
        ),
    ],
)
def test_whatever_is_wrong_is_told_in_a_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], statements: list[str], sentence: str
) -> None:
    change(file, *statements)

    assert main(["verify-audit"]) == 1
    assert capsys.readouterr().err == f"{sentence}\n"


def test_an_erased_person_is_gone_and_the_log_is_whole_still(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["erase-person", ADA.id.upper()]) == 0
    assert capsys.readouterr().out == (
        "Personen är raderad. Antal ärenden som ändrades: 1. Antal konton: 0. "
        "Antal frågor och luckor: 0.\n"
    )
    assert main(["verify-audit"]) == 0


def test_erasing_somebody_nobody_knows_is_told_so(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_APP_PASSWORD", "hush-hush")
    assert main(["erase-person", "nobody", "--lang", "en"]) == 1
    assert capsys.readouterr().err == "Nobody with that id is in anything that is kept.\n"


@pytest.mark.parametrize("command", [["verify-audit"], ["erase-person", ADA.id]])
def test_a_database_that_is_not_there_is_told_and_not_made(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    monkeypatch.setenv("BOT_DATABASE_URL", f"sqlite:///{tmp_path}/misspelt.db")

    assert main(command) == 2
    assert "BOT_DATABASE_URL går inte att öppna" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ["verify-audit"],
        ["erase-person", ADA.id],
        ["person-data", ADA.id],
        ["outbox"],
        ["purge"],
        ["reviewers", "list"],
        ["backup", "copy.zip"],
        ["record", "konto-1"],
    ],
)
@pytest.mark.parametrize("spoil", ["no database", "damaged", "without tables"])
def test_a_damaged_database_is_told_in_a_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], command: list[str], spoil: str
) -> None:
    whole = file.read_bytes()
    if spoil == "without tables":
        change(file, *(f"DROP TABLE {name}" for name in tables(file)))
    else:
        kept = whole[:4096] if spoil == "damaged" else b""
        file.write_bytes(kept + b"?" * (len(whole) - len(kept)))

    assert main(command) == 2
    assert "BOT_DATABASE_URL går inte att öppna" in capsys.readouterr().err


def tables(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'"
        return [name for (name,) in database.execute(named) if not name.startswith("sqlite")]


def test_a_server_that_does_not_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_DATABASE_URL", f"postgresql://bot:hemligt@/bot?host={tmp_path}")

    assert main(["verify-audit"]) == 2
    told = capsys.readouterr().err
    assert "BOT_DATABASE_URL går inte att öppna" in told
    assert "hemligt" not in told


def test_a_database_of_another_version_is_left_alone(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(file, "UPDATE alembic_version SET version_num = '0001'")

    assert main(["verify-audit"]) == 2
    assert "en annan version" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_record_is_written_in_the_language_asked_for(
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
) -> None:
    monkeypatch.setenv("BOT_BASE", str(SMALL_BASE))

    assert main(["record", a_request().id, "--lang", language]) == 0
    written = capsys.readouterr()
    assert f'<html lang="{language}">' in written.out
    assert ADA.name in written.out
    assert written.err == ""


def test_an_unknown_request_is_complained_of_and_nothing_is_written(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_BASE", str(SMALL_BASE))

    assert main(["record", "arende-9"]) == 1
    assert capsys.readouterr() == ("", "Det finns inget ärende som heter arende-9.\n")


@pytest.mark.parametrize(
    "arguments", [[], ["erase"], ["erase-person"], ["verify-audit", "--lang", "fi"]]
)
def test_a_command_that_is_misspelt_runs_nothing(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert "python -m operations" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["outbox", "show", str(2**80)], "python -m operations outbox"),
        (
            ["reviewers", "add", MET_NEVER, "--from", "0001-01-01", "--to", "0001-01-02"],
            "Sista dag",
        ),
        (["export-archive", "2026-03-02", "2026-03-01", "arkiv"], "Sista dagen kommer före"),
        (["export-archive", "2026-03-01", "2026-03-02", "/proc/arkiv"], "går inte att skriva i"),
    ],
)
def test_what_cannot_be_meant_is_told_in_a_sentence(
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    sentence: str,
) -> None:
    monkeypatch.setenv("BOT_BASE", str(SMALL_BASE))

    assert main(command) in (1, 2)
    assert sentence in capsys.readouterr().err


def test_the_last_day_of_all_is_a_day(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reviewers", "add", MET_NEVER, "--to", "9999-12-31"]) == 0
    assert "är granskare" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["person-data", "erase-person"])
def test_a_faulty_secret_is_told_and_not_shown(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.setenv("BOT_SECRET_KEY", "hush")

    assert main([command, ADA.id]) == 1
    assert capsys.readouterr() == ("", "BOT_SECRET_KEY: is too short: 32 letters at least, each\n")


@pytest.mark.parametrize(
    "command", [["record", "konto-1"], ["export-archive", "2026-03-01", "2026-03-02", "arkiv"]]
)
def test_a_base_that_is_not_there_is_told_in_a_sentence(
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    monkeypatch.setenv("BOT_BASE", str(file.parent / "nowhere"))

    assert main(command) == 1
    assert "nowhere:1:1: " in capsys.readouterr().err
