"""How a folder of templates becomes pages: everything escaped, nothing missing taken for empty."""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from texts.catalogue import Catalogue

if TYPE_CHECKING:
    from jinja2 import Environment


class PageTemplates:
    """The templates in one folder; *filters* are what they may change a value by."""

    def __init__(self, folder: Path, **filters: Callable[..., object]) -> None:
        self._folder = folder
        self._filters = filters

    @cached_property
    def _environment(self) -> "Environment":
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # no chat needs them

        environment = Environment(
            loader=FileSystemLoader(self._folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.filters.update(self._filters)  # pyright: ignore[reportUnknownMemberType]
        return environment

    def render(self, template: str, texts: Catalogue, /, **facts: object) -> str:
        """Return the page that *template* makes of *facts*, in the language of *texts*."""
        return self._environment.get_template(template).render(**_said(texts), **facts)

    def macro(
        self, template: str, name: str, texts: Catalogue, /, **facts: object
    ) -> Callable[..., Markup]:
        """Return a macro of *template*, which draws a part of a page many times over."""
        module = self._environment.get_template(template).make_module({**_said(texts), **facts})
        return getattr(module, name)


def _said(texts: Catalogue) -> dict[str, object]:
    return {
        "say": texts.say,
        "written": texts.written,
        "day": texts.day,
        "language": texts.language,
        "in_browser": partial(in_browser, texts),
    }


def in_browser(texts: Catalogue, section: str) -> dict[str, object]:
    """Return the sentences of *section* as `frontend/src/texts.js` takes them."""
    start = f"{section}."
    return {
        "language": texts.language,
        "locale": str(texts.locale).replace("_", "-"),
        "sentences": {key: said for key, said in texts.sentences.items() if key.startswith(start)},
    }
