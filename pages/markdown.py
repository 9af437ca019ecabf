"""Markdown as cards hold it, made HTML: none of its own, no pictures, links in a new tab."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from cards.markup import JOINER


class _Renderer(RendererHTML):
    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        tokens[idx].attrSet("target", "_blank")
        tokens[idx].attrSet("rel", "noopener noreferrer")
        return self.renderToken(tokens, idx, options, env)


# A heading in a text would stand among those of the page.
_markdown = MarkdownIt(
    "commonmark", {"html": False, "breaks": True}, renderer_cls=_Renderer
).disable(["image", "heading", "lheading"])


def paragraphs(text: str) -> Markup:
    """Return *text* as paragraphs and lists."""
    return _without_joiners(_markdown.render(text))


def line(text: str) -> Markup:
    """Return *text* as what stands within an element."""
    return _without_joiners(_markdown.renderInline(text))


def _without_joiners(html: Any) -> Markup:
    """They keep a card from reading signs as Markdown; here that is done."""
    return Markup(html.replace(JOINER, ""))


def listed_in(text: str) -> tuple[str, ...]:
    """Return what *text* lists, as a reader reads it; nothing where it is no list."""
    if not text.startswith("- "):
        return ()
    return tuple(str(line(each).striptags()) for each in text.removeprefix("- ").split("\n- "))
