"""python -m operations backup, restore: everything the bot keeps, in one zip."""

import asyncio
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from config import SETTINGS, load_database_url, load_kept_bases_folder
from core.clock import utc_now
from core.language import Language
from operations.failure import Failure, Unusable
from operations.options import with_language
from operations.stored_data import verify_audit
from storage.backup import ToolFailed, ToolMissing, dump, holds_anything, kind_of, load
from storage.database import UNREACHABLE, Database
from storage.schema import HEAD
from storage.sqlite import UnsuitableUrl
from texts.catalogue import Catalogue, load_texts

_MANIFEST, _DATABASE, _BASES = "manifest.json", "database", "bases/"


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
        _with_tools(lambda: dump(url, dumped), texts)
        _write(file, dumped, url)
    click.echo(texts.say("backup.done", file=file, audit=audit))


@click.command("restore", help="put FILE, a backup, into the database; stop the bot first")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="write over a database that isn't empty")
@with_language
def restore_command(file: Path, replace: bool, lang: Language) -> None:
    texts, url = load_texts().in_language(lang), load_database_url(os.environ)
    with tempfile.TemporaryDirectory(prefix="restore-") as folder:
        manifest = _unpacked(file, Path(folder), texts)
        if manifest["kind"] != kind_of(url):
            raise Failure(texts.say("backup.other-kind", kept=manifest["kind"], here=kind_of(url)))
        if not replace and asyncio.run(_is_taken(url, texts)):
            raise Failure(texts.say("backup.not-empty"))
        _with_tools(lambda: load(url, Path(folder) / _DATABASE), texts)
        _put_bases_back(Path(folder) / _BASES, load_kept_bases_folder(os.environ))
    audit, at = asyncio.run(verify_audit(url, texts)), datetime.fromisoformat(manifest["at"])
    click.echo(texts.say("backup.restored", file=file, at=at, audit=audit))


async def _is_taken(url: str, texts: Catalogue) -> bool:
    """Whether there is anything in the database; a SQLite file that is missing is made."""
    try:
        database = Database(url)
    except UnsuitableUrl as unsuitable:
        raise Unusable(texts.say("upkeep.no-database", reason=unsuitable)) from None
    try:
        return await database.read(holds_anything)
    except UNREACHABLE as error:
        reason = getattr(error, "orig", None) or error
        raise Unusable(texts.say("upkeep.no-database", reason=reason)) from None
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
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr(_MANIFEST, json.dumps(manifest, indent=2))
        for name, path in parts.items():
            whole.write(path, name)
    partial.rename(file)


def _unpacked(file: Path, folder: Path, texts: Catalogue) -> dict[str, Any]:
    """Unpack a backup and return its manifest; raise `Failure` where it isn't whole."""
    try:
        with zipfile.ZipFile(file) as whole:
            manifest: dict[str, Any] = json.loads(whole.read(_MANIFEST))
            for name, expected in manifest["sha256"].items():
                whole.extract(name, folder)
                if _hash(folder / name) != expected:
                    raise ValueError(name)
    except (zipfile.BadZipFile, KeyError, ValueError) as broken:
        raise Failure(texts.say("backup.unreadable", file=file, reason=broken)) from None
    return manifest


def _put_bases_back(kept: Path, folder: Path) -> None:
    for path in kept.rglob("*") if kept.exists() else ():
        if path.is_file():
            into = folder / path.relative_to(kept)
            into.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            into.write_bytes(path.read_bytes())


def _with_tools(work: Callable[[], None], texts: Catalogue) -> None:
    try:
        work()
    except ToolMissing as missing:
        raise Unusable(texts.say("backup.no-tool", tool=missing)) from None
    except ToolFailed as failed:
        tool, reason = failed.args
        raise Failure(texts.say("backup.tool-failed", tool=tool, reason=reason)) from None


def _hash(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
