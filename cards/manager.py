"""The card of a request that somebody is to confirm as its responsible manager, or has answered."""

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from accounts.form import MANAGER
from accounts.history import RequestStatus
from accounts.request import AccountRequest
from cards import elements
from cards.account_actions import seen_case
from cards.case_parts import decision_notice, explained, lead_notice, mine_button, title_of
from cards.elements import Card
from cards.fields import text_field
from cards.people import person_fields, person_name
from cards.request_parts import answers_by_step, main_facts, requirement_lines
from cards.review_actions import AnswerAsManager, Reassign
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
    """Return the request as its manager sees it: to confirm or refuse, or with its outcome."""
    asks = request.may_be_confirmed_by(person)
    case = title_of(request, form, texts)
    title = texts.say("manager.title", case=case) if asks else case
    unmet = form.rules.unmet(request.answers)
    answers = elements.folded(
        texts.say("manager.all_answers"), "answers", _answers(request, form, texts)
    )
    bodies = (
        [
            *lead_notice(lead),
            elements.heading(title),
            *(_question(request, person, texts) if asks else _outcome(request, person, texts)),
            elements.facts(main_facts(request, form, texts)),
            *requirement_lines(unmet, reasons, form, texts),
            *(elements.buttons(_manager_actions(request, person, texts)) if asks else ()),
            *answers,
        ]
        for reasons in (request.reasons, dict[str, str]())
    )
    return elements.fitting(bodies, [mine_button(texts)], summary=title)


def _question(request: AccountRequest, person: Person, texts: Catalogue) -> list[CardElement]:
    """Nobody is told that they were named, unless it was they who were asked."""
    key = "manager.ask" if request.manager_id == person.id else "manager.ask_anyone"
    if request.deputy and request.manager_id == person.id:
        key = "manager.ask_deputy"
    named = person_name(request.answers.get(MANAGER, ""), texts)
    return [elements.paragraph(texts.say(key, name=request.requester.name, named=named))]


def _outcome(request: AccountRequest, person: Person, texts: Catalogue) -> list[CardElement]:
    """What *person* answered, and what has become of the request."""
    status = texts.say(f"status.{request.status}")
    if (refusal := request.refusal) is not None and refusal.by == person:
        said = texts.say("manager.reason", text=refusal.note)
        return [elements.notice(said, title=texts.say("manager.refused_title"))]
    if request.confirmed_by != person:
        return [elements.notice(texts.say("manager.not_asked", status=status), tone="emphasis")]
    if request.status is RequestStatus.IN_REVIEW:
        return [elements.notice(texts.say("manager.confirmed"), tone="good")]
    decided = decision_notice(request, texts)
    if request.decision is not None and request.status == request.decision.outcome:
        return [*decided, elements.paragraph(texts.say(f"manager.then_{request.status}"))]
    lead = elements.notice(texts.say("manager.now", status=status), tone="emphasis")
    return [lead, *decided]


def _answers(request: AccountRequest, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    drawn: list[CardElement] = []
    for step, facts in answers_by_step(request, request.answers, form, texts):
        drawn += [elements.subheading(form.steps[step.id].text_in(texts.language).title), *facts]
    return drawn


def _manager_actions(request: AccountRequest, person: Person, texts: Catalogue) -> list[CardAction]:
    case = seen_case(request, texts)
    agree = AnswerAsManager(**case, agrees=True)
    refuse = elements.execute(texts.say("manager.send_no"), AnswerAsManager(**case, agrees=False))
    reason = text_field("said.refuse", texts.say("manager.why_not"))
    who = person_fields("manager.deputy_name", texts)
    actions: list[CardAction] = [
        elements.execute(texts.say("manager.yes"), agree, primary=True),
        elements.opening(texts.say("manager.no"), "manager.no", [reason], refuse),
    ]
    if request.manager_id == person.id:
        actions.append(explained("manager.pass_on", Reassign(**case), texts, *who))
    return actions
