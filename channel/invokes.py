"""What invokes ask for, read from their values, and how they are answered in Teams' shapes."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from cards.elements import CARD_TYPE, Card
from cards.extension import SearchHit, sentence_card
from channel.activity import LONGEST_TEXT, NO_ITEMS, Several
from channel.formatted_text import text_of_html
from core.incoming import SearchQuery

CARD_ACTION = "adaptiveCard/action"
SEARCH = "composeExtension/query"
OPEN_DIALOG = "composeExtension/fetchTask"
PRESS_IN_DIALOG = "composeExtension/submitAction"
IN_DIALOG = frozenset({OPEN_DIALOG, PRESS_IN_DIALOG})
EXTENSION = IN_DIALOG | {SEARCH}
ANSWERED = EXTENSION | {CARD_ACTION}
"""The invokes that somebody waits for an answer to."""

TEXT_PARAMETER = "text"
"""Holds what is searched for; the empty search at the start has a parameter of Teams' own."""
MOST_HITS = 25
"""Results of one page; what Teams asks for when it doesn't say."""
SENTENCE_TYPE = "application/vnd.microsoft.activity.message"
TITLE = "Rutinboten"
"""Of a dialog."""
PREVIEW_TYPE = "application/vnd.microsoft.card.thumbnail"


class _Part(BaseModel):
    model_config = ConfigDict(
        strict=True, extra="ignore", alias_generator=to_camel, defer_build=True
    )


class _Parameter(_Part):
    name: str
    value: Annotated[str, Field(max_length=LONGEST_TEXT)]


class _Page(_Part):
    skip: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    count: Annotated[int, BeforeValidator(lambda value: value or MOST_HITS), Field(ge=1)] = (
        MOST_HITS
    )


class _Search(_Part):
    command_id: Annotated[str, Field(max_length=64)]
    parameters: Several[_Parameter] = NO_ITEMS
    query_options: Annotated[_Page, Field(default_factory=_Page)]


class _Body(_Part):
    content_type: str = "text"
    content: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""


class _Message(_Part):
    body: _Body


class _Action(_Part):
    data: Any = None
    message_payload: _Message | None = None


def query_in(value: object) -> SearchQuery | None:
    """Return the search in the value of an invoke; None where it can't be read."""
    try:
        read = _Search.model_validate(value)
    except ValidationError:
        return None
    texts = [each.value for each in read.parameters if each.name == TEXT_PARAMETER]
    page = read.query_options
    return SearchQuery(
        read.command_id, "".join(texts[:1]), skip=page.skip, count=min(page.count, MOST_HITS)
    )


def message_in(value: object) -> str:
    """Return the text of the message that an action was chosen on; "" where there is none."""
    try:
        message = _Action.model_validate(value).message_payload
    except ValidationError:
        return ""
    if message is None:
        return ""
    is_html = message.body.content_type.casefold().endswith("html")
    return text_of_html(message.body.content) if is_html else message.body.content


def press_in(value: object) -> object:
    """Return what a button of a dialog carried."""
    try:
        return _Action.model_validate(value).data
    except ValidationError:
        return None


def as_card(card: Card) -> dict[str, Any]:
    """Return the answer that puts *card* in the pressed one's place."""
    return {"statusCode": 200, "type": CARD_TYPE, "value": card}


def in_words(invoke: str, sentence: str) -> dict[str, Any]:
    """Return the answer that says *sentence* where the answer to *invoke* is shown."""
    if invoke == SEARCH:
        return {"composeExtension": {"type": "message", "text": sentence}}
    if invoke in IN_DIALOG:
        return as_dialog(sentence_card(sentence))
    return {"statusCode": 200, "type": SENTENCE_TYPE, "value": sentence}


def as_hits(hits: Sequence[SearchHit]) -> dict[str, Any]:
    """Return the answer that lists *hits* below the message box."""
    attachments = [
        {
            "contentType": CARD_TYPE,
            "content": hit.card,
            "preview": {
                "contentType": PREVIEW_TYPE,
                "content": {"title": hit.title, "text": hit.detail},
            },
        }
        for hit in hits
    ]
    listed = {"type": "result", "attachmentLayout": "list", "attachments": attachments}
    return {"composeExtension": listed}


def as_dialog(card: Card) -> dict[str, Any]:
    """Return the answer that shows *card* in a dialog.

    There a button can be no Action.Execute: each is what older clients send instead.
    """
    shown = {"contentType": CARD_TYPE, "content": _submitting(card)}
    told = {"title": TITLE, "width": "medium", "height": "large", "card": shown}
    return {"task": {"type": "continue", "value": told}}


def _submitting(node: Any) -> Any:
    if isinstance(node, dict):
        if node.get("type") == "Action.Execute":
            return node["fallback"]
        return {key: _submitting(inner) for key, inner in node.items()}
    return [_submitting(inner) for inner in node] if isinstance(node, list) else node
