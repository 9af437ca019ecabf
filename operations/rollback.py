"""Go back to an earlier base, or to the editors' own; the running server notices by itself."""

from collections.abc import Iterator

from knowledge.live.versions import BaseVersions
from knowledge.source.loader import inspect_content
from operations.failure import Failure
from texts.catalogue import Catalogue
from texts.problems import in_words


def listed(bases: BaseVersions, texts: Catalogue) -> Iterator[str]:
    """Yield a line for each earlier base, the last used first."""
    earlier, pinned = bases.all(), bases.pinned()
    if not earlier:
        yield texts.say("rollback.none", folder=bases.folder)
    for base in earlier:
        key = "rollback.kept_pinned" if base.hash == pinned else "rollback.kept"
        yield texts.say(key, hash=base.hash, used=base.used_at, count=base.passages)


def go_back(bases: BaseVersions, content_hash: str, texts: Catalogue) -> list[str]:
    """Pin an earlier base and return what to say of it.

    Raises:
        Failure: with every problem of a base that can't be read.
    """
    content = bases.read(content_hash)
    if content.unreadable:
        _, problems = inspect_content(content)
        raise Failure("\n".join(in_words(problem, texts) for problem in problems))
    bases.pin(content_hash)
    return [texts.say("rollback.pinned", hash=content_hash), texts.say("rollback.stays")]


def resume(bases: BaseVersions, texts: Catalogue) -> str:
    """Unpin the base that is pinned, if any, and return what to say of it."""
    if bases.pinned() is None:
        return texts.say("rollback.not_pinned")
    bases.unpin()
    return texts.say("rollback.resumed")
