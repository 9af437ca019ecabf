"""A file of the base is written whole, within the folder, and never over another's work."""

from pathlib import Path

import pytest

from editor.saving import ChangedMeanwhile, EditorsFolder, NoSuchPlace

ROUTINE = "routine.yaml"


def test_a_file_is_written_as_it_was_told(copy: Path) -> None:
    EditorsFolder(copy).save(ROUTINE, "å: 1\n".encode(), seen=(copy / ROUTINE).read_bytes())

    assert (copy / ROUTINE).read_text("utf-8") == "å: 1\n"


def test_nothing_is_left_beside_it(copy: Path) -> None:
    before = sorted(path.name for path in copy.iterdir())
    EditorsFolder(copy).save(ROUTINE, b"", seen=(copy / ROUTINE).read_bytes())

    assert sorted(path.name for path in copy.iterdir()) == before


@pytest.mark.parametrize(
    "name",
    [
        "../routine.yaml",
        "passages/../routine.yaml",
        "/etc/passwd",
        "passages/a/b.yaml",
        "passages/a.py",
        "other.yaml",
        "",
    ],
)
def test_what_is_no_file_of_the_base_is_refused(copy: Path, name: str) -> None:
    with pytest.raises(NoSuchPlace):
        EditorsFolder(copy).save(name, b"", seen=None)


def test_a_link_out_of_the_folder_is_not_followed(copy: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("mine", "utf-8")
    (copy / "passages" / "link.yaml").symlink_to(outside)

    with pytest.raises(NoSuchPlace):
        EditorsFolder(copy).save("passages/link.yaml", b"", seen=b"mine")
    assert outside.read_text("utf-8") == "mine"


def test_a_folder_that_is_a_link_is_not_followed(copy: Path, tmp_path: Path) -> None:
    (copy / "passages").rename(tmp_path / "elsewhere")
    (copy / "passages").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(NoSuchPlace):
        EditorsFolder(copy).save("passages/new.yaml", b"", seen=None)


def test_a_file_that_a_base_may_do_without_can_be_begun(copy: Path) -> None:
    (copy / "account_request.yaml").unlink()
    EditorsFolder(copy).save("account_request.yaml", b"steps: []\n", seen=None)

    assert (copy / "account_request.yaml").read_bytes() == b"steps: []\n"


def test_a_folder_that_a_base_may_do_without_is_made_with_its_first_file(
    copy: Path, tmp_path: Path
) -> None:
    own, name = EditorsFolder(copy), "routines/resor.yaml"
    own.save(name, b"id: resor\n", seen=None)
    (copy / name).unlink()
    (copy / "routines").rmdir()
    (copy / "routines").symlink_to(tmp_path / "nowhere")

    with pytest.raises(NoSuchPlace):
        own.save(name, b"id: resor\n", seen=None)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("name", ["routine.yaml", "passages/Nya.yaml", "passages/n\u00e5t.yaml"])
def test_any_other_file_must_be_there_or_have_a_plain_name(copy: Path, name: str) -> None:
    (copy / name).unlink(missing_ok=True)

    with pytest.raises(NoSuchPlace):
        EditorsFolder(copy).save(name, b"", seen=None)


@pytest.mark.parametrize("seen", [b"as it was before", None])
def test_a_change_made_meanwhile_is_kept(copy: Path, seen: bytes | None) -> None:
    now = (copy / ROUTINE).read_bytes()

    with pytest.raises(ChangedMeanwhile):
        EditorsFolder(copy).save(ROUTINE, b"mine", seen=seen)
    assert (copy / ROUTINE).read_bytes() == now
