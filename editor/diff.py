"""Which queries change answer between a revision in git and the folder as it is."""

import argparse
import io
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from editor.command import FORMATS, Command, Failed, Format, heading, table, tell
from editor.comparison import Comparison, ResultChange, compare
from editor.golden import lost_lines
from editor.history import GitError, git
from editor.queries import Query, QueryResult, logged_queries
from knowledge.live.acceptance import open_snapshot
from knowledge.search.snapshot import snapshot_of
from knowledge.source.files import Content, kind_of
from knowledge.source.loader import base_in
from texts.catalogue import Catalogue

MARKDOWN_ROWS = 100
"""Rows of each table in a pull request: a comment may hold some sixty thousand characters."""


def report(comparison: Comparison, texts: Catalogue, form: Format) -> Iterator[str]:
    counts = {change.value: len(comparison.of(change)) for change in ResultChange}
    yield texts.say("editor.diff.summary", count=len(comparison.compared), **counts)
    for key in ("new", "gone", "reworded"):
        names: Sequence[str] = getattr(comparison, key)
        if names:
            yield texts.say(f"editor.diff.{key}", names=", ".join(names))
    yield from lost_lines(comparison.lost, texts)
    columns = ("question", "kind", "before", "after")
    header = [texts.say(f"editor.diff.{column}") for column in columns]
    for change in (ResultChange.LOST, ResultChange.CHANGED, ResultChange.ADDED):
        found = comparison.of(change)
        if not found:
            continue
        rows = [
            (
                one.question.text,
                texts.say(f"editor.kind.{one.question.kind}"),
                _in_words(one.before, texts),
                _in_words(one.after, texts),
            )
            for one in found
        ]
        shown = rows[:MARKDOWN_ROWS] if form == "markdown" else rows
        yield from heading(texts.say(f"editor.diff.{change}", count=len(found)), form)
        yield from table(header, shown, form)
        if len(shown) < len(rows):
            yield ""
            yield texts.say("editor.diff.more", count=len(rows) - len(shown))


def _in_words(result: QueryResult, texts: Catalogue) -> str:
    outcome = texts.say(f"editor.outcome.{result.outcome}")
    return f"{outcome}: {', '.join(result.shown)}" if result.shown else outcome


def content_at(revision: str, folder: Path) -> Content:
    """Return *folder*'s content at *revision*; its faults are told as the revision's.

    Raises:
        GitError: when there is no such revision, or the folder wasn't there.
    """
    commit = git(folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    archive = git(folder, "archive", "--format=tar", commit.decode().strip(), "--", ".")
    return Content(Path(f"{revision}:"), _unpacked(archive))


def _unpacked(archive: bytes) -> dict[str, bytes]:
    """Return the base's files in the archive; links are left out."""
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content is not None and kind_of(member.name):
                files[member.name] = content.read()
    return files


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("revision", help=texts.say("editor.help.diff_revision"))
    parser.add_argument("--log", type=Path, metavar="FILE", help=texts.say("editor.help.log"))
    parser.add_argument(
        "--format", choices=FORMATS, default="table", help=texts.say("editor.help.format")
    )


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    new = open_snapshot(options.base, options.cache)
    asked: Sequence[Query] = logged_queries(options.log, new) if options.log else ()
    try:
        content = content_at(options.revision, options.base)
    except GitError as error:
        facts = {"revision": options.revision, "reason": str(error)}
        raise Failed(texts.say("editor.diff.no_revision", **facts)) from None
    old = snapshot_of(base_in(content), options.cache)
    tell(report(compare(old, new, logged=asked, cache=options.cache), texts, options.format))
    return 0


COMMAND = Command(_run, _arguments)
