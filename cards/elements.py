"""The few building blocks every card is made of, so that all cards look and work alike.

They show every text as it is written, unless it is marked as Markdown.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, Self, TypeAlias, cast

import orjson
from microsoft_teams.cards.core import (
    Action as CardAction,
)
from microsoft_teams.cards.core import (
    ActionSet,
    AdaptiveCard,
    CardElement,
    Container,
    ExecuteAction,
    Fact,
    FactSet,
    OpenUrlAction,
    SubmitAction,
    TargetElement,
    TextBlock,
    ToggleVisibilityAction,
)
from pydantic import Field

from cards.account_actions import CaseAction
from cards.actions import Action, data_of
from cards.markup import Markdown, shown

Card: TypeAlias = dict[str, Any]
"""An Adaptive Card as it is sent."""

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
VERSION = "1.5"
"""The newest Adaptive Card version that bots in Teams may send."""

MAX_CARD_BYTES = 28_000
"""Bytes of a card in UTF-16; Teams' own figures differ, and this is below all of them."""

SHORT_DETAIL = 80
"""Characters of a row's detail that are said along with its title; a button says them thrice."""

Tone = Literal["warning", "attention", "emphasis", "good"]


def card(body: Sequence[CardElement], actions: Sequence[CardAction], *, summary: str) -> Card:
    """Return a whole card; *summary* is what a client that can't show cards says instead.

    Buttons that open something stand in the body, since that is where it opens.
    """
    if any(isinstance(each, Opening) for each in actions):
        body, actions = [*body, *buttons(actions)], []
    whole = AdaptiveCard(
        version=VERSION, body=list(body), actions=list(actions), fallback_text=shown(summary)
    )
    drawn = whole.model_dump(by_alias=True, exclude_none=True)
    return {**drawn, "body": _first_field_shown(drawn["body"])}


def _first_field_shown(items: Sequence[Card]) -> list[Card]:
    """Open the panel that holds the first field: a phone leaves a card blank that begins hidden."""
    holding = next((number for number, part in enumerate(items) if _holds_field(part)), None)
    if holding is None or "items" not in items[holding]:
        return list(items)
    part = {key: value for key, value in items[holding].items() if key != "isVisible"}
    part["items"] = _first_field_shown(part["items"])
    return [*items[:holding], part, *items[holding + 1 :]]


def _holds_field(part: Card) -> bool:
    return part["type"].startswith("Input.") or any(map(_holds_field, part.get("items", ())))


def with_more(whole: Card, drawn: Sequence[CardElement], *, first: bool) -> Card:
    """Return the card with *drawn* before all it shows, or after it."""
    more = [each.model_dump(by_alias=True, exclude_none=True) for each in drawn]
    body = [*more, *whole["body"]] if first else [*whole["body"], *more]
    return {**whole, "body": body}


def fitting(
    bodies: Iterable[Sequence[CardElement]], actions: Sequence[CardAction], *, summary: str
) -> Card:
    """Return a card with the first of *bodies* that Teams has room for, else with the last."""
    whole: Card = {}
    for body in bodies:
        whole = card(body, actions, summary=summary)
        if fits(whole):
            break
    return whole


def fits(whole: Card) -> bool:
    """Whether Teams has room for the card, and for why it comes, however it counts its letters."""
    size = len(orjson.dumps(whole).decode().encode("utf-16-le"))
    return size < MAX_CARD_BYTES - 2_000  # for why a notice comes, and how it is turned off


def heading(text: str) -> TextBlock:
    return TextBlock(text=shown(text), wrap=True, size="Large", weight="Bolder", style="heading")


def subheading(text: str) -> TextBlock:
    return TextBlock(text=shown(text), wrap=True, weight="Bolder", spacing="Large")


def paragraph(text: str) -> TextBlock:
    return TextBlock(text=shown(text), wrap=True)


def quotation(text: str, short: str | None = None) -> list[TextBlock]:
    """Return the short answer and the text, in which the editors may write lists."""
    first = [TextBlock(text=shown(Markdown(short)), wrap=True, weight="Bolder")] if short else []
    return [*first, *(paragraph(Markdown(part)) for part in text.split("\n\n"))]


def fine_print(text: str) -> TextBlock:
    return TextBlock(text=shown(text), wrap=True, size="Small", is_subtle=True)


def help_text(text: str) -> TextBlock:
    """Return what explains the element right above it."""
    return TextBlock(text=shown(text), wrap=True, size="Small", is_subtle=True, spacing="Small")


def folded(title: str, name: str, drawn: Sequence[CardElement]) -> list[CardElement]:
    """Return a button that opens *drawn* below it and closes it again, without asking the bot."""
    return buttons([Opening.of(title, Container(id=name, items=list(drawn)))]) if drawn else []


def together(drawn: Sequence[CardElement]) -> list[CardElement]:
    """Space *drawn*, which belong together, near each other and away from what is above."""
    for number, element in enumerate(cast(Sequence[Any], drawn)):
        element.spacing = "Small" if number else "Large"
    return list(drawn)


def notice(text: str, *, title: str | None = None, tone: Tone = "warning") -> Container:
    """Return a coloured box; what it means stands in its words too, never in the colour alone."""
    lines: list[CardElement] = [TextBlock(text=shown(text), wrap=True, spacing="Small")]
    if title:
        lines.insert(0, TextBlock(text=shown(title), wrap=True, weight="Bolder"))
    return Container(style=tone, items=lines)


def facts(pairs: Iterable[tuple[str, str]]) -> FactSet:
    drawn = [Fact(title=shown(title), value=shown(value)) for title, value in pairs]
    return FactSet(facts=drawn, separator=True)


def row(title: str, action: Action, *, detail: str | None = None) -> Container:
    """Return a pressable row: the way on that stands in the card's body.

    Those who don't see it may hear the action's title alone, so that holds a short detail too.
    """
    lines: list[CardElement] = [TextBlock(text=shown(title), wrap=True, color="Accent")]
    if detail:
        lines.append(
            TextBlock(text=shown(detail), wrap=True, size="Small", is_subtle=True, spacing="None")
        )
    is_short = detail is not None and len(detail) <= SHORT_DETAIL
    called = f"{title}, {detail}" if is_short else title
    return Container(select_action=_press(called, action), items=lines, spacing="Small")


def execute(title: str, action: Action, *, primary: bool = False) -> ExecuteAction:
    """Return a button that replaces the card in place; older clients send it as a message.

    What was filled in stays with whoever filled it in, unless the press is about that. A card has
    one *primary* button at the most: what most people who read it want to do next.
    """
    press = _press(title, action)
    if primary:
        press.style = "positive"
    if isinstance(action, CaseAction) and not action.entered:
        press.associated_inputs = "none"
    return press


def _press(title: str, action: Action) -> ExecuteAction:
    data = data_of(action)
    return ExecuteAction(
        title=title,
        verb=action.action,
        data=data,
        fallback=SubmitAction(title=title, data=data),
    )


class Opening(ToggleVisibilityAction):
    """A button that shows a panel below its row of buttons, without asking the bot.

    A card within the card would do too, but a client sends the fields of the card that was
    pressed in alone: what was typed in another would be lost with the first press refused.
    """

    panel: Container = Field(exclude=True)

    @classmethod
    def of(cls, title: str, panel: Container, *, primary: bool = False) -> Self:
        """Hide *panel*, and return what shows it."""
        panel.is_visible = False
        return cls(title=title, panel=panel, style="positive" if primary else None)

    def stand_beside(self, others: Sequence[str]) -> None:
        """Let it close the panels of the *others* in its row; alone there, its own too."""
        closed = [TargetElement(element_id=name, is_visible=False) for name in others]
        opened = TargetElement(element_id=self.panel.id, is_visible=True if others else None)
        self.target_elements = [opened, *closed]


def opening(
    title: str,
    name: str,
    body: Sequence[CardElement],
    send: CardAction | None = None,
    *,
    primary: bool = False,
) -> Opening:
    """Return a button that opens the panel *name*: its title, fields, and *send* to send them."""
    said = TextBlock(text=shown(title), wrap=True, weight="Bolder")
    items = [said, *body, *buttons([send] if send else [])]
    panel = Container(id=name, items=items, style="emphasis")
    return Opening.of(title, panel, primary=primary)


def buttons(actions: Sequence[CardAction]) -> list[CardElement]:
    """Return buttons that stand in the card's body, where what they are about is read.

    What they open stands below all of them, one at a time.
    """
    openings = [each for each in actions if isinstance(each, Opening)]
    names = [str(each.panel.id) for each in openings]
    for each in openings:
        each.stand_beside([name for name in names if name != each.panel.id])
    panels = [each.panel for each in openings]
    return [ActionSet(actions=list(actions)), *panels] if actions else []


def open_url(title: str, url: str) -> OpenUrlAction:
    return OpenUrlAction(title=title, url=url)
