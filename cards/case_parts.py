"""What every card about a request or an account is made of."""

from collections.abc import Sequence

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from accounts.account import Account
from accounts.form import (
    NAME,
    PLATFORM,
)
from accounts.history import Decision, Event, RequestStatus
from accounts.request import AccountRequest
from cards import elements
from cards.account_actions import CopyRequest, GiveUp, MyCases, OpenCase, seen_case
from cards.actions import Action
from cards.elements import Card, Tone
from cards.markup import listed
from cards.question_actions import ListGaps, OpenQuestion
from cards.review_actions import OpenReview
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue

SHOWN = 12
"""Rows in a card; more would be more than Teams takes."""
HISTORY_SHOWN = 8
LONGEST_NOTE = 100
"""Characters of a reason that the history repeats; the decision shows it whole."""


def title_of(case: AccountRequest | Account, form: AccountForm, texts: Catalogue) -> str:
    """Return what the case is called: the account's name and platform, as far as they are known."""
    if isinstance(case, Account):
        name = case.name
        words = case.platform_name or form.answer_text(PLATFORM, case.platform, texts.language)
    else:
        name = case.answers.get(NAME, "")
        words = form.platform_text(case.answers, texts.language)
    if not name:
        return words or texts.say("case.unnamed")
    return texts.say("case.named", name=name, platform=words) if words else name


def shortened(text: str) -> str:
    """Return *text* on one line, cut where it is long."""
    line = " ".join(text.split())
    return f"{line[:LONGEST_NOTE]}…" if len(line) > LONGEST_NOTE else line


def history(events: Sequence[Event], texts: Catalogue) -> list[CardElement]:
    """Return the latest events, newest first."""
    latest = [*reversed(events)][:HISTORY_SHOWN]
    if not latest:
        return []
    lines = listed(f"{texts.minute(each.at)} {event_text(each, texts)}" for each in latest)
    return [elements.subheading(texts.say("case.history")), elements.paragraph(lines)]


def event_text(event: Event, texts: Catalogue) -> str:
    name = event.by.name if event.by else texts.say("case.nobody")
    sentence = texts.say(f"event.{event.kind}", name=name)
    return f"{sentence}: {shortened(event.note)}" if event.note else sentence


def decision_notice(request: AccountRequest, texts: Catalogue) -> list[CardElement]:
    """Return what the reviewer decided, in words, where somebody has."""
    decision = request.decision
    if decision is None:
        return []
    tone: Tone = "good" if decision.outcome is RequestStatus.APPROVED else "warning"
    facts = {"name": decision.by.name, "at": decision.at}
    title = texts.say(f"decision.{decision.outcome}", **facts)
    return [elements.notice(_decided_words(decision, texts), title=title, tone=tone)]


def _decided_words(decision: Decision, texts: Catalogue) -> str:
    if decision.text:
        return texts.say(f"decision.{decision.outcome}_words", text=decision.text)
    key = (
        "decision.see_steps" if decision.outcome is RequestStatus.RETURNED else "decision.no_words"
    )
    return texts.say(key)


def giving_up(request: AccountRequest, texts: Catalogue) -> CardAction:
    """Return the button that throws a draft away, or withdraws a request, after one more press.

    That one opens within the card, so that whoever thinks better of it has lost nothing.
    """
    case = seen_case(request, texts)
    draft = request.status is RequestStatus.DRAFT
    kind, title = ("draft", "walk.cancel") if draft else ("sent", "case.withdraw")
    send = elements.execute(texts.say(f"give_up.yes_{kind}"), GiveUp(**case))
    explain = elements.paragraph(texts.say(f"give_up.explain_{kind}"))
    return elements.opening(texts.say(title), title, [explain], send)


def lead_notice(sentence: str | None) -> list[CardElement]:
    """Return the box that stands first in a card that comes unasked, and says why it comes."""
    return [elements.notice(sentence, tone="emphasis")] if sentence else []


def print_card(
    request_id: str, url: str, minutes: int, texts: Catalogue, *, for_reviewer: bool = False
) -> Card:
    """Return the way to the page of a request that goes to the records, and the way back."""
    back = (OpenReview if for_reviewer else OpenCase)(language=texts.language, case=request_id)
    way_back = elements.execute(texts.say("case.open"), back)
    return link_card("case.print", url, minutes, way_back, texts)


def link_card(key: str, url: str, minutes: int, back: CardAction, texts: Catalogue) -> Card:
    """Return the way to a page whose link expires, in the words of *key*, and the way back."""
    title = texts.say(key)
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say(f"{key}_explain", count=minutes)),
    ]
    actions: list[CardAction] = [elements.open_url(texts.say(f"{key}_open"), url), back]
    return elements.card(body, actions, summary=title)


def plain_card(sentence: str, texts: Catalogue) -> Card:
    """Return a sentence that stands for itself, and the way to one's own cases."""
    return elements.card([elements.paragraph(sentence)], [mine_button(texts)], summary=sentence)


def explained(
    key: str, press: Action, texts: Catalogue, *fields: CardElement, primary: bool = False
) -> CardAction:
    """Return the button *key*, which opens what it means, *fields*, and the button to press."""
    body = [elements.paragraph(texts.say(f"{key}_explain")), *fields]
    send = elements.execute(texts.say(f"{key}_send"), press)
    return elements.opening(texts.say(key), key, body, send, primary=primary)


def more_button(
    count: int, following: MyCases | OpenReview | OpenQuestion | ListGaps, texts: Catalogue
) -> list[CardAction]:
    """Return the button to the rows that *following* skips to, where there are so many."""
    return [elements.execute(texts.say("case.more"), following)] if count > following.skip else []


def copy_button(case_id: str, texts: Catalogue) -> CardAction:
    """Return the way to a new request that is answered as that of the case was."""
    press = CopyRequest(language=texts.language, case=case_id)
    return elements.execute(texts.say("case.copy"), press)


def mine_button(texts: Catalogue) -> CardAction:
    """Return the way back to all of one's own cases, with which most cards about one end."""
    return elements.execute(texts.say("case.mine"), MyCases(language=texts.language))


def notice_card(
    sentence: str,
    case: AccountRequest | Account,
    form: AccountForm,
    texts: Catalogue,
    *,
    for_reviewers: bool = False,
) -> Card:
    """Return what has happened to *case*, and the way there."""
    body = [elements.heading(sentence), elements.paragraph(title_of(case, form, texts))]
    way = _way_to(case, texts, for_reviewers=for_reviewers)
    return elements.card(body, [way], summary=sentence)


def moved_card(
    case: AccountRequest | Account, form: AccountForm, texts: Catalogue, *, for_reviewers: bool
) -> Card:
    """Return the quiet lines that stand where *case* did, now that another message shows it."""
    sentence = texts.say("notice.card-moved")
    body = [elements.paragraph(title_of(case, form, texts)), elements.help_text(sentence)]
    way = _way_to(case, texts, for_reviewers=for_reviewers)
    return elements.card(body, [way], summary=sentence)


def _way_to(case: AccountRequest | Account, texts: Catalogue, *, for_reviewers: bool) -> CardAction:
    if for_reviewers and isinstance(case, AccountRequest):
        press = OpenReview(language=texts.language, case=case.id)
    else:
        press = OpenCase(language=texts.language, case=case.id)
    return elements.execute(texts.say("case.open"), press)
