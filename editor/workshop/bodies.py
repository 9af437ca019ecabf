"""What the page may send: read strictly, since a request is input from outside like any other."""

from typing import Annotated, Literal, Self, TypeVar

from aiohttp import web
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from core.language import FIRST
from editor.workshop.working_copy import MAX_TEXT, SAVED, Buffer
from knowledge.passage import Line
from knowledge.routine import LanguageTag
from knowledge.source.files import Unsaved
from questions.gap import Handling

MAX_BODY = 7_500_000
"""Bytes; a text of the allowed length, every letter escaped, or the largest list of accounts."""

MAX_DRAFT = 20_000
"""Characters of one passage or of some phrasings."""
Reference = Annotated[str, StringConstraints(min_length=1, max_length=130)]
FileName = Annotated[str, StringConstraints(max_length=120)]
QuestionText = Annotated[str, StringConstraints(max_length=2000)]
Body = TypeVar("Body", bound=BaseModel)


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PageBody(Strict):
    lang: LanguageTag = FIRST
    """The page's; what the base speaks is another matter."""


class AboutBuffer(PageBody):
    """Look at the base with a text in place; without one, as it is on disk."""

    draft: Buffer | None = None

    @property
    def unsaved(self) -> Unsaved:
        return self.draft.unsaved if self.draft else SAVED


class PreviewPassage(AboutBuffer):
    passage: Reference


class PassageInBuffer(PageBody):
    """One passage of the text that is being written."""

    draft: Buffer
    passage: Reference


class Ask(AboutBuffer):
    question: QuestionText


class AddQuestion(PageBody):
    """Put a question into a passage's list; the text comes back, nothing is written."""

    draft: Buffer
    passage: Reference
    language: LanguageTag
    field: Literal["asked_as", "must_answer"]
    question: Line


class ReadQuestions(PageBody):
    """Group what people have asked, or have missed."""


class AboutGap(PageBody):
    """Make something of a gap's wordings in a text; it comes back, nothing is written."""

    draft: Buffer
    language: LanguageTag
    asked: tuple[QuestionText, ...] = Field(min_length=1, max_length=20)


class AddWordings(AboutGap):
    """Put them into a passage's list."""

    passage: Reference


class AddToArea(AboutGap):
    """Put them among the questions of a matter that isn't ours."""

    area: Reference


class BeginPassage(AboutGap):
    """Begin a passage of them."""

    topic: Reference


class GapDraft(Strict):
    """What was made of a gap for the editors' folder."""

    passage: Reference
    topic: Reference
    text: Annotated[str, StringConstraints(max_length=MAX_DRAFT)]
    phrasings: tuple[QuestionText, ...] = Field((), max_length=20)


class FindHandled(PageBody):
    """Tell which of the groups that begin with these questions somebody has handled."""

    asked: tuple[Reference, ...] = Field(max_length=200)


class FileVersion(Strict):
    """What a file is to hold, begun when its hash was *begun_with*; None for no file."""

    name: FileName
    text: Annotated[str, StringConstraints(max_length=MAX_TEXT)] | None
    begun_with: str | None = Field(max_length=64)


class FilesBody(PageBody):
    """Several files at once."""

    files: tuple[FileVersion, ...] = Field(max_length=200)

    @property
    def unsaved(self) -> Unsaved:
        contents = {each.name: each.text for each in self.files}
        return {name: None if text is None else text.encode() for name, text in contents.items()}


class Compare(FilesBody):
    """Ask the base's questions of the saved base, and of it with the files in place."""


WITH_A_DRAFT = (Handling.PASSAGE, Handling.PHRASING)


class HandleGap(FilesBody):
    """Write the files, and store what is decided about the questions of a group."""

    asked: Reference
    """The answer id of its most typical question."""
    answers: tuple[Reference, ...] = Field(max_length=10_000)
    routine: Annotated[str, StringConstraints(max_length=130)] = ""
    """The one that the questions are nearest to."""
    handling: Literal[Handling.PASSAGE, Handling.PHRASING, Handling.NOT_OURS, Handling.JUNK]
    made: GapDraft | None = None

    @model_validator(mode="after")
    def _has_its_draft(self) -> Self:
        if (self.made is not None) != (self.handling in WITH_A_DRAFT):
            raise ValueError("a draft goes with a passage or phrasings, and with nothing else")
        return self


class TakeBack(FilesBody):
    """Write the files as they were, and take back what was decided."""

    gap: Reference
    version: int


class TakeGap(PageBody):
    """Note that the passage begun for a gap is saved."""

    gap: Reference


class Save(PageBody):
    """Write a text, which was begun when its file's hash was *begun_with*."""

    draft: Buffer
    begun_with: str | None = Field(max_length=64)


class SentFile(Strict):
    """A file of the editor's own; its content in Base64."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=260)]
    content: str


class AccountList(PageBody):
    """A list of accounts: a file, or addresses that were pasted."""

    file: SentFile | None = None
    addresses: Annotated[str, StringConstraints(max_length=200_000)] = ""


async def read(request: web.Request, kind: type[Body]) -> Body:
    """Return the request's body.

    Raises:
        HTTPUnsupportedMediaType: it isn't sent as JSON, as another site's form can't send it.
        HTTPBadRequest: it isn't of the right shape.
    """
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        return kind.model_validate_json(await request.read())
    except ValidationError:
        raise web.HTTPBadRequest from None
