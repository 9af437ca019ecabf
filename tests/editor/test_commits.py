from pathlib import Path
from threading import Timer

from editor.commits import Commits
from editor.history import git
from tests.world.people import RUT


def test_a_commit_waits_for_another_that_holds_the_folder(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "a.yaml").write_text("a: 1\n", "utf-8")
    lock = tmp_path / ".git" / "index.lock"
    lock.touch()
    released = Timer(0.3, lock.unlink)
    released.start()

    Commits(tmp_path, "storby.se").commit(RUT, ["a.yaml"], "a.yaml: ändrad")
    released.join()

    assert git(tmp_path, "log", "--format=%an %s").decode().strip() == "Rut Lind a.yaml: ändrad"
