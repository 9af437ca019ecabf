"""The JSON Schemas beside the base, from which the page completes the names of fields."""

from pathlib import Path

import orjson

from editor.schema import FOLDER


def schemas_in(folder: Path) -> dict[str, object]:
    """Return each kind of file's schema, as `python -m editor schema` wrote it; none, no matter."""
    found: dict[str, object] = {}
    for path in sorted((folder / FOLDER).glob("*.json")):
        try:
            found[path.stem] = orjson.loads(path.read_bytes())
        except (OSError, orjson.JSONDecodeError):
            continue
    return found
