"""What one fills in on a card. Every field has its label, and is checked by the server alone:
a client that checks would not let anybody save or go back with a required field left empty."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from microsoft_teams.cards.core import (
    CardElement,
    Choice,
    ChoiceSetInput,
    DateInput,
    QueryData,
    TextBlock,
    TextInput,
    ToggleInput,
)

from accounts.values import Field, FieldKind
from cards import elements
from cards.markup import shown
from core.entered_text import LONGEST_SAID
from core.person import named_and_picked
from knowledge.account_form import FormPart
from texts.catalogue import Catalogue

EVERYBODY = "graph.microsoft.com/users"
"""Where Teams looks people up, by its own name for it."""
FAULT_SIGN = "⚠"
"""What a line begins with that says what is wrong in the field below it."""
ROOM_TO_CORRECT = 2
"""A field takes this many times its longest answer, so that pasted text can be cut down in it."""


def field_elements(
    field: Field,
    words: FormPart,
    value: str,
    *,
    fault: str | None,
    texts: Catalogue,
    people: Mapping[str, str] | None = None,
) -> list[CardElement]:
    """Return the field with its help below it, and above it what is wrong with the answer.

    *people* are those to choose from, by their ids, where a name is that of several.
    """
    said = words.text_in(texts.language)
    label = said.title if field.required else f"{said.title} {texts.say('walk.optional')}"
    if field.kind is FieldKind.PERSON:
        drawn = _person(field, value, people or {}, label=label, fault=fault, texts=texts)
    else:
        drawn = [_input(field, words, value, label=label, texts=texts)]
    if fault:
        drawn.insert(0, fault_line(fault))
    if said.help:
        drawn.append(elements.fine_print(said.help))
    return elements.together(drawn)


def fault_line(fault: str) -> TextBlock:
    return TextBlock(
        text=shown(f"{FAULT_SIGN} {fault}"), wrap=True, color="Attention", weight="Bolder"
    )


def text_field(
    name: str,
    label: str,
    *,
    value: str = "",
    example: str = "",
    longest: int = LONGEST_SAID,
    multiline: bool = True,
) -> TextInput:
    return TextInput(
        id=name,
        label=label,
        value=value or None,
        placeholder=example or None,
        is_multiline=multiline,
        max_length=longest * ROOM_TO_CORRECT,
    )


def choice_field(name: str, label: str, choices: Mapping[str, str]) -> ChoiceSetInput:
    """Return a choice of one, the first chosen beforehand."""
    return ChoiceSetInput(
        id=name,
        label=label,
        value=next(iter(choices), None),
        choices=[Choice(title=title, value=value) for value, title in choices.items()],
        style="expanded",
        wrap=True,
    )


def text_to_copy(name: str, label: str, text: str) -> TextInput:
    """Return a text that is to be copied letter by letter; nothing entered in it is read."""
    return TextInput(id=name, label=label, value=text, is_multiline=True)


def boxes(
    items: Mapping[str, FormPart], done: Iterable[str], texts: Catalogue
) -> Sequence[CardElement]:
    """Return a box to tick for each item, with its help below it."""
    drawn: list[CardElement] = []
    for item, words in items.items():
        said = words.text_in(texts.language)
        ticked = "true" if item in done else "false"
        drawn.append(
            ToggleInput(
                title=said.title, id=f"done.{item}", value=ticked, wrap=True, spacing="Medium"
            )
        )
        if said.help:
            drawn.append(elements.help_text(said.help))
    return drawn


def condition_boxes(conditions: Mapping[str, str], done: Iterable[str]) -> Sequence[CardElement]:
    """Return a box to tick for each condition of the approval."""
    return [
        ToggleInput(
            title=shown(text),
            id=f"done.{name}",
            value="true" if name in done else "false",
            wrap=True,
            spacing="Medium",
        )
        for name, text in conditions.items()
    ]


def _input(
    field: Field, words: FormPart, value: str, *, label: str, texts: Catalogue
) -> CardElement:
    name, given = f"answer.{field.id}", value or None
    match field.kind:
        case FieldKind.UNIT:
            return _unit_input(field, words, given, label=label, texts=texts)
        case FieldKind.CHOICE | FieldKind.CHOICES:
            choices = [
                Choice(title=words.choices[choice].text_in(texts.language), value=choice)
                for choice in field.choices
            ]
            return ChoiceSetInput(
                id=name,
                label=label,
                value=given,
                choices=choices,
                style="expanded",
                is_multi_select=field.kind is FieldKind.CHOICES,
                wrap=True,
            )
        case FieldKind.DATE:
            return DateInput(id=name, label=label, value=given)
        case _:
            return TextInput(
                id=name,
                label=label,
                value=given,
                placeholder=_example(words, texts),
                is_multiline=field.kind is FieldKind.TEXT,
                max_length=field.longest * ROOM_TO_CORRECT,
                style=_STYLES.get(field.kind),
            )


def people_picker(
    name: str,
    label: str,
    texts: Catalogue,
    *,
    value: str | None = None,
    people: Mapping[str, str] | None = None,
) -> ChoiceSetInput:
    """Return a choice among all in the municipality, which the client looks up by itself.

    With *people* it is among them alone, or where one is the *value*, tells their name.
    """
    choices = [Choice(title=shown(title), value=each) for each, title in (people or {}).items()]
    is_open = len(choices) < 2
    return ChoiceSetInput(
        id=name,
        label=label,
        value=value,
        choices=choices,
        choices_data=QueryData(dataset=EVERYBODY) if is_open else None,
        style="compact" if is_open else "expanded",
        placeholder=texts.say("walk.choose"),
        wrap=True,
    )


def _person(
    field: Field,
    value: str,
    people: Mapping[str, str],
    *,
    label: str,
    fault: str | None,
    texts: Catalogue,
) -> list[CardElement]:
    """Return the picker, and the field for a name: folded until there is something to write."""
    name, picked_id = named_and_picked(value)
    known = {picked_id: name or texts.say("person.picked")} if picked_id else {}
    picker = people_picker(
        f"person.{field.id}", label, texts, value=picked_id, people=people or known
    )
    written = text_field(
        f"answer.{field.id}",
        texts.say("person.write"),
        value="" if picked_id else name,
        longest=field.longest,
        multiline=False,
    )
    if fault or (name and not picked_id):
        return [picker, written]
    return [picker, *elements.folded(texts.say("person.write_instead"), field.id, [written])]


def _unit_input(
    field: Field, words: FormPart, given: str | None, *, label: str, texts: Catalogue
) -> ChoiceSetInput:
    """Return the list of units, folded: it is long."""
    choices = [
        Choice(title=words.choices[choice].text_in(texts.language), value=choice)
        for choice in field.choices
    ]
    return ChoiceSetInput(
        id=f"answer.{field.id}",
        label=label,
        value=given,
        choices=choices,
        style="compact",
        placeholder=texts.say("walk.choose"),
    )


def _example(words: FormPart, texts: Catalogue) -> str | None:
    """An example says that it is one: else it could be taken for an answer."""
    example = words.text_in(texts.language).example
    return texts.say("walk.example", example=example) if example else None


_STYLES: Mapping[FieldKind, Literal["Email", "Url"]] = {
    FieldKind.EMAIL: "Email",
    FieldKind.WEB_ADDRESS: "Url",
}
