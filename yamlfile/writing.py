"""Writing files: whole or not at all, and YAML laid out as the editors' files are."""

import os
import tempfile
from pathlib import Path
from typing import Any

import yaml


def write_whole(path: Path, *parts: bytes, mode: int = 0o644) -> None:
    """Put *parts*, joined, at *path* in one step: a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    opened, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with open(opened, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def to_yaml(data: dict[str, Any]) -> str:
    """Return *data* as YAML: lists indented, nothing folded, long texts as blocks."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_text(_dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
