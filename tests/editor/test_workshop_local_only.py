"""What the workshop lets in: its own page on this machine, and nothing that leads elsewhere."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editor.workbench import BLOCKING, Workbench, a_draft, in_files

SECRET = "hemligt: ja\n"
OUTSIDE = [
    "../outside.yaml",
    "passages/../../outside.yaml",
    "/etc/passwd",
    "passages/../routine.yaml",
    "./routine.yaml",
    "passages//blockera.yaml",
    "passages\\blockera.yaml",
    "..%2foutside.yaml",
    "passages/.hidden.yaml",
    "passages/deeper/file.yaml",
    "passages/BLOCKERA.yaml",
    "passages/å.yaml",
    "passages/blockera.yaml\0",
    "passages/blockera.yml",
    "new.yaml",
    "passages/" + "a" * 200 + ".yaml",
    "passages",
    "",
]


@pytest.fixture
def outside(bench: Workbench) -> Iterator[Path]:
    """A file beside the base that nobody may reach."""
    path = bench.folder.parent / "outside.yaml"
    path.write_text(SECRET, "utf-8")
    yield path
    assert path.read_text("utf-8") == SECRET


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.usefixtures("outside")
async def test_no_name_leads_out_of_the_folder(bench: Workbench, name: str) -> None:
    read = await bench.client.get("/workshop/file", params={"name": name})
    saved = await bench.save(bench.text(), None, name)
    checked = await bench.post("check", a_draft("a: b", name))
    compared = await bench.post("changes", in_files("a: b", name))

    assert read.status == 404
    assert saved.status in (400, 404)
    assert checked.status in (400, 404)
    assert compared.status in (400, 404)


async def test_links_are_neither_listed_nor_read_nor_written(
    bench: Workbench, outside: Path
) -> None:
    for name in ("passages/lank.yaml", "lank.yaml"):
        (bench.folder / name).symlink_to(outside)
        read = await bench.client.get("/workshop/file", params={"name": name})
        saved = await bench.save("ersatt: ja\n", None, name)

        assert (read.status, saved.status) == (404, 404)
        assert (bench.folder / name).is_symlink()
    base = await (await bench.client.get("/workshop/base")).json()
    assert not any("lank" in name for name in base["files"])


async def test_a_folder_of_passages_that_is_a_link_is_left_alone(
    bench: Workbench, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (bench.folder / "passages").rename(elsewhere)
    (bench.folder / "passages").symlink_to(elsewhere)
    read = await bench.client.get("/workshop/file", params={"name": BLOCKING})
    saved = await bench.save("topic: ny\n", None, "passages/ny.yaml")

    assert (read.status, saved.status) == (404, 404)
    assert not (elsewhere / "ny.yaml").exists()


@pytest.mark.parametrize(
    "host", ["example.org", "rebound.example.org:3979", "169.254.169.254", "localhost.example.org"]
)
async def test_a_name_that_is_not_this_machines_is_refused(bench: Workbench, host: str) -> None:
    page = await bench.client.get("/", headers={"Host": host})
    base = await bench.client.get("/workshop/base", headers={"Host": host})
    saved = await bench.post("save", {}, Host=host, Origin=f"http://{host}")

    assert {page.status, base.status, saved.status} == {403}


@pytest.mark.parametrize(
    "origin", ["https://example.org", "null", "http://127.0.0.1", "http://localhost:1", ""]
)
async def test_what_another_site_sends_is_refused(bench: Workbench, origin: str) -> None:
    before, begun_with = bench.text(), await bench.begun_with()
    draft = {"name": BLOCKING, "text": before + "# utifrån\n"}
    body = {"draft": draft, "begun_with": begun_with}
    refused = await bench.post("save", body, Origin=origin)

    assert refused.status == 403
    assert bench.text() == before


async def test_a_request_without_an_origin_changes_nothing(bench: Workbench) -> None:
    refused = await bench.client.post("/workshop/save", json={})

    assert refused.status == 403


async def test_a_form_of_another_site_cannot_send_what_is_read(bench: Workbench) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        refused = await bench.client.post(
            "/workshop/save",
            data=b'{"draft": {}}',
            headers={"Origin": bench.origin, "Content-Type": kind},
        )
        assert refused.status == 415


async def test_another_site_cannot_even_have_the_answer_sent(bench: Workbench) -> None:
    refused = await bench.client.get("/workshop/base", headers={"Sec-Fetch-Site": "cross-site"})

    assert refused.status == 403
    assert (await refused.json()) == {"error": "not-welcome"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'{"draft": 1}',
        b'{"draft": {"name": "passages/blockera.yaml", "text": "\\ud800"}, "begun_with": null}',
        b'{"draft": {"name": "passages/blockera.yaml"}, "begun_with": null}',
        b'{"draft": {"name": "a.yaml", "text": "", "mode": 511}, "begun_with": null}',
        b'{"lang": "finska!", "draft": {"name": "a.yaml", "text": ""}, "begun_with": null}',
        b"[" * 100_000,
    ],
)
async def test_a_body_of_another_shape_is_refused(bench: Workbench, body: bytes) -> None:
    headers = {"Origin": bench.origin, "Content-Type": "application/json"}
    for what in ("save", "check", "ask", "passage", "phrasing", "index", "changes", "rearrange"):
        refused = await bench.client.post(f"/workshop/{what}", data=body, headers=headers)
        assert refused.status == 400


async def test_a_huge_body_is_refused(bench: Workbench) -> None:
    before = bench.text()
    headers = {"Origin": bench.origin, "Content-Type": "application/json"}
    for size, status in ((8_000_000, 413), (1_500_000, 400)):
        body = json.dumps({"draft": {"name": BLOCKING, "text": "a" * size}, "begun_with": None})
        refused = await bench.client.post(
            "/workshop/save", data=io.BytesIO(body.encode()), headers=headers
        )
        assert refused.status == status
    assert bench.text() == before


async def test_nothing_foreign_may_run_in_the_page(bench: Workbench) -> None:
    one, other = [await bench.client.get("/") for _ in range(2)]
    policy = one.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert policy != other.headers["Content-Security-Policy"]
    answer = await bench.client.get("/workshop/base")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_only_the_pages_own_files_are_served(bench: Workbench) -> None:
    for name in ("index.html", "chat.js", "..%2f..%2fpackage.json", "workshop.js.LEGAL.txt"):
        assert (await bench.client.get(f"/assets/{name}")).status == 404
