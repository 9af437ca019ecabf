"""Bar charts as SVG that stands in the page itself; the table beside says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from xml.etree import ElementTree

from markupsafe import Markup

WIDTH, BAR, LONGEST_LABEL = 460, 30, 28
_STYLE = {
    "background": "#fff",
    "plot_background": "#fff",
    "foreground": "#000",
    "foreground_strong": "#000",
    "foreground_subtle": "#000",
    "colors": ("#1f4e79",),
    "font_family": "sans-serif",
    "label_font_size": 15,
    "major_label_font_size": 15,
    "transition": "0s",
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of some numbers."""

    svg: Markup
    style: str
    """The style sheet within, for the page's policy to allow."""


def bar_chart(name: str, alt: str, bars: Sequence[tuple[str, int]], *, unit: str = "") -> Chart:
    """Return a bar for each label, which its number and *unit* stand in; all of one colour.

    *name* tells it from the other charts of a page; *alt* says what it shows.
    """
    # Loaded where a chart is drawn: few servers that start will draw one.
    from pygal import HorizontalBar  # pyright: ignore[reportMissingTypeStubs]
    from pygal.style import Style  # pyright: ignore[reportMissingTypeStubs]

    most = max((number for _, number in bars), default=0)
    drawn: Any = HorizontalBar(
        style=Style(**_STYLE),
        js=(),
        width=WIDTH,
        height=BAR * len(bars) + 12,
        margin=4,
        range=(0, most or 1),
        show_legend=False,
        show_x_labels=False,
        show_y_guides=False,
        truncate_label=-1,
        x_labels=[f"{_shortened(label)}: {number}{unit}" for label, number in reversed(bars)],
    )
    drawn.uuid = name
    drawn.add("", [number for _, number in reversed(bars)])
    return _chart(cast(ElementTree.Element, drawn.render_tree()), alt)


def _chart(svg: ElementTree.Element, alt: str) -> Chart:
    """Leave out what only scripts would read, and say what the picture shows."""
    for parent in [*svg.iter()]:
        for each in [child for child in parent if _is_for_scripts(child)]:
            parent.remove(each)
    svg.set("role", "img")
    svg.set("aria-label", alt)
    (style,) = svg.findall("defs/style")
    markup = ElementTree.tostring(svg, encoding="unicode")
    return Chart(Markup(markup), style.text or "")


def _is_for_scripts(part: ElementTree.Element) -> bool:
    """Whether *part* is there for tooltips, or repeats the page's white or the name of it all."""
    if not isinstance(part.tag, str) or part.tag in ("script", "desc", "title"):
        return True
    kinds = part.get("class", "").split()
    return "background" in kinds or any(kind.endswith("overlay") for kind in kinds)


def _shortened(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
