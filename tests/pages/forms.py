"""A short request form, for tests of the pages."""

from dataclasses import dataclass, replace

from accounts.conditions import Is
from accounts.form import (
    CONTACT,
    IS_MANAGER,
    MANAGER,
    NAME,
    PLATFORM,
    PURPOSE,
    REGISTERED,
    UNIT,
    Demand,
    Field,
    Form,
    Requirement,
    Step,
)
from accounts.values import Kind
from texts.catalogue import Language

_NAMES = {"facebook": "Facebook", "instagram": "Instagram", "youtube": "YouTube"}


@dataclass(frozen=True)
class Words:
    """What stands around anything in the form; one language, which tests tell by its mark."""

    title: str
    explain: str = "Därför att rutinen säger det."
    public: bool = True

    @property
    def label(self) -> str:
        return self.title

    def text_in(self, language: Language, /) -> "Words":
        return self if language == "sv" else replace(self, title=f"{self.title} (en)")


@dataclass(frozen=True)
class AForm:
    """A short form in both languages."""

    rules: Form
    steps: dict[str, Words]
    fields: dict[str, Words]
    requirements: dict[str, Words]
    checklist: dict[str, Words]

    def answer_text(self, field_id: str, value: str, language: Language, /) -> str:
        if field_id == IS_MANAGER:
            return {"yes": "Ja", "no": "Nej"}.get(value, value)
        if field_id == PLATFORM and value == "own":
            return "Egen plattform" if language == "sv" else "A platform of our own"
        return _NAMES.get(value, value) if field_id == PLATFORM else value


def a_form(**fields: Words) -> AForm:
    """Return a form; *fields* stand in place of its own."""
    steps = (
        Step("konto", (Field(PLATFORM, Kind.CHOICE), Field(NAME, Kind.LINE))),
        Step("varfor", (Field(PURPOSE, Kind.TEXT), Field("malgrupp", Kind.LINE, required=False))),
        Step(
            "vem",
            (
                Field(UNIT, Kind.LINE),
                Field(CONTACT, Kind.EMAIL),
                Field(IS_MANAGER, Kind.CHOICE),
                Field(MANAGER, Kind.LINE, when=Is(IS_MANAGER, "no")),
            ),
        ),
    )
    requirements = (
        Requirement("helg", "vem", Demand.REASON, when=Is("bevakning", "no")),
        Requirement("namnet", "konto", Demand.NOTE, when=Is(REGISTERED, "yes")),
    )
    words = {
        PLATFORM: Words("Plattform"),
        NAME: Words("Kontots namn"),
        PURPOSE: Words("Syfte"),
        "malgrupp": Words("Målgrupp", public=False),
        UNIT: Words("Verksamhet"),
        CONTACT: Words("Kontakt för allmänheten"),
        IS_MANAGER: Words("Är du ansvarig chef?", public=False),
        MANAGER: Words("Ansvarig chef", public=False),
    }
    return AForm(
        Form(steps, requirements, checklist=("profil", "tvafaktor")),
        {"konto": Words("Kontot"), "varfor": Words("Varför"), "vem": Words("Vem som ansvarar")},
        words | fields,
        {
            "helg": Words("Ingen bevakar kontot på helger"),
            "namnet": Words("Namnet står redan i registret"),
        },
        {"profil": Words("Profiltexten är skriven"), "tvafaktor": Words("Tvåfaktor är påslagen")},
    )
