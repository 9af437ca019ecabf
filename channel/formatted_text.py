"""Emoji, which Teams sends as pictures beside the text, or as tags in it."""

from collections.abc import Iterable
from html.parser import HTMLParser

from channel.activity import InboundAttachment

FORMATTED = "text/html"
_EMOJI_ITEM = "/emoji"
"""How the `itemtype` of an emoji's picture ends."""


class _EmojiReader(HTMLParser):
    """Collects the sign that each emoji stands for."""

    def __init__(self) -> None:
        super().__init__()
        self.signs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        sign = told.get("alt", "").strip()
        if sign and _is_emoji(tag, told, sign):
            self.signs.append(sign)


def with_emoji(text: str, attachments: Iterable[InboundAttachment]) -> str:
    """Return *text* followed by the signs of those emoji that Teams left out of it."""
    missing = [sign for sign in _emoji_in(attachments) if sign not in text]
    return " ".join([text, *missing])


def has_files(attachments: Iterable[InboundAttachment]) -> bool:
    """Whether anything is attached but the message's own formatting and its emoji."""
    attached = list(attachments)
    files = [each for each in attached if not each.content_type.startswith(FORMATTED)]
    pictures = sum(each.content_type.startswith("image/") for each in files)
    return len(files) > min(pictures, len(_emoji_in(attached)))


def _emoji_in(attachments: Iterable[InboundAttachment]) -> list[str]:
    reader = _EmojiReader()
    for each in attachments:
        if each.content_type.startswith(FORMATTED):
            reader.feed(each.content or "")
    reader.close()
    return reader.signs


def _is_emoji(tag: str, told: dict[str, str], sign: str) -> bool:
    """A picture's own description has letters in it; a sign has none."""
    if tag == "emoji" or told.get("itemtype", "").casefold().endswith(_EMOJI_ITEM):
        return True
    return tag == "img" and not any(character.isalnum() for character in sign)
