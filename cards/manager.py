"""The card of a request that somebody is to confirm as its responsible manager."""

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from accounts.request import AccountRequest
from cards import elements
from cards.account_actions import AnswerAsManager, seen_case
from cards.case_parts import answers_by_step, lead_notice, mine_button, requirement_lines, title_of
from cards.elements import Card
from cards.fields import text_field
from core.person import Person
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue


def manager_card(
    request: AccountRequest,
    person: Person,
    form: AccountForm,
    texts: Catalogue,
    *,
    lead: str | None = None,
) -> Card:
    """Return the request as its responsible manager sees it, to confirm or refuse."""
    case = title_of(request, form, texts)
    confirmed = request.confirmed_by == person
    title = case if confirmed else texts.say("manager.title", case=case)
    top: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        elements.notice(texts.say("manager.confirmed"), tone="good")
        if confirmed
        else elements.paragraph(texts.say("manager.ask", name=request.requester.name)),
    ]
    unmet, answers = form.rules.unmet(request.answers), _answers(request, form, texts)
    bodies = (
        [*top, *requirement_lines(unmet, reasons, form, texts), *answers]
        for reasons in (request.reasons, dict[str, str]())
    )
    actions = [] if confirmed else _manager_actions(request, texts)
    return elements.fitting(bodies, [*actions, mine_button(texts)], summary=title)


def _answers(request: AccountRequest, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    drawn: list[CardElement] = []
    for step, facts in answers_by_step(request, request.answers, form, texts):
        drawn += [elements.subheading(form.steps[step.id].text_in(texts.language).title), *facts]
    return drawn


def _manager_actions(request: AccountRequest, texts: Catalogue) -> list[CardAction]:
    case = seen_case(request, texts)
    refuse = elements.execute(texts.say("manager.send_no"), AnswerAsManager(**case, agrees=False))
    reason = text_field("said.refuse", texts.say("manager.why_not"))
    return [
        elements.execute(texts.say("manager.yes"), AnswerAsManager(**case, agrees=True)),
        elements.opening(texts.say("manager.no"), [reason], refuse),
    ]
