"""Messages as HTML: their text, and emoji, which Teams sends as pictures or as tags in it."""

from collections.abc import Iterable
from html.parser import HTMLParser

from channel.activity import InboundAttachment

FORMATTED = "text/html"
_EMOJI_ITEM = "/emoji"
"""How the `itemtype` of an emoji's picture ends."""


_NEW_LINES = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
_UNREAD = frozenset({"script", "style", "blockquote", "at"})
"""What says nothing of what is asked: what a message replies to, and whom it mentions."""


_MENTION_ITEM = "/mention"
"""How the `itemtype` of a name ends, where it isn't in a tag of its own."""


class _TextReader(HTMLParser):
    """Collects what is read, with a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in _UNREAD or _is_mention(told) or tag in self._unread[-1:]:
            self._unread.append(tag)
        sign = told.get("alt", "").strip()
        if sign and not self._unread and _is_emoji(tag, told, sign):
            self.read.append(f" {sign} ")
        if tag in _NEW_LINES:
            self.read.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._unread and self._unread[-1] == tag:
            self._unread.pop()
        if tag in _NEW_LINES:
            self.read.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.read.append(data)


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


def text_of_html(content: str) -> str:
    """Return what a message says, line by line, without the names of those it mentions."""
    reader = _TextReader()
    reader.feed(content)
    reader.close()
    return in_lines("".join(reader.read))


def in_lines(text: str) -> str:
    """Return *text* without empty lines and spare white space."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


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
    written = [
        each.content or "" for each in attachments if each.content_type.startswith(FORMATTED)
    ]
    # Most messages come with their HTML, but few with an emoji, whose sign is its `alt`.
    with_signs = [content for content in written if "alt" in content.lower()]
    if not with_signs:
        return []
    reader = _EmojiReader()
    for content in with_signs:
        reader.feed(content)
    reader.close()
    return reader.signs


def _is_mention(told: dict[str, str]) -> bool:
    return told.get("itemtype", "").casefold().endswith(_MENTION_ITEM)


def _is_emoji(tag: str, told: dict[str, str], sign: str) -> bool:
    """A picture's own description has letters in it; a sign has none."""
    if tag == "emoji" or told.get("itemtype", "").casefold().endswith(_EMOJI_ITEM):
        return True
    return tag == "img" and not any(character.isalnum() for character in sign)
