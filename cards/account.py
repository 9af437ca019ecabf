"""The cards of an account in the register: how it stands, and handing it over."""

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from accounts.account import Account, AccountStatus
from accounts.form import UNIT
from cards import elements
from cards.account_actions import Close, Offer, Pause, Resume, TakeOver, seen_case
from cards.case_parts import copy_button, explained, history, lead_notice, mine_button, title_of
from cards.elements import Card
from cards.fields import boxes, text_field
from cards.moments import day
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue


def account_card(account: Account, form: AccountForm, texts: Catalogue) -> Card:
    """Return an account with what its responsible person can do."""
    title = title_of(account, form, texts)
    standing = texts.say(f"standing.{account.standing}")
    body: list[CardElement] = [
        elements.heading(title),
        elements.facts(
            [
                (texts.say("account.standing"), standing),
                (texts.say("account.address"), account.address),
                (texts.say("account.unit"), form.answer_text(UNIT, account.unit, texts.language)),
                (texts.say("account.responsible"), account.responsible.name),
                (texts.say("account.registered"), day(account.registered_at)),
                (texts.say("account.id"), account.id),
            ]
        ),
        *_offered(account, texts),
        *history(account.history, texts),
    ]
    mine = mine_button(texts)
    actions = [*_actions(account, form, texts), mine]
    return elements.card(body, actions, summary=title)


def handover_card(
    account: Account, form: AccountForm, texts: Catalogue, *, lead: str | None = None
) -> Card:
    """Ask somebody to become responsible for an account."""
    title = texts.say("handover.title", case=title_of(account, form, texts))
    facts = {
        "name": account.responsible.name,
        "unit": form.answer_text(UNIT, account.unit, texts.language),
    }
    case = seen_case(account, texts)
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        elements.paragraph(texts.say("handover.ask", **facts)),
    ]
    accept = elements.execute(texts.say("handover.yes"), TakeOver(**case))
    return elements.card(body, [accept], summary=title)


def _offered(account: Account, texts: Catalogue) -> list[CardElement]:
    offer = account.handover
    if offer is None:
        return []
    key = "handover.asked" if offer.person_id else "handover.code"
    return [elements.notice(texts.say(key, name=offer.name, id=account.id), tone="emphasis")]


def _actions(account: Account, form: AccountForm, texts: Catalogue) -> list[CardAction]:
    if account.standing is AccountStatus.CLOSED:
        return []
    case = seen_case(account, texts)
    name = text_field("said.name", texts.say("handover.name"), longest=100, multiline=False)
    offer = elements.execute(texts.say("handover.send"), Offer(**case))
    actions: list[CardAction] = [elements.opening(texts.say("handover.open"), [name], offer)]
    if account.standing is AccountStatus.LIVE:
        reason = text_field("said.pause", texts.say("account.pause_why"))
        pause = elements.execute(texts.say("account.pause_send"), Pause(**case))
        actions.append(elements.opening(texts.say("account.pause"), [reason], pause))
    else:
        actions.append(elements.execute(texts.say("account.resume"), Resume(**case)))
    listed = boxes(form.closing, (), texts)
    close = explained("account.close", Close(**case), texts, *listed)
    return [*actions, close, copy_button(account.id, texts)]
