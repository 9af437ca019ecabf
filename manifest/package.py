"""The app package: a zip with the manifest, its translations and the icons, nothing in folders."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import resvg_py
from jsonschema import Draft4Validator

from knowledge.base import Base
from manifest.document import (
    DEFAULT_LANGUAGE,
    SCHEMA_VERSION,
    AppFacts,
    file_of,
    manifest_in,
    translation,
)
from texts.catalogue import Texts

_ROOT = Path(__file__).parent
SCHEMAS = (
    _ROOT.parent
    / "frontend/node_modules/@microsoft/app-manifest/build/json-schemas/teams"
    / f"v{SCHEMA_VERSION}"
)
"""As Microsoft's npm package has them."""
MANIFEST = "manifest.json"
ICONS = {"color.png": 192, "color32x32.png": 32, "outline.png": 32}
"""Their sides, in pixels."""
_ANY_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say: the same package is the same bytes."""


class InvalidPackage(Exception):
    """What the package says is not as Teams' schema has it; the faults name file and place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def documents(app: AppFacts, base: Base, texts: Texts) -> dict[str, dict[str, Any]]:
    """Return the manifest and the translations, by file.

    Raises:
        InvalidPackage: with everything that Teams would refuse.
    """
    original = manifest_in(DEFAULT_LANGUAGE, app, base, texts)
    found, written = faults(MANIFEST, original), {MANIFEST: original}
    for language in base.languages:
        if language == DEFAULT_LANGUAGE:
            continue
        name, translated = file_of(language), manifest_in(language, app, base, texts)
        written[name] = translation(original, translated)
        # Microsoft's schema of translations leaves some lengths unchecked: see the whole, too.
        found += faults(name, translated) or faults(name, written[name], kind="Localization.")
    if found:
        raise InvalidPackage(found)
    return written


def faults(name: str, document: Mapping[str, Any], *, kind: str = "") -> list[str]:
    """Return what Microsoft's schema says against *document*, each fault with its place."""
    schema = json.loads((SCHEMAS / f"MicrosoftTeams.{kind}schema.json").read_text("utf-8-sig"))
    errors = sorted(Draft4Validator(schema).iter_errors(document), key=lambda each: each.json_path)
    return [f"{name}: {error.json_path}: {error.message}" for error in errors]


def icon(name: str) -> bytes:
    """Return the icon as PNG, drawn from its SVG."""
    drawing = (_ROOT / "icons" / name).with_suffix(".svg").read_text("utf-8")
    side = ICONS[name]
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=side, height=side))


def package(app: AppFacts, base: Base, texts: Texts) -> bytes:
    """Return the zip.

    Raises:
        InvalidPackage: with everything that Teams would refuse.
    """
    files = {
        name: json.dumps(document, ensure_ascii=False, indent=2).encode()
        for name, document in documents(app, base, texts).items()
    }
    files |= {name: icon(name) for name in ICONS}
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, _ANY_DAY), content, ZIP_DEFLATED)
    return packed.getvalue()
