"""The small cards that come unasked: one sentence, why it comes, and the way to the case."""

from collections.abc import Sequence

from microsoft_teams.cards.core import CardElement

from accounts.account import Account
from accounts.request import AccountRequest
from cards import elements
from cards.account_actions import OpenCase, OpenReview
from cards.case_parts import title_of
from cards.elements import Card
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue


def notice_card(
    sentence: str,
    case: AccountRequest | Account,
    form: AccountForm,
    texts: Catalogue,
    *,
    for_reviewers: bool = False,
) -> Card:
    """Return what has happened to *case*, and the way there."""
    body: Sequence[CardElement] = [
        elements.heading(sentence),
        elements.paragraph(title_of(case, form, texts)),
        elements.fine_print(texts.say("notice.why_review" if for_reviewers else "notice.why")),
    ]
    if for_reviewers and isinstance(case, AccountRequest):
        press = OpenReview(language=texts.language, case=case.id)
    else:
        press = OpenCase(language=texts.language, case=case.id)
    way = elements.execute(texts.say("case.open"), press)
    return elements.card(body, [way], summary=sentence)
