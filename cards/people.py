"""How people are named, and asked for, on cards."""

from microsoft_teams.cards.core import CardElement, ToggleInput

from accounts.form import MANAGER
from accounts.request import AccountRequest
from cards.fields import text_field
from core.person import is_person_id
from texts.catalogue import Catalogue

LONGEST_NAME = 100


def person_name(named: str, texts: Catalogue) -> str:
    """Return a name; an id from a people picker stands for somebody the bot hasn't met yet."""
    return texts.say("person.picked") if is_person_id(named) else named


def name_field(label: str, texts: Catalogue) -> CardElement:
    """Return the field for the name of whoever is to be asked."""
    return text_field("said.manager", texts.say(label), longest=LONGEST_NAME, multiline=False)


def another_manager_fields(request: AccountRequest, texts: Catalogue) -> list[CardElement]:
    """Return the fields that say who is asked in place of the manager named."""
    named = person_name(request.answers.get(MANAGER, ""), texts)
    deputy = ToggleInput(
        title=texts.say("case.as_deputy", name=named), id="done.deputy", value="false", wrap=True
    )
    return [name_field("case.reassign_name", texts), deputy]
