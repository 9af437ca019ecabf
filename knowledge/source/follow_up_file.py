"""The editors' file of the follow-up: the shape it must have, and what the program makes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from core.language import Language
from followup.controls import ControlList, ControlQuestion, ControlSection
from knowledge.languages import InLanguages, untranslated
from knowledge.passage import Line, Slug
from knowledge.source.account_file import Id
from knowledge.source.form_texts import Closed, Heading
from yamlfile.document import Location


@dataclass(frozen=True, slots=True)
class QuestionEntry(Closed, InLanguages[Line]):
    """One question of a self-check."""

    id: Id
    sv: Line
    en: Line | None = None
    translations: Mapping[Language, Line] = untranslated()
    passage: Slug | None = None

    def question(self) -> ControlQuestion:
        return ControlQuestion(self.id, self.said(), self.passage)


@dataclass(frozen=True, slots=True)
class SectionEntry(Closed, InLanguages[Heading]):
    """The questions of one page."""

    id: Id
    sv: Heading
    questions: Annotated[tuple[QuestionEntry, ...], Field(min_length=1, max_length=6)]
    en: Heading | None = None
    translations: Mapping[Language, Heading] = untranslated()

    def section(self) -> ControlSection:
        questions = tuple(each.question() for each in self.questions)
        return ControlSection(self.id, self.said(), questions)


@dataclass(frozen=True, slots=True)
class FollowUpFile(Closed):
    """The whole file."""

    sections: Annotated[tuple[SectionEntry, ...], Field(min_length=1, max_length=9)]
    impostor: Slug | None = None

    def questions(self) -> Iterator[tuple[Location, QuestionEntry]]:
        """Yield every question with its location in the file."""
        for number, section in enumerate(self.sections):
            for index, question in enumerate(section.questions):
                yield ("sections", number, "questions", index), question

    def control_list(self) -> ControlList:
        return ControlList(tuple(each.section() for each in self.sections), self.impostor)
