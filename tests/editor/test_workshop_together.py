"""Files that change together over HTTP: planned, saved at once, put back, never over another's.

Earlier wordings come from git.
"""

import asyncio
import subprocess
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.typedefs import Handler

from editor.rearranging import renamed
from editor.saving import EditorsFolder
from editor.workshop.checking import Checking
from editor.workshop.door import EDITOR
from editor.workshop.editing import EditingAtHome
from editor.workshop.rearrange_routes import RearrangeRoutes
from editor.workshop.together import SavingTogether
from knowledge.source.files import Unsaved, names_in
from tests.editor.workbench import BLOCKING, NO_DATABASE, Workbench, inspected
from tests.world.people import RUT
from texts.catalogue import load_editor_texts
from yamlfile.problem import Problem

BLOCKED, PICTURES = "blockera-person", "bilder-samtycke"
PICTURE_FILE = "passages/bilder.yaml"
RENAME = {"deed": "rename", "passage": PICTURES, "to": "bilder-ja"}
THEIRS = "# deras\n"


class FolderOfTwo(EditorsFolder):
    """Another editor saves a text as soon as this one has read them all."""

    def content(self, name: str) -> bytes | None:
        read = super().content(name)
        theirs = self.path / BLOCKING
        if name == self.names()[-1] and THEIRS.encode() not in theirs.read_bytes():
            append(theirs, THEIRS)
        return read


@web.middleware
async def as_rut(request: web.Request, handler: Handler) -> web.StreamResponse:
    request[EDITOR] = RUT
    return await handler(request)


def commit(folder: Path, about: str) -> None:
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-qm", about],
    ):
        subprocess.run(["git", "-C", str(folder), *arguments], check=True)


def append(path: Path, line: str) -> None:
    path.write_text(path.read_text("utf-8") + line, "utf-8")


async def test_the_files_are_saved_together_and_put_back_together(bench: Workbench) -> None:
    before = {name: (bench.folder / name).read_bytes() for name in names_in(bench.folder)}
    told = await bench.told("rearrange", {"what": RENAME, "files": []})
    files = [{key: each[key] for key in ("name", "text", "begun_with")} for each in told["files"]]
    hashes = (await bench.told("save-together", {"files": files}))["hashes"]
    after = {name: (bench.folder / name).read_bytes() for name in names_in(bench.folder)}
    back = [
        {"name": each["name"], "text": each["before"], "begun_with": hashes[each["name"]]}
        for each in told["files"]
    ]
    await bench.told("save-together", {"files": back})

    assert b"bilder-ja" in after[BLOCKING]
    assert {name: (bench.folder / name).read_bytes() for name in names_in(bench.folder)} == before


async def test_the_page_is_told_of_each_place_where_words_would_be_replaced(
    bench: Workbench,
) -> None:
    told = await bench.told("replace-words", {"words": "Storby", "by": "Lillby", "files": []})

    assert BLOCKING in [each["name"] for each in told["files"]]
    assert "Storby" in bench.text()
    assert all("Lillby" in place["after"] for place in told["places"])


async def test_none_is_saved_where_one_has_changed_or_would_break_the_base(
    bench: Workbench,
) -> None:
    told = await bench.told("rearrange", {"what": RENAME, "files": []})
    files = [{key: each[key] for key in ("name", "text", "begun_with")} for each in told["files"]]
    broken = await bench.post("save-together", {"files": files[:1]})
    append(bench.folder / BLOCKING, "# deras\n")
    changed = await bench.post("save-together", {"files": files})

    assert broken.status == 422
    assert (changed.status, (await changed.json())["name"]) == (409, BLOCKING)
    assert "bilder-ja" not in bench.text(PICTURE_FILE)


async def test_an_earlier_wording_is_told_of_and_taken_back_under_the_ids_of_now(
    bench: Workbench,
) -> None:
    commit(bench.folder, "Först")
    new = bench.text().replace("Får vi blockera någon?", "Får vi porta?", 1)
    changed = renamed({BLOCKING: new}, BLOCKED, "blockera-nu")[BLOCKING]
    draft = {"draft": {"name": BLOCKING, "text": changed}, "passage": "blockera-nu"}
    [first] = (await bench.told("wordings", draft))["wordings"]
    back = await bench.told("restore", draft | {"revision": first["revision"]})

    assert (first["by"], first["about"]) == ("Ada", "Först")
    assert back["text"] == renamed({BLOCKING: bench.text()}, BLOCKED, "blockera-nu")[BLOCKING]


async def test_without_git_there_are_no_earlier_wordings(bench: Workbench) -> None:
    draft = {"draft": {"name": BLOCKING, "text": bench.text()}, "passage": BLOCKED}

    assert (await bench.post("wordings", draft)).status == 404


async def test_a_taken_id_and_a_wrong_one_are_refused(bench: Workbench) -> None:
    taken = {"deed": "rename", "passage": PICTURES, "to": BLOCKED}
    wrong = {"deed": "rename", "passage": PICTURES, "to": "Å b"}

    assert (await bench.post("rearrange", {"what": taken, "files": []})).status == 409
    assert (await bench.post("rearrange", {"what": wrong, "files": []})).status == 400


async def test_what_another_saves_while_a_change_is_planned_is_not_written_over(
    copy: Path,
) -> None:
    folder = FolderOfTwo(copy)

    async def problems(unsaved: Unsaved) -> list[Problem]:
        return inspected(copy, unsaved)

    checking = Checking(EditorsFolder(copy), problems)
    app = web.Application(middlewares=[as_rut])
    saving = SavingTogether(
        folder, EditingAtHome(folder, NO_DATABASE), checking, load_editor_texts(), asyncio.Lock()
    )
    app.add_routes(RearrangeRoutes(folder, saving).routes())
    async with TestClient(TestServer(app)) as client:
        planned = await client.post("/workshop/rearrange", json={"what": RENAME, "files": []})
        told = (await planned.json())["files"]
        files = [{key: each[key] for key in ("name", "text", "begun_with")} for each in told]
        saved = await client.post("/workshop/save-together", json={"files": files})

        assert (saved.status, (await saved.json())["name"]) == (409, BLOCKING)
    text = (copy / BLOCKING).read_text("utf-8")
    assert THEIRS in text
    assert "bilder-ja" not in text
