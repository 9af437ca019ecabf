"""Saving from the workshop: what is written, what is refused, and what is never lost."""

import asyncio
import os
import stat
from pathlib import Path

import pytest

from editor.saving import EditorsFolder
from tests.editor.workbench import BLOCKING, Workbench

NEW = "passages/kris.yaml"


async def test_what_is_saved_is_what_was_written_byte_for_byte(bench: Workbench) -> None:
    text = f"# Överst\n{bench.text()}\n# Nederst, utan radslut"
    saved = await bench.save(text, await bench.begun_with())

    assert saved.status == 200
    assert (bench.folder / BLOCKING).read_bytes() == text.encode()
    assert (await saved.json())["hash"] == await bench.begun_with()


async def test_line_ends_and_a_byte_order_mark_stay_as_they_are(bench: Workbench) -> None:
    text = "\ufeff" + bench.text().replace("\n", "\r\n")
    assert (await bench.save(text, await bench.begun_with())).status == 200

    opened = await bench.client.get("/workshop/file", params={"name": BLOCKING})
    assert (await opened.json())["text"] == text


async def test_the_file_keeps_its_permissions(bench: Workbench) -> None:
    path = bench.folder / BLOCKING
    path.chmod(0o640)
    await bench.save(bench.text() + "# mer\n", await bench.begun_with())

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


async def test_nothing_else_is_left_in_the_folder(bench: Workbench) -> None:
    before = sorted(os.listdir(bench.folder / "passages"))
    await bench.save(bench.text() + "# mer\n", await bench.begun_with())
    await bench.save("topic: [", await bench.begun_with())

    assert sorted(os.listdir(bench.folder / "passages")) == before


async def test_a_text_with_errors_is_refused_with_their_places(bench: Workbench) -> None:
    before = bench.text()
    broken = before.replace("basis: practice", "basis: rumour")
    refused = await bench.save(broken, await bench.begun_with())

    assert refused.status == 422
    [mark] = (await refused.json())["marks"]
    assert (mark["file"], mark["line"], mark["column"]) == (BLOCKING, 4, 12)
    assert bench.text() == before


async def test_an_error_that_a_text_gives_another_file_is_refused(bench: Workbench) -> None:
    sources = bench.text("sources.yaml")
    without = sources.replace("storby-handbok", "storstads-handbok")
    refused = await bench.save(without, await bench.begun_with("sources.yaml"), "sources.yaml")

    assert refused.status == 422
    assert BLOCKING in {mark["file"] for mark in (await refused.json())["marks"]}
    assert bench.text("sources.yaml") == sources


async def test_a_broken_base_can_be_mended_one_file_at_a_time(bench: Workbench) -> None:
    good = bench.text()
    for name in (BLOCKING, "passages/bilder.yaml"):
        (bench.folder / name).write_text("topic: [", "utf-8")

    assert (await bench.save(good, await bench.begun_with())).status == 200
    assert (await bench.save("topic: ]", await bench.begun_with())).status == 422


async def test_a_change_made_meanwhile_is_never_written_over(bench: Workbench) -> None:
    begun_with, mine = await bench.begun_with(), bench.text() + "# min\n"
    theirs = bench.text() + "# deras\n"
    (bench.folder / BLOCKING).write_text(theirs, "utf-8")
    refused = await bench.save(mine, begun_with)

    assert refused.status == 409
    told = await refused.json()
    assert (told["theirs"], told["hash"]) == (theirs, await bench.begun_with())
    assert bench.text() == theirs


async def test_a_file_removed_meanwhile_is_told_of_and_not_made_again(bench: Workbench) -> None:
    begun_with, mine = await bench.begun_with(), bench.text()
    (bench.folder / BLOCKING).unlink()
    refused = await bench.save(mine, begun_with)

    assert refused.status == 409
    assert (await refused.json())["theirs"] is None
    assert not (bench.folder / BLOCKING).exists()


async def test_of_many_saves_begun_with_one_text_one_wins(bench: Workbench) -> None:
    begun_with, before = await bench.begun_with(), bench.text()
    texts = [f"{before}# nummer {number}\n" for number in range(8)]
    answers = await asyncio.gather(*(bench.save(text, begun_with) for text in texts))
    statuses = [answer.status for answer in answers]

    assert sorted(statuses) == [200, *[409] * 7]
    assert bench.text() == texts[statuses.index(200)]


async def test_a_new_file_is_made_once_and_like_its_neighbours(bench: Workbench) -> None:
    text = bench.text().replace("topic: blockera", "topic: gallring").replace("blockera-", "ny-")
    text = text.replace("Får vi blockera någon?", "Får vi spärra?").replace("blockera", "spärra")
    text = text.replace("May we block somebody?", "May we bar?").replace("block", "bar")
    for number, word in enumerate(("troll", "otrevlig", "Vem", "följare", "rude", "Who", "ban")):
        text = text.replace(word, f"{word}{number}")
    made = await bench.save(text, None, NEW)

    assert made.status == 200, await made.text()
    assert bench.text(NEW) == text
    neighbour = stat.S_IMODE((bench.folder / BLOCKING).stat().st_mode)
    assert stat.S_IMODE((bench.folder / NEW).stat().st_mode) == neighbour
    assert (await bench.save(text + "# igen\n", None, NEW)).status == 409


def test_a_write_that_fails_leaves_the_old_text_and_no_leavings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "passages").mkdir()
    (tmp_path / "routine.yaml").write_text("gammal", "utf-8")
    folder = EditorsFolder(tmp_path)

    def full(_one: object, _other: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        folder.save("routine.yaml", b"ny", seen=b"gammal")

    assert sorted(os.listdir(tmp_path)) == ["passages", "routine.yaml"]
    assert (tmp_path / "routine.yaml").read_text("utf-8") == "gammal"
