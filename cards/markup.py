"""What Teams would take for Markdown in a text, made to show as it was written.

Cards read every text as Markdown. What one person wrote and another reads must stay a text: with a
link in it, a request could send its reviewers anywhere under any name.
"""

import re
from collections.abc import Iterable

JOINER = "\u2060"
"""Has no width and breaks no line. It parts signs that together mean something, in every client;
a backslash would be shown by phones, which know it before a few signs only."""

_TOGETHER = re.compile(
    r"""  \](?=[(\[:])              # a link, or what one refers to
        | <(?=[a-z/!?])             # a link, or HTML
        | &(?=\#?\w+;)              # a sign by its name
        | \\(?=[!-/:-@\[-`{-~])     # an escaped sign
        | \{(?=\{)                  # a date that the client would write
        | ~(?=~)                    # struck through
    """,
    re.IGNORECASE | re.VERBOSE,
)
_EMPHASIS = re.compile(
    r"""  (?<!\s)\*|\*(?!\s|$)      # between spaces, a star is a star
        | (?<![^\W_])_|_(?![^\W_])  # within a word, a line is a line
        | `
    """,
    re.VERBOSE,
)
_SIGNS = re.compile(r"[\]<&\\{~*_`]")
"""What either begins with: few lines hold any, and one look costs a fraction of both."""
_AT_START = re.compile(r"[-+*](?=\s|$)|#{1,6}(?=\s|$)|>|\d{1,9}[.)](?=\s|$)|([-_*]\s*){3,}$")
"""Of a line: an item, a heading, a quotation, a ruler."""


class Markdown(str):
    """A text that is Markdown, and meant to be."""

    __slots__ = ()


def shown(text: str) -> str:
    """Return *text* as a card must be given it to show every sign of it; Markdown as it is."""
    if isinstance(text, Markdown):
        return str(text)
    # A single line break is shown as a space.
    return "\n\n".join(_line(line) for line in map(str.strip, text.splitlines()) if line)


def written(text: str) -> str:
    """Return what `shown` was given, on one line; for a text taken out of a card."""
    return " ".join(re.sub(r"\\([*_`])", r"\1", text.replace(JOINER, "")).split())


def listed(lines: Iterable[str]) -> Markdown:
    """Return *lines* as a list with bullets, each of them a text on one line."""
    return Markdown("\n".join(f"- {_line(' '.join(line.split()))}" for line in lines))


def _line(line: str) -> str:
    plain = line
    if _SIGNS.search(line):
        plain = _EMPHASIS.sub(r"\\\g<0>", _TOGETHER.sub(rf"\g<0>{JOINER}", line))
    return f"{JOINER}{plain}" if _AT_START.match(line) else plain


def told_of(called: str, sentence: str) -> str:
    """Return *sentence* after what it is about, which may be a question."""
    return f"{called} {sentence}" if called.endswith("?") else f"{called}: {sentence}"
