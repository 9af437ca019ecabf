"""What a reviewer can press on a request."""

from collections.abc import Mapping, Sequence

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from accounts.desk_service import LONGEST_DIARY_NUMBER
from accounts.history import ANSWERABLE, RequestStatus, Ruling
from accounts.request import AccountRequest
from cards import elements
from cards.account_actions import seen_case
from cards.case_parts import explained
from cards.fields import text_field
from cards.review_actions import Claim, Decide, EnterDiaryNumber, Reconsider, Speak
from core.entered_text import LONGEST_REMARK
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue


def review_buttons(
    request: AccountRequest, form: AccountForm, texts: Catalogue
) -> list[CardElement]:
    """Return the decisions in one row, and what else can be done in another.

    While there is something to decide, the diary number is entered among the rest of the card.
    """
    decides = request.status is RequestStatus.IN_REVIEW
    first = _decisions(request, form, texts) if decides else []
    if request.status is RequestStatus.APPROVED:
        first = _reconsiderations(request, texts)
    second = _claim(request, texts) if decides else []
    if request.status in ANSWERABLE:
        second.append(_question(request, texts))
    if not decides:
        second.append(diary_number(request, texts))
    return [*elements.buttons(first), *elements.buttons(second)]


def _claim(request: AccountRequest, texts: Catalogue) -> list[CardAction]:
    """A card in a channel is the same for all: whoever presses takes it, or takes it over."""
    key = "review.take_over" if request.assigned_to else "review.claim"
    return [elements.execute(texts.say(key), Claim(**seen_case(request, texts)))]


def _question(request: AccountRequest, texts: Catalogue) -> CardAction:
    field = text_field("said.question", texts.say("review.ask_words"))
    return explained("review.ask", Speak(**seen_case(request, texts)), texts, field)


def diary_number(request: AccountRequest, texts: Catalogue) -> CardAction:
    """Return the button that opens the field for the request's number in the diary."""
    field = text_field(
        "said.diary",
        texts.say("review.diary_number"),
        value=request.diary_number,
        longest=LONGEST_DIARY_NUMBER,
        multiline=False,
    )
    press = EnterDiaryNumber(**seen_case(request, texts))
    send = elements.execute(texts.say("review.diary_send"), press)
    title = texts.say("review.diary_open")
    return elements.opening(title, "review.diary", [field], send)


def _reconsiderations(request: AccountRequest, texts: Catalogue) -> list[CardAction]:
    case, decision = seen_case(request, texts), request.decision
    before = decision.text if decision else ""
    conditions = text_field("said.conditions", texts.say("review.approve_words"), value=before)
    why_changed = text_field("said.amend", texts.say("review.amend_words"))
    why_revoked = text_field("said.revoke", texts.say("review.revoke_words"))
    return [
        explained("review.amend", Reconsider(**case), texts, conditions, why_changed),
        explained("review.revoke", Reconsider(**case, revokes=True), texts, why_revoked),
    ]


def _decisions(request: AccountRequest, form: AccountForm, texts: Catalogue) -> list[CardAction]:
    case = seen_case(request, texts)
    remarks: list[CardElement] = [
        text_field(
            f"remark.{step.id}",
            form.steps[step.id].text_in(texts.language).title,
            longest=LONGEST_REMARK,
        )
        for step in form.rules.steps
    ]
    decisions: Mapping[str, tuple[Ruling, Sequence[CardElement]]] = {
        "review.approve": (RequestStatus.APPROVED, []),
        "review.return": (RequestStatus.RETURNED, remarks),
        "review.decline": (RequestStatus.DECLINED, []),
    }
    return [
        explained(
            key,
            Decide(**case, outcome=outcome),
            texts,
            *fields,
            text_field(f"said.{outcome}", texts.say(f"{key}_words")),
            primary=outcome is RequestStatus.APPROVED,
        )
        for key, (outcome, fields) in decisions.items()
    ]
