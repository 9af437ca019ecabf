"""How text that people enter is normalized before it is stored."""

import re
import unicodedata

from core.errors import TooLong

LONGEST_ENTERED = 4000
"""Characters of a value; a card of ours lets no more through, so one with more was made up."""


LONGEST_MESSAGE = 2000
"""Characters of a message that the bot reads; whoever writes more is told so, and keeps it."""


LONGEST_SAID = 1000
"""Characters of what one person tells another: a reason, a condition."""


LONGEST_REMARK = 400
"""Characters on what is missing in one step; those on all steps must fit into one card."""


_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters by category that are drawn as nothing."""


_JOINER = "\u200d"


def normalized_line(value: str) -> str:
    """Return *value* composed (NFC), on one line, without invisible signs and spare white space."""
    return " ".join(line for line in _lines(value) if line)


def normalized_text(value: str) -> str:
    """Return *value* as `normalized_line` does, but with its lines and single empty lines."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_lines(value))).strip()


def comparable(text: str) -> str:
    """Return *text* as wordings are compared: case, spaces and final punctuation don't count."""
    return " ".join(text.casefold().split()).rstrip("?!. ")


def plain(text: str) -> str:
    """Return *text* as it is sought: not everybody has å, ä and ö on their keyboard."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _lines(value: str) -> list[str]:
    composed = unicodedata.normalize("NFC", _without_invisible(value))
    return [" ".join(line.split()) for line in composed.splitlines()]


def require_within_limit(value: str) -> str:
    """Return *value*; raise `TooLong` where it is longer than any card of ours allows."""
    if len(value) > LONGEST_ENTERED:
        raise TooLong(LONGEST_ENTERED)
    return value


def entered_text(text: str) -> str:
    """Return what somebody wrote, as it is stored; raise `TooLong`."""
    return normalized_text(require_within_limit(text))


def _without_invisible(text: str) -> str:
    """White space stays for `split` to deal with; what joins emoji into one stays between them."""
    if text.isprintable() and _BLANK_LETTERS.isdisjoint(text):
        return text
    visible_text = ""
    for place, sign in enumerate(text):
        if sign == _JOINER:
            visible = _is_emoji(visible_text[-1:]) and _is_emoji(text[place + 1 : place + 2])
        else:
            visible = sign.isspace() or _is_visible(sign)
        visible_text += sign if visible else ""
    return visible_text


def _is_visible(sign: str) -> bool:
    hidden = unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co")
    return not hidden and sign not in _BLANK_LETTERS


def _is_emoji(sign: str) -> bool:
    """Whether *sign* is a picture, or the colour or style of the one before it."""
    if sign == "\ufe0f" or "\U0001f3fb" <= sign <= "\U0001f3ff":
        return True
    return sign > "\u2190" and unicodedata.category(sign) == "So" and _is_visible(sign)
