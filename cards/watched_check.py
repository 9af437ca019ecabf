"""A self-check as a reviewer sees it, with the way to hand its account over."""

from collections.abc import Sequence

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement, TextBlock

from accounts.account import Account
from accounts.form import UNIT
from cards import elements
from cards.account import handing_over
from cards.account_actions import OpenCase
from cards.elements import Card
from cards.follow_up_actions import OpenRound
from cards.markup import shown
from cards.self_check import account_name
from followup.controls import ControlQuestion
from followup.page import CheckPage
from followup.self_check import CheckStanding, Compliance, ControlAnswer, SelfCheck
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue

SHOWN = 10
"""Comments in one card."""


def watched_card(
    page: CheckPage, account: Account | None, form: AccountForm, texts: Catalogue
) -> Card:
    """Return a self-check as a reviewer sees it; *account* is what it can be handed over with."""
    check = page.check
    title = account_name(check.account, form, texts)
    body: list[CardElement] = [
        elements.heading(title),
        *_flag(check, texts),
        elements.facts(_facts(page, form, texts)),
    ]
    if check.sent_at:
        body += _said(page, texts)
    back = OpenRound(language=texts.language, round=page.round.id)
    actions: list[CardAction] = []
    if account is not None:
        actions += _handing_over(check, account, texts)
    actions.append(elements.execute(texts.say("round.back"), back))
    return elements.card(body, actions, summary=title)


def _flag(check: SelfCheck, texts: Catalogue) -> list[CardElement]:
    if check.flag is None:
        return []
    said = texts.say(f"check.flag.{check.flag}", name=check.responsible.name)
    return [elements.notice(said, tone="warning")]


def _facts(page: CheckPage, form: AccountForm, texts: Catalogue) -> list[tuple[str, str]]:
    check = page.check
    unit = form.answer_text(UNIT, check.account.unit, texts.language)
    sent = texts.say("case.unanswered")
    if check.sent_at:
        sent = texts.minute(check.sent_at)
    elif check.standing is CheckStanding.DROPPED:
        sent = texts.say("check.dropped")
    answered = len(check.answers)
    facts = [
        (texts.say("account.unit"), unit),
        (texts.say("account.responsible"), check.responsible.name),
        (texts.say("check.sent_at"), sent),
    ]
    if check.is_asked:
        asked = len(page.round.questions)
        progress = texts.say("check.progress", answered=answered, asked=asked)
        facts.append((texts.say("check.answers"), progress))
    if check.earlier:
        facts.append((texts.say("check.earlier"), texts.joined([p.name for p in check.earlier])))
    return facts


def _said(page: CheckPage, texts: Catalogue) -> list[CardElement]:
    """Return what isn't as it should, with what was commented; the rest in a number."""
    answers = page.check.answers
    found = [(each, answers[each.id]) for each in page.round.questions if each.id in answers]
    other = [(each, said) for each, said in found if said.compliance is not Compliance.YES]
    lines: list[CardElement] = [
        TextBlock(text=shown(_line(question, said, texts)), wrap=True, spacing="Small")
        for question, said in other[:SHOWN]
    ]
    count = len(found) - len(lines)
    return [*lines, elements.fine_print(texts.say("check.others_yes", count=count))]


def _line(question: ControlQuestion, said: ControlAnswer, texts: Catalogue) -> str:
    asked, chosen = question.text_in(texts.language), texts.say(f"compliance.{said.compliance}")
    return f"{asked} {chosen}. {said.comment}"


def _handing_over(check: SelfCheck, account: Account, texts: Catalogue) -> Sequence[CardAction]:
    press = OpenCase(language=texts.language, case=account.id)
    opened = elements.execute(texts.say("case.account"), press)
    return [handing_over(account, texts), opened] if check.is_asked else [opened]
