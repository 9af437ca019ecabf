"""Which code it is that reads and checks bases."""

import hashlib
from functools import cache
from pathlib import Path

ROOMS = ("accounts", "core", "followup", "knowledge", "readings", "yamlfile")
"""Whose code reads and checks a base."""


@cache
def code_hash(root: Path = Path(__file__).parent.parent) -> str:
    """Return a short hash of the code that reads and checks bases."""
    digest = hashlib.sha256()
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
