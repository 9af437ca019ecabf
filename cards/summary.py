"""The card before a request is sent: all that was answered, and the way to change it."""

from collections.abc import Mapping

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from accounts.form import Step
from accounts.history import RequestStatus
from accounts.walk import Walk
from cards import elements
from cards.account_actions import GoToStep, MyCases, SendRequest, seen_case
from cards.case_parts import giving_up
from cards.elements import Card
from cards.request_parts import answers_by_step, requirement_lines
from cards.walk import new_advice
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue


def summary_card(walk: Walk, form: AccountForm, texts: Catalogue) -> Card:
    """Return all that was answered, and the way to send it."""
    request = walk.request
    title = texts.say("walk.summary")
    case = seen_case(request, texts)
    last = form.rules.steps[-1].id
    actions: list[CardAction] = [
        elements.execute(texts.say("walk.back"), GoToStep(**case, step=last)),
        elements.execute(texts.say("walk.close"), MyCases(language=texts.language, closed=True)),
    ]
    if walk.obstacle is None:
        send = texts.say("walk.send_again" if request.has_been_sent else "walk.send")
        actions.insert(0, elements.execute(send, SendRequest(**case), primary=True))
    if request.status is RequestStatus.DRAFT:
        actions.append(giving_up(request, texts))
    bodies = (
        _summary_body(walk, reasons, form, texts) for reasons in (request.reasons, dict[str, str]())
    )
    return elements.fitting(bodies, actions, summary=title)


def _summary_body(
    walk: Walk, reasons: Mapping[str, str], form: AccountForm, texts: Catalogue
) -> list[CardElement]:
    request = walk.request
    case = seen_case(request, texts)
    body: list[CardElement] = [
        elements.fine_print(texts.say("walk.last", count=len(form.rules.steps))),
        elements.heading(texts.say("walk.summary")),
        *new_advice(walk, form, texts),
        elements.paragraph(texts.say("walk.summary_explain")),
        *_obstacle(walk.obstacle, form, texts),
    ]
    for step, facts in answers_by_step(request, walk.view, form, texts):
        change = texts.say("walk.change", title=form.steps[step.id].text_in(texts.language).title)
        body += [elements.row(change, GoToStep(**case, step=step.id)), *facts]
    return body + requirement_lines(form.rules.unmet(walk.view), reasons, form, texts)


def _obstacle(step: Step | None, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    if step is None:
        return []
    words = form.steps[step.id].text_in(texts.language)
    sentence = texts.say("walk.obstacle", title=words.title)
    return [elements.notice(sentence, title=texts.say("walk.trouble"), tone="attention")]
