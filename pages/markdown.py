"""Markdown as cards hold it, made HTML: none of its own, no pictures, links in a new tab."""

from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cards.markup import JOINER

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # no answer in a chat needs it

    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
    # A heading in a text would stand among those of the page.
    markdown.disable(["image", "heading", "lheading"])
    markdown.add_render_rule("link_open", _open_link)
    return markdown


def _open_link(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    tokens[index].attrSet("target", "_blank")
    tokens[index].attrSet("rel", "noopener noreferrer")
    return renderer.renderToken(tokens, index, options, env)


def paragraphs(text: str) -> Markup:
    """Return *text* as paragraphs and lists."""
    return _without_joiners(_markdown().render(text))


def line(text: str) -> Markup:
    """Return *text* as what stands within an element."""
    return _without_joiners(_markdown().renderInline(text))


def _without_joiners(html: Any) -> Markup:
    """They keep a card from reading signs as Markdown; here that is done."""
    return Markup(html.replace(JOINER, ""))


def listed_in(text: str) -> tuple[str, ...]:
    """Return what *text* lists, as a reader reads it; nothing where it is no list."""
    if not text.startswith("- "):
        return ()
    return tuple(str(line(each).striptags()) for each in text.removeprefix("- ").split("\n- "))
