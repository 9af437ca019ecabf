"""A short request form, for tests of the pages."""

from collections.abc import Mapping

from accounts.form import (
    CONTACT,
    IS_MANAGER,
    MANAGER,
    NAME,
    PLATFORM,
    PURPOSE,
    REGISTERED,
    UNIT,
    Form,
    Requirement,
    Severity,
    Step,
)
from accounts.values import Field, FieldKind, Is
from knowledge.account_form import AccountForm, FormPart, Wording
from knowledge.passage import Translated

PLATFORMS = {
    "facebook": Translated("Facebook", "Facebook"),
    "instagram": Translated("Instagram", "Instagram"),
    "youtube": Translated("YouTube", "YouTube"),
    "own": Translated("Egen plattform", "A platform of our own"),
}
YES_OR_NO = {"yes": Translated("Ja", "Ja"), "no": Translated("Nej", "Nej")}
WHY = "Därför att rutinen säger det."


def a_field(
    label: str, *, public: bool = True, choices: Mapping[str, Translated] | None = None
) -> FormPart:
    return FormPart(Wording(label), Wording(english(label)), choices=choices or {}, public=public)


def explained(title: str) -> FormPart:
    """Return the wording of a step or a requirement."""
    return FormPart(Wording(title, WHY), Wording(english(title), WHY), passage="konto-steg")


def an_item(title: str) -> FormPart:
    return FormPart(Wording(title), Wording(english(title)))


def english(swedish: str) -> str:
    """Return what stands in English, which tests tell by its mark."""
    return f"{swedish} (en)"


def a_form(**fields: FormPart) -> AccountForm:
    """Return a form; *fields* stand in place of its own."""
    steps = (
        Step("konto", (Field(PLATFORM, FieldKind.CHOICE), Field(NAME, FieldKind.LINE))),
        Step(
            "varfor",
            (Field(PURPOSE, FieldKind.TEXT), Field("malgrupp", FieldKind.LINE, required=False)),
        ),
        Step(
            "vem",
            (
                Field(UNIT, FieldKind.LINE),
                Field(CONTACT, FieldKind.EMAIL),
                Field(IS_MANAGER, FieldKind.CHOICE),
                Field(MANAGER, FieldKind.LINE, when=Is(IS_MANAGER, "no")),
            ),
        ),
    )
    requirements = (
        Requirement("helg", "vem", Severity.REASON, when=Is("bevakning", "no")),
        Requirement("namnet", "konto", Severity.NOTE, when=Is(REGISTERED, "yes")),
    )
    own = {
        PLATFORM: a_field("Plattform", choices=PLATFORMS),
        NAME: a_field("Kontots namn"),
        PURPOSE: a_field("Syfte"),
        "malgrupp": a_field("Målgrupp", public=False),
        UNIT: a_field("Verksamhet"),
        CONTACT: a_field("Kontakt för allmänheten"),
        IS_MANAGER: a_field("Är du ansvarig chef?", public=False, choices=YES_OR_NO),
        MANAGER: a_field("Ansvarig chef", public=False),
    }
    return AccountForm(
        rules=Form(steps, requirements, checklist=("profil", "tvafaktor")),
        steps={
            "konto": explained("Kontot"),
            "varfor": explained("Varför"),
            "vem": explained("Vem som ansvarar"),
        },
        fields=own | fields,
        requirements={
            "helg": explained("Ingen bevakar kontot på helger"),
            "namnet": explained("Namnet står redan i registret"),
        },
        checklist={
            "profil": an_item("Profiltexten är skriven"),
            "tvafaktor": an_item("Tvåfaktor är påslagen"),
        },
        closing={},
        offered_on=frozenset(),
    )
