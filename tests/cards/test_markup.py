"""What people write arrives in cards as they wrote it, in clients of either kind of Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cards import elements
from cards.markup import Markdown, listed, shown

TEAMS = MarkdownIt("default", {"html": True})
"""More than Teams reads in a card: also headings, pictures, tables and HTML."""
SIGNS = st.text(alphabet=" \n\t\\`*_{}[]()<>#+-.!|~&:;=\"'/aå1x@\u00a0", max_size=40)


def read(card_text: str) -> str:
    """Return what a client shows of *card_text*; fail where anything becomes more than text."""
    lines: list[str] = []
    for block in TEAMS.parse(card_text):
        assert block.type in ("paragraph_open", "inline", "paragraph_close"), block.type
        for part in block.children or ():
            assert part.type in ("text", "text_special"), part.type
        lines += ["".join(part.content for part in block.children)] if block.children else []
    return "\n".join(lines).replace("\u2060", "")


def as_written(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


@given(SIGNS)
def test_every_sign_is_shown_and_none_becomes_more_than_text(text: str) -> None:
    assert as_written(read(shown(text))) == as_written(text)


@pytest.mark.parametrize(
    "text",
    [
        "[Logga in](https://evil.example)",
        "[Logga in][1]\n\n[1]: https://evil.example",
        "![bild](https://evil.example/x.png)",
        "<https://evil.example>",
        "<b onclick=x>fet</b>",
        "<at>Rektorn</at>",
        "&lt;b&gt;",
        "# Rubrik",
        "- punkt",
        "2026. Året",
        "> citat",
        "    kod",
        "```\nkod\n```",
        "**fet** och _kursiv_ och ~~struken~~ och `kod`",
        "\\[a](b) \\*c*",
        "a\n===\nb\n---",
        "|a|b|\n|-|-|\n|1|2|",
    ],
)
def test_markdown_that_somebody_wrote_is_a_text(text: str) -> None:
    assert as_written(read(shown(text))) == as_written(text)


@pytest.mark.parametrize("together", ["](", "][", "]:", "{{", "<a", "&amp;"])
def test_what_phones_would_read_is_parted_by_something_unseen(together: str) -> None:
    assert together not in shown(f"[x{together}x)")


@pytest.mark.parametrize(
    "text",
    [
        "Sala_kommun_aldre på #vardag, 3 * 4 = 12",
        "2026-11-25 21:20: Skickad av Anna",
        "https://www.facebook.com/mellanby?x=1&y=2",
        "+46 224 74 70 00",
        "Vad säger ni? [kanske] (ja) <3 {namn} ${namn}",
    ],
)
def test_an_ordinary_text_is_left_alone(text: str) -> None:
    assert shown(text) == text


def test_line_breaks_are_still_seen() -> None:
    assert shown("ett\ntvå\n\n\ntre") == "ett\n\ntvå\n\ntre"


def test_what_is_meant_as_markdown_is_left_alone() -> None:
    assert shown(Markdown("- **ett**\n- två")) == "- **ett**\n- två"


def test_an_item_of_a_list_is_a_text_on_one_line() -> None:
    items = listed(["# ett\n# två", "[a](b)"])

    assert items.replace("\u2060", "") == "- # ett # två\n- [a](b)"
    assert [token.type for token in TEAMS.parse(items) if token.type == "list_item_open"] == [
        "list_item_open"
    ] * 2
    assert "](" not in items


def test_every_part_of_a_card_shows_texts_as_they_are_written() -> None:
    link = "[a](b)"
    drawn = [
        elements.heading(link),
        elements.subheading(link),
        elements.paragraph(link),
        elements.fine_print(link),
        elements.notice(link, title=link),
        elements.facts([(link, link)]),
    ]

    assert link not in str(elements.card(drawn, (), summary=link))
