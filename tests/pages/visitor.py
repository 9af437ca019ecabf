"""Somebody who asks for pages, and how they read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

from aiohttp import ClientSession
from yarl import URL

INLINE = {"a", "span", "strong", "time"}
VOID = {"br", "input", "link", "meta", "wbr"}


@dataclass(frozen=True)
class Element:
    """An element of a page, with all the text in it."""

    tag: str
    attributes: Mapping[str, str]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


class _PageParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag
        if tag not in INLINE:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.pieces.append(data)


@dataclass(frozen=True)
class PageResponse:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def html(self) -> str:
        return self.body.decode()

    @cached_property
    def elements(self) -> list[Element]:
        """All of them, in the order they begin."""
        reader = _PageParser()
        reader.feed(self.html)
        return reader.elements

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of one kind, in the order they stand."""
        return [
            each
            for each in self.elements
            if each.tag == tag and attributes.items() <= each.attributes.items()
        ]

    def texts(self, tag: str, **attributes: str) -> list[str]:
        return [each.text for each in self.all(tag, **attributes)]

    @property
    def text(self) -> str:
        """Everything a reader can see."""
        return self.all("body")[0].text


@dataclass(frozen=True)
class Visitor:
    session: ClientSession
    url: str

    async def asks(
        self, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> PageResponse:
        """Ask for *path* exactly as it is written."""
        address = URL(self.url + path, encoded=True)
        async with self.session.request(method, address, headers=headers) as response:
            return PageResponse(response.status, response.headers, await response.read())
