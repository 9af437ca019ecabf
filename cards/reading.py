"""The card on which somebody says that they have read the routine, with what has changed in it."""

from collections.abc import Mapping, Sequence

from microsoft_teams.cards.core import CardElement, Choice, ChoiceSetInput

from cards import elements
from cards.actions import Asked, Browse, ShowPassage
from cards.case_parts import lead_notice
from cards.elements import Card
from cards.reading_actions import ConfirmReading, OpenReading
from readings.changes import PassageChange
from readings.reading_service import ReadingState
from texts.catalogue import Catalogue

SHOWN = 12
LONGEST_SENTENCE = 300
"""Characters of what was or is said that the card repeats; the passage shows it whole."""


def reading_card(
    state: ReadingState,
    changes: Sequence[PassageChange],
    units: Mapping[str, str],
    asked: Asked,
    texts: Catalogue,
    *,
    lead: str | None = None,
    name: str | None = None,
) -> Card:
    """Return the revision in use, its *changes* as many as Teams takes, and the button to confirm.

    *units* holds the names of those to choose from, by their ids; *name* is that of the routine,
    where the base has several.
    """
    revised = state.revision.revised
    title = texts.say("reading.title", revised=revised)
    if name is not None:
        title = texts.say("reading.title_of", name=name, revised=revised)
    body: list[CardElement] = [elements.heading(title), *lead_notice(lead)]
    if state.reading is not None:
        said = texts.say("reading.confirmed", at=state.reading.at)
        browse = elements.execute(texts.say("browse.open"), Browse(asked=asked))
        return elements.card([*body, elements.notice(said, tone="good")], [browse], summary=title)
    body.append(elements.paragraph(texts.say("reading.why")))
    fields: list[CardElement] = []
    if units:
        fields.append(_units(units, state.unit, texts))
    confirm = ConfirmReading(language=texts.language, revision=state.revision.id)
    button = elements.execute(texts.say("reading.confirm"), confirm, primary=True)
    bodies = (
        [*body, *_changes(changes, shown, asked, texts), *fields] for shown in range(SHOWN, -1, -1)
    )
    return elements.fitting(bodies, [button], summary=title)


def readings_card(routines: Mapping[str, str], texts: Catalogue) -> Card:
    """Return the choice of which routine one has read: their names, by their ids."""
    title = texts.say("reading.which")
    rows = [
        elements.row(name, OpenReading(language=texts.language, routine=routine))
        for routine, name in routines.items()
    ]
    return elements.card([elements.heading(title), *rows], [], summary=title)


def _units(units: Mapping[str, str], known: str, texts: Catalogue) -> ChoiceSetInput:
    """Return the list of units, none of them chosen unless it is known which."""
    return ChoiceSetInput(
        id="said.unit",
        label=texts.say("reading.unit"),
        value=known if known in units else None,
        choices=[Choice(title=title, value=value) for value, title in units.items()],
        style="compact",
        placeholder=texts.say("walk.choose"),
    )


def _changes(
    changes: Sequence[PassageChange], shown: int, asked: Asked, texts: Catalogue
) -> list[CardElement]:
    if not changes:
        return []
    drawn: list[CardElement] = [elements.subheading(texts.say("reading.changes"))]
    for change in changes[:shown]:
        drawn += _change(change, asked, texts)
    if (rest := len(changes) - shown) > 0:
        drawn.append(elements.fine_print(texts.say("reading.more", count=rest)))
    return drawn


def _change(change: PassageChange, asked: Asked, texts: Catalogue) -> list[CardElement]:
    if change.is_gone:
        return [elements.paragraph(texts.say("reading.gone", title=change.title))]
    drawn: list[CardElement] = [
        elements.row(change.title, ShowPassage(asked=asked, passage=change.passage))
    ]
    for each in change.sentences:
        if each.old:
            drawn.append(elements.help_text(texts.say("reading.old", text=_cut(each.old))))
        key = "reading.new" if each.old else "reading.added"
        new = _cut(each.new) if each.new else texts.say("reading.nothing")
        drawn.append(elements.paragraph(texts.say(key, text=new)))
    return drawn


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SENTENCE else f"{text[:LONGEST_SENTENCE]}…"
