"""python -m operations backup, restore: everything the bot keeps, in one zip."""

import asyncio
import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError

from config import SETTINGS, load_database_url, load_kept_bases_folder
from core.clock import utc_now
from core.language import Language
from operations.failure import Failure, Unusable
from operations.options import with_language
from operations.stored_data import verify_audit
from storage.backup import (
    NotOurs,
    RestoreTarget,
    ToolFailed,
    ToolMissing,
    dump,
    found_at,
    kind_of,
    load,
    require_ours,
)
from storage.database import Database
from storage.deadlines import UNHURRIED
from storage.no_database import NoDatabase
from storage.schema import HEAD, upgrade
from storage.sqlite import UnsuitableUrl
from texts.catalogue import Catalogue, load_texts

_MANIFEST, _DATABASE, _BASES = "manifest.json", "database", "bases/"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    at: datetime
    kind: str
    schema: str
    sha256: Mapping[str, str]
    """Of each of its files, by name."""


_MANIFESTS = TypeAdapter(Manifest)


@click.command("backup", help="copy the database and the kept bases to FILE, a zip")
@click.argument("file", type=click.Path(path_type=Path))
@with_language
def backup_command(file: Path, lang: Language) -> None:
    texts, url = load_texts().in_language(lang), load_database_url(os.environ)
    if file.exists():
        raise Failure(texts.say("backup.exists", file=file))
    audit = asyncio.run(verify_audit(url, texts))
    with tempfile.TemporaryDirectory(prefix="backup-") as folder:
        dumped = Path(folder) / _DATABASE
        with _told(texts):
            dump(url, dumped)
        try:
            _write(file, dumped, url)
        except OSError as error:
            raise Failure(
                texts.say("backup.unwritable", file=file, reason=error.strerror)
            ) from None
    click.echo(texts.say("backup.done", file=file, audit=audit))


@click.command("restore", help="put FILE, a backup, into the database; stop the bot first")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="write over a database that isn't empty")
@with_language
def restore_command(file: Path, replace: bool, lang: Language) -> None:
    texts, url = load_texts().in_language(lang), load_database_url(os.environ)
    with tempfile.TemporaryDirectory(prefix="restore-") as folder, _told(texts):
        here = kind_of(url)
        try:
            manifest = _unpacked(file, Path(folder))
            if manifest.kind != here:
                raise Failure(texts.say("backup.other-kind", kept=manifest.kind, here=here))
            require_ours(here, Path(folder) / _DATABASE, manifest.schema)
        except (NotOurs, *_BROKEN) as broken:
            raise Failure(texts.say("backup.unreadable", file=file, reason=broken)) from None
        _require_free(url, texts, replace=replace)
        load(url, Path(folder) / _DATABASE)
        _put_bases_back(Path(folder) / _BASES, load_kept_bases_folder(os.environ))
    asyncio.run(_migrate(url))
    audit = asyncio.run(verify_audit(url, texts))
    click.echo(texts.say("backup.restored", file=file, at=manifest.at, audit=audit))


def _require_free(url: str, texts: Catalogue, *, replace: bool) -> None:
    found = asyncio.run(found_at(url))
    if found is RestoreTarget.SERVED:
        raise Failure(texts.say("backup.served"))
    if found is RestoreTarget.SOMETHING and not replace:
        raise Failure(texts.say("backup.not-empty"))


async def _migrate(url: str) -> None:
    """Bring a backup of an earlier version up to this one."""
    database = Database(url, UNHURRIED)
    try:
        await upgrade(database)
    finally:
        await database.close()


def _write(file: Path, dumped: Path, url: str) -> None:
    bases = load_kept_bases_folder(os.environ)
    kept = sorted(path for path in bases.rglob("*") if path.is_file()) if bases.exists() else []
    parts = {_DATABASE: dumped, **{f"{_BASES}{p.relative_to(bases).as_posix()}": p for p in kept}}
    manifest = {
        "at": utc_now().isoformat(timespec="seconds"),
        "kind": kind_of(url),
        "schema": HEAD,
        # Their names alone: values may be secrets.
        "settings": sorted({s.name for s in SETTINGS} & {n for n, v in os.environ.items() if v}),
        "sha256": {name: _hash(path) for name, path in parts.items()},
    }
    partial = file.with_name(f"{file.name}.part")
    os.close(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as whole:
            whole.writestr(_MANIFEST, json.dumps(manifest, indent=2))
            for name, path in parts.items():
                whole.write(path, name)
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)


_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, RuntimeError)
"""What reading a zip that isn't whole, or not ours, may end with."""


def _unpacked(file: Path, folder: Path) -> Manifest:
    """Unpack a backup and return its manifest; raise one of `_BROKEN` where it isn't whole."""
    with zipfile.ZipFile(file) as whole:
        try:
            manifest = _MANIFESTS.validate_json(whole.read(_MANIFEST))
        except ValidationError:
            raise ValueError(_MANIFEST) from None
        if _DATABASE not in manifest.sha256:
            raise ValueError(_DATABASE)
        for name, expected in manifest.sha256.items():
            if name != _DATABASE and not _is_of_base(name):
                raise ValueError(name)
            whole.extract(name, folder)
            if _hash(folder / name) != expected:
                raise ValueError(name)
    return manifest


def _is_of_base(name: str) -> bool:
    """Whether *name* is that of a file below the kept bases, and of nothing above them."""
    steps = name.split("/")
    return steps[0] == _BASES.rstrip("/") and not {"", ".", ".."} & {*steps}


def _put_bases_back(kept: Path, folder: Path) -> None:
    for path in kept.rglob("*") if kept.exists() else ():
        if path.is_file():
            into = folder / path.relative_to(kept)
            into.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            into.write_bytes(path.read_bytes())


@contextmanager
def _told(texts: Catalogue) -> Iterator[None]:
    """Tell in a sentence what of the database or its tools is wrong."""
    try:
        yield
    except ToolMissing as missing:
        raise Unusable(texts.say("backup.no-tool", tool=missing)) from None
    except ToolFailed as failed:
        tool, reason = failed.args
        raise Failure(texts.say("backup.tool-failed", tool=tool, reason=reason)) from None
    except (NoDatabase, UnsuitableUrl) as unusable:
        raise Unusable(texts.say("upkeep.no-database", reason=unusable)) from None


def _hash(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
