"""All that is stored on one person, as a page to read and a file to take along (GDPR 15)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import orjson

from core.language import Language
from core.personal_data import PersonExtract
from knowledge.base import Base
from pages.record import STYLE
from pages.rendering import render
from texts.catalogue import Texts

FILE_NAME = "mina-uppgifter.json"


@dataclass(frozen=True, slots=True)
class PersonalDataPages:
    """Gives what is stored on a person at that moment."""

    read: Callable[[str], Awaitable[PersonExtract]]
    base: Callable[[], Base]
    texts: Texts

    async def json(self, person_id: str) -> str:
        return as_json(await self.read(person_id))

    async def html(self, person_id: str, language: Language, *, download: str) -> str:
        texts, form = self.texts.in_language(language), self.base().account_form
        data = await self.read(person_id)
        titles = {
            key: part.text_in(language).title
            for part_of in ((form.fields, form.requirements) if form else ())
            for key, part in part_of.items()
        }
        return render(
            "personal_data.html",
            texts,
            style=STYLE,
            data=data,
            kinds={kind.value: records for kind, records in data.kinds.items()},
            staying={kind.value for kind in data.staying},
            titles=titles,
            knows=texts.knows,
            download=download,
        )


def as_json(data: PersonExtract) -> str:
    """Return the data as JSON that a person or another program can read."""
    told = {
        "person": data.person_id,
        "at": data.at.isoformat(timespec="seconds"),
        **{kind.value: records for kind, records in data.kinds.items()},
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()
