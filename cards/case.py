"""The cards of one's own cases: the list, and one request."""

from collections.abc import Sequence

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from accounts.account import Account
from accounts.form import SUMMARY
from accounts.history import WAITING, WITHDRAWABLE, RequestStatus
from accounts.request import AccountRequest
from cards import elements
from cards.account_actions import (
    GoToStep,
    MyCases,
    OpenCase,
    PrintRecord,
    SendRequest,
    StartRequest,
    Tick,
    seen_case,
)
from cards.case_parts import (
    SHOWN,
    copy_button,
    decision_notice,
    explained,
    giving_up,
    history,
    lead_notice,
    mine_button,
    more_button,
    title_of,
)
from cards.checklist import checklist
from cards.elements import Card
from cards.fields import text_to_copy
from cards.forwarded import forwarded_row
from cards.people import another_manager_fields, person_name
from cards.review_actions import Reassign
from cards.thread import question_to_answer
from core.person import Person
from knowledge.account_form import AccountForm
from questions.forwarded_question import ForwardedQuestion
from texts.catalogue import Catalogue


def cases_card(
    cases: Sequence[AccountRequest | Account | ForwardedQuestion],
    person: Person,
    form: AccountForm | None,
    texts: Catalogue,
    *,
    intro: str | None = None,
    skip: int = 0,
) -> Card:
    """Return the list of everything *person* has under way, latest change first.

    Without a form there are no requests and accounts to show, and none can be begun.
    """
    title = texts.say("case.mine")
    every = [row for case in cases if (row := _row(case, person, form, texts)) is not None]
    rows = every[skip : skip + SHOWN]
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(intro or texts.say("case.some" if rows else "case.none")),
        *rows,
    ]
    begin = StartRequest(language=texts.language, another=True)
    again = elements.execute(texts.say("case.look_again"), MyCases(language=texts.language))
    first = elements.execute(texts.say("walk.start"), begin) if form is not None else again
    following = MyCases(language=texts.language, skip=skip + SHOWN)
    actions = [first, *more_button(len(every), following, texts)]
    return elements.card(body, actions, summary=title)


def _row(
    case: AccountRequest | Account | ForwardedQuestion,
    person: Person,
    form: AccountForm | None,
    texts: Catalogue,
) -> CardElement | None:
    if isinstance(case, ForwardedQuestion):
        return forwarded_row(case, texts)
    if form is None:
        return None
    return elements.row(
        title_of(case, form, texts),
        OpenCase(language=texts.language, case=case.id),
        detail=_standing(case, person, texts),
    )


def request_card(
    request: AccountRequest,
    form: AccountForm,
    texts: Catalogue,
    *,
    lead: str | None = None,
    printable: bool = False,
    invitation: str | None = None,
) -> Card:
    """Return where a request that has left the walk stands, and what its maker can do."""
    title = title_of(request, form, texts)
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        *_where_it_stands(request, texts),
        *question_to_answer(request, texts),
        *_to_send_on(request, invitation, texts),
        *_remarks(request, form, texts),
        *checklist(request, form, texts, asks_for_address=True),
        *elements.together([elements.facts([(texts.say("case.id"), request.id)])]),
        *history(request.history, texts),
    ]
    actions = _request_actions(request, form, texts, printable=printable)
    return elements.card(body, actions, summary=title)


def _standing(case: AccountRequest | Account, person: Person, texts: Catalogue) -> str:
    if isinstance(case, Account):
        standing = texts.say(f"standing.{case.standing}")
    elif case.requester != person:
        standing = _managers_part(case, person, texts)
    else:
        standing = _status(case, texts)
    return texts.say("case.standing", standing=standing, day=texts.day(case.changed_at), id=case.id)


def _managers_part(request: AccountRequest, person: Person, texts: Catalogue) -> str:
    """What a manager has answered, or is to answer."""
    if request.status is RequestStatus.APPROVED and not request.is_answered_by(person):
        key = "case.you_tick"
    elif request.is_answered_by(person):
        key = "case.you_refused" if request.refusal else "case.you_confirmed"
    elif request.may_be_confirmed_by(person):
        key = "case.you_confirm"
    else:
        key = "case.you_were_asked"
    return texts.say(key, name=request.requester.name, status=_status(request, texts))


def _status(request: AccountRequest, texts: Catalogue) -> str:
    return texts.say(f"status.{request.status}")


def _explained(request: AccountRequest, texts: Catalogue) -> str:
    name = person_name(request.asked_as, texts)
    since = texts.minute(request.waiting_since) if request.waiting_since else ""
    key = f"status_explained.{request.status}"
    if request.status is RequestStatus.AWAITING_MANAGER and request.manager_id is None:
        key = "status_explained.manager-unknown"
    return texts.say(key, name=name, since=since, id=request.id)


def _where_it_stands(request: AccountRequest, texts: Catalogue) -> list[CardElement]:
    """A decision says itself how the request stands; else the status does, in a box of its own."""
    decided, explained = decision_notice(request, texts), _explained(request, texts)
    if (refusal := request.refusal) is not None:
        name = refusal.by.name if refusal.by else ""
        said = texts.say("manager.reason", text=refusal.note)
        title = texts.say("case.refused_by", name=name)
        return [elements.notice(said, title=title), elements.paragraph(explained)]
    if request.decision and request.decision.outcome == request.status:
        return [*decided, elements.paragraph(explained)]
    status = elements.notice(explained, title=_status(request, texts), tone="emphasis")
    return [status, *decided]


def _to_send_on(
    request: AccountRequest, invitation: str | None, texts: Catalogue
) -> list[CardElement]:
    """Return what to send to a manager whom the bot can't ask: *invitation* is a link to it."""
    is_unknown = request.status in WAITING and request.is_unconfirmed and not request.manager_id
    if not is_unknown or invitation is None:
        return []
    message = texts.say("case.invitation", link=invitation)
    return [text_to_copy("invitation", texts.say("case.invitation_label"), message)]


def _remarks(request: AccountRequest, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    """A remark on a step that the form no longer has leads to the summary."""
    case, rows = seen_case(request, texts), list[CardElement]()
    for step, remark in request.remarks.items():
        if step in form.steps:
            title = texts.say("walk.change", title=form.steps[step].text_in(texts.language).title)
            rows.append(elements.row(title, GoToStep(**case, step=step), detail=remark))
        else:
            press = GoToStep(**case, step=SUMMARY)
            rows.append(elements.row(texts.say("walk.summary"), press, detail=remark))
    return rows


def _request_actions(
    request: AccountRequest, form: AccountForm, texts: Catalogue, *, printable: bool
) -> list[CardAction]:
    case = seen_case(request, texts)
    actions: list[CardAction] = []
    if request.status in WAITING and request.is_unconfirmed:
        fields = another_manager_fields(request, texts)
        actions.append(explained("case.reassign", Reassign(**case), texts, *fields))
    if request.status is RequestStatus.AWAITING_MANAGER:
        press = SendRequest(**case, unconfirmed=True)
        actions.append(explained("case.send_unconfirmed", press, texts))
    if request.is_editable:
        step = _first_remarked(request, form)
        actions.append(elements.execute(texts.say("case.correct"), GoToStep(**case, step=step)))
    if request.status is RequestStatus.APPROVED:
        actions += [
            elements.execute(texts.say("checklist.live"), Tick(**case, live=True)),
            elements.execute(texts.say("checklist.save"), Tick(**case)),
        ]
    if request.account_id:
        account = OpenCase(language=texts.language, case=request.account_id)
        actions.append(elements.execute(texts.say("case.account"), account))
    if request.has_been_sent and request.status is not RequestStatus.RETURNED:
        actions.append(copy_button(request.id, texts))
    if request.status in WITHDRAWABLE:
        actions.append(giving_up(request, texts))
    if printable:
        record = PrintRecord(language=texts.language, case=request.id)
        actions.append(elements.execute(texts.say("case.print"), record))
    return [*actions, mine_button(texts)]


def _first_remarked(request: AccountRequest, form: AccountForm) -> str:
    """Return where correcting begins: everything is seen, and changed, from the summary."""
    return next((step.id for step in form.rules.steps if step.id in request.remarks), SUMMARY)
