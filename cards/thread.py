"""What a reviewer and the requester say to each other about a request."""

from microsoft_teams.cards.core import CardElement

from accounts.request import AccountRequest
from cards import elements
from cards.account_actions import seen_case
from cards.fields import text_field
from cards.markup import listed
from cards.review_actions import Speak
from texts.catalogue import Catalogue

SHOWN_OF_THREAD = 6
LONGEST_SHOWN = 500
"""Characters of what was said that a card shows; the record shows all of it."""


def thread_lines(request: AccountRequest, texts: Catalogue) -> list[CardElement]:
    """Return the latest of the thread, oldest first."""
    latest = request.thread[-SHOWN_OF_THREAD:]
    if not latest:
        return []
    lines = [
        texts.say(
            f"thread.{each.kind}",
            name=each.by.name if each.by else "",
            at=each.at,
            text=each.note[:LONGEST_SHOWN],
        )
        for each in latest
    ]
    return [elements.subheading(texts.say("thread.title")), elements.paragraph(listed(lines))]


def question_to_answer(request: AccountRequest, texts: Catalogue) -> list[CardElement]:
    """Return the thread, and where it ends with a question, the field for the answer."""
    asked = request.open_question
    if asked is None:
        return thread_lines(request, texts)
    name = asked.by.name if asked.by else ""
    press = Speak(**seen_case(request, texts), replies=True)
    return [
        elements.notice(asked.note[:LONGEST_SHOWN], title=texts.say("thread.asks", name=name)),
        text_field("said.reply", texts.say("thread.reply")),
        *elements.buttons([elements.execute(texts.say("thread.send"), press, primary=True)]),
        *(thread_lines(request, texts) if len(request.thread) > 1 else ()),
    ]
