"""What is to be done between an approval and the day the account is live."""

from microsoft_teams.cards.core import CardElement

from accounts.history import RequestStatus
from accounts.request import AccountRequest
from cards import elements
from cards.account_actions import Tick, seen_case
from cards.case_parts import lead_notice, mine_button, title_of
from cards.elements import Card
from cards.fields import boxes, condition_boxes, text_field
from cards.request_parts import main_facts
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue


def checklist(
    request: AccountRequest, form: AccountForm, texts: Catalogue, *, asks_for_address: bool
) -> list[CardElement]:
    """Return the boxes to tick, the conditions of the approval first."""
    if request.status is not RequestStatus.APPROVED:
        return []
    address = [
        text_field(
            "said.address",
            texts.say("checklist.address"),
            example=texts.say("checklist.example"),
            longest=250,
            multiline=False,
        ),
        elements.fine_print(texts.say("checklist.address_help")),
    ]
    return [
        elements.subheading(texts.say("checklist.title")),
        elements.paragraph(texts.say("checklist.explain")),
        *condition_boxes(request.conditions, request.done),
        *boxes(form.checklist, request.done, texts),
        *(elements.together(address) if asks_for_address else ()),
    ]


def responsible_card(
    request: AccountRequest, form: AccountForm, texts: Catalogue, *, lead: str | None = None
) -> Card:
    """Return an approved request to whoever is to be responsible for its account."""
    title = title_of(request, form, texts)
    explain = texts.say("checklist.for_responsible", name=request.requester.name)
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        elements.paragraph(explain),
        elements.facts(main_facts(request, form, texts)),
        *checklist(request, form, texts, asks_for_address=False),
    ]
    save = elements.execute(
        texts.say("checklist.save"), Tick(**seen_case(request, texts)), primary=True
    )
    return elements.card(body, [save, mine_button(texts)], summary=title)
