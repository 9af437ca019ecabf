"""One deviation: what was found, what is to be done, and what each may do about it."""

from datetime import date

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement, DateInput

from cards import elements
from cards.case_parts import lead_notice
from cards.elements import Card
from cards.fields import text_field
from cards.follow_up_actions import FinishDeviation, JudgeDeviation, PlanDeviation
from cards.self_check import account_name, follow_up_button
from followup.deviation import Deviation, DeviationStanding
from knowledge.account_form import AccountForm
from knowledge.base import Base
from texts.catalogue import Catalogue


def deviation_card(
    deviation: Deviation,
    base: Base,
    form: AccountForm,
    texts: Catalogue,
    *,
    may_judge: bool,
    today: date,
    lead: str | None = None,
) -> Card:
    """Return a deviation; *may_judge* says that a reviewer looks at it."""
    title = deviation.question.text_in(texts.language)
    standing = texts.say(f"deviation.explained.{deviation.standing}")
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        elements.notice(standing, tone="good" if deviation.is_closed else "emphasis"),
        elements.facts(_facts(deviation, form, texts)),
    ]
    if deviation.returned:
        said = texts.say("deviation.returned")
        body.append(elements.notice(deviation.returned, title=said))
    body += _why(deviation, base, texts)
    actions = _actions(deviation, texts, may_judge=may_judge, today=today)
    return elements.card(body, [*actions, follow_up_button(texts)], summary=title)


def _facts(deviation: Deviation, form: AccountForm, texts: Catalogue) -> list[tuple[str, str]]:
    chosen = texts.say(f"compliance.{deviation.compliance}")
    facts = {
        "account": account_name(deviation.account, form, texts),
        "answer": f"{chosen}. {deviation.comment}",
        "action": deviation.action,
        "owner": deviation.owner.name,
        "due": deviation.due.isoformat() if deviation.due else "",
        "done": deviation.done,
        "done_by": deviation.done_by.name if deviation.done_by else "",
        "closed_by": deviation.closed_by.name if deviation.closed_by else "",
    }
    return [(texts.say(f"deviation.fact.{name}"), said) for name, said in facts.items() if said]


def _why(deviation: Deviation, base: Base, texts: Catalogue) -> list[CardElement]:
    passage = base.passages.get(deviation.question.passage or "")
    if passage is None:
        return []
    text = passage.text_in(texts.language)
    drawn = elements.quotation(text.text, text.short)
    return elements.folded(texts.say("walk.why"), "why", drawn)


def _actions(
    deviation: Deviation, texts: Catalogue, *, may_judge: bool, today: date
) -> list[CardAction]:
    if deviation.is_to_do:
        return [_planning(deviation, texts, today=today), _finishing(deviation, texts)]
    if may_judge and deviation.standing is DeviationStanding.DONE:
        return _judging(deviation, texts)
    return []


def _planning(deviation: Deviation, texts: Catalogue, *, today: date) -> CardAction:
    due = deviation.due.isoformat() if deviation.due else None
    fields: list[CardElement] = [
        text_field("said.action", texts.say("deviation.action"), value=deviation.action),
        text_field(
            "said.owner",
            texts.say("deviation.owner"),
            value=deviation.owner.name,
            longest=100,
            multiline=False,
        ),
        DateInput(id="said.due", label=texts.say("deviation.due"), value=due, min=str(today)),
    ]
    press = PlanDeviation(language=texts.language, deviation=deviation.id, seen=deviation.version)
    send = elements.execute(texts.say("deviation.plan_send"), press)
    return elements.opening(texts.say("deviation.plan"), "deviation.plan", fields, send)


def _finishing(deviation: Deviation, texts: Catalogue) -> CardAction:
    press = FinishDeviation(language=texts.language, deviation=deviation.id, seen=deviation.version)
    done = text_field("said.done", texts.say("deviation.what"))
    send = elements.execute(texts.say("deviation.finish_send"), press)
    return elements.opening(texts.say("deviation.finish"), "deviation.finish", [done], send)


def _judging(deviation: Deviation, texts: Catalogue) -> list[CardAction]:
    yes, no = (
        JudgeDeviation(
            language=texts.language,
            deviation=deviation.id,
            seen=deviation.version,
            agrees=agrees,
        )
        for agrees in (True, False)
    )
    reason = text_field("said.return", texts.say("deviation.why_not"))
    back = elements.execute(texts.say("deviation.return_send"), no)
    return [
        elements.execute(texts.say("deviation.close"), yes),
        elements.opening(texts.say("deviation.return"), "deviation.return", [reason], back),
    ]
