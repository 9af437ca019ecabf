"""What reviewers find their cases in: lists, a search, and how it is going."""

from collections.abc import Sequence

from microsoft_teams.cards.core import CardElement

from accounts.request import AccountRequest
from cards import elements
from cards.case_parts import SHOWN, more_button, title_of
from cards.elements import Card
from cards.moments import minute
from cards.review_actions import OpenReview
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue


def queue_card(
    waiting: Sequence[AccountRequest], form: AccountForm, texts: Catalogue, *, skip: int = 0
) -> Card:
    """Return the list of requests that wait for a decision, longest wait first."""
    title = texts.say("review.queue")
    rows: list[CardElement] = [
        elements.row(
            title_of(request, form, texts),
            OpenReview(language=texts.language, case=request.id),
            detail=_wait(request, form, texts),
        )
        for request in waiting[skip : skip + SHOWN]
    ]
    explain = texts.say("review.some" if rows else "review.none", count=len(waiting))
    body: list[CardElement] = [elements.heading(title), elements.paragraph(explain), *rows]
    again = elements.execute(texts.say("review.look_again"), OpenReview(language=texts.language))
    following = OpenReview(language=texts.language, skip=skip + SHOWN)
    actions = [*more_button(len(waiting), following, texts), again]
    return elements.card(body, actions, summary=title)


def _wait(request: AccountRequest, form: AccountForm, texts: Catalogue) -> str:
    since = request.waiting_since or request.changed_at
    unit = form.unit_text(request.answers, texts.language)
    return texts.say("review.since", at=minute(since), name=request.requester.name, unit=unit)
