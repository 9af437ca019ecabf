"""How people are named, and asked for, on cards."""

from microsoft_teams.cards.core import CardElement, ToggleInput

from accounts.form import MANAGER, UNIT
from accounts.people_fields import Candidate
from accounts.request import AccountRequest
from accounts.walk import Walk
from cards.fields import people_picker, text_field
from core.person import named_and_picked
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue

LONGEST_NAME = 100


def person_name(named: str, texts: Catalogue) -> str:
    """Return a name; an id from a people picker stands for somebody the bot hasn't met yet."""
    name, picked_id = named_and_picked(named)
    return texts.say("person.picked") if picked_id and not name else name


def person_fields(label: str, texts: Catalogue) -> list[CardElement]:
    """Return the fields for whoever is to be asked: to pick, or to write where nobody is found."""
    written = texts.say("person.write")
    return [
        people_picker("person.who", texts.say(label), texts),
        text_field("said.who", written, longest=LONGEST_NAME, multiline=False),
    ]


def candidates(walk: Walk, field_id: str, form: AccountForm, texts: Catalogue) -> dict[str, str]:
    """Return those of one name by their ids, each with the unit that tells them apart."""
    found = walk.candidates.get(field_id, ())
    return {each.person.id: _told_apart(each, form, texts) for each in found}


def _told_apart(candidate: Candidate, form: AccountForm, texts: Catalogue) -> str:
    name, unit = candidate.person.name, form.answer_text(UNIT, candidate.unit, texts.language)
    return f"{name} ({unit})" if unit else name


def another_manager_fields(request: AccountRequest, texts: Catalogue) -> list[CardElement]:
    """Return the fields that say who is asked in place of the manager named."""
    named = person_name(request.answers.get(MANAGER, ""), texts)
    deputy = ToggleInput(
        title=texts.say("case.as_deputy", name=named), id="done.deputy", value="false", wrap=True
    )
    return [*person_fields("case.reassign_name", texts), deputy]
