"""The name that was meant, where one that doesn't exist is near to one that does."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

LIKENESS = 65
"""Out of 100; below, a guess would more often mislead than help."""


def nearest(written: str, names: Iterable[str]) -> str | None:
    """Return the one of *names* most like *written*, where one is like it at all."""
    found = process.extractOne(
        written,
        list(names),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        score_cutoff=LIKENESS,
    )
    return found[0] if found else None


def suggestion(written: str, names: Iterable[str]) -> dict[str, str]:
    """Return the nearest name as the fact that a problem's sentence ends with, if there is one."""
    name = nearest(written, names)
    return {"suggestion": name} if name else {}
