"""python -m editor import: questions and answers from a table become drafts of texts."""

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from markupsafe import Markup

from core.clock import swedish_day, utc_now
from core.entered_text import comparable, normalized_line, normalized_text
from core.language import FIRST, Language
from core.person import folded
from editor.command import Command, Failed, require_languages, tell
from editor.coverage import require_topic
from editor.saving import EditorsFolder, NotSaved
from editor.schema import with_schema_line
from editor.yaml_edit import add_passage
from editor.yaml_splice import NotEditable
from knowledge.base import Base
from knowledge.drafting import LONGEST_PHRASING, draft_passage, wordings_of
from knowledge.passage import MAX_TEXT, MIN_TEXT
from knowledge.source.files import PASSAGES
from knowledge.source.loader import load
from spreadsheet.table import UnreadableTable, read_table
from texts.catalogue import Catalogue

QUESTION_COLUMNS = frozenset({"question", "questions", "fråga", "frågor", "q"})
ANSWER_COLUMNS = frozenset({"answer", "answers", "svar", "a"})
ALTERNATIVE_COLUMNS = frozenset(
    {"alternate questions", "alternative questions", "andra formuleringar", "formuleringar"}
)
"""As FAQ Plus, QnA Maker and Copilot Studio name them, and as people do; case doesn't count."""

_BREAKS = re.compile(r"<br\s*/?>|</(?:p|div|li|h\d)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(slots=True)
class ImportedAnswer:
    """One answer and every way it is asked for, from the rows that hold it."""

    answer: str
    row: int
    """The first of the rows, as the spreadsheet counts them."""
    questions: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class UnusableRow:
    """Why a row, or an answer that begins there, makes no text; `code` names the sentence."""

    row: int
    code: str
    detail: str = ""


class NoQuestions(Exception):
    """The file has no column of questions, or none of answers."""


def answers_in(table: Sequence[Sequence[str]]) -> tuple[list[ImportedAnswer], list[UnusableRow]]:
    """Return each different answer with its questions, and the rows that lack either.

    Raises:
        NoQuestions: where it can't be told which columns they are.
    """
    columns, first = _columns(table)
    found: dict[str, ImportedAnswer] = {}
    asked: dict[str, ImportedAnswer] = {}
    unusable: list[UnusableRow] = []
    for row, cells in enumerate(table[first:], start=first + 1):
        if not any(cells):
            continue
        questions = [*_questions(cells, columns)]
        answer = _plain(_cell(cells, columns.answer))
        if not questions or not answer:
            unusable.append(UnusableRow(row, "no_answer" if questions else "no_question"))
            continue
        same = found.get(comparable(answer)) or ImportedAnswer(answer, row)
        other = next((asked[key] for each in questions if (key := comparable(each)) in asked), same)
        if other is not same:
            unusable.append(UnusableRow(row, "two_answers", str(other.row)))
            continue
        found[comparable(answer)] = same
        asked |= dict.fromkeys(map(comparable, questions), same)
        same.questions += [each for each in questions if each not in same.questions]
    return list(found.values()), unusable


def unfit(imported: ImportedAnswer, known: Mapping[str, str]) -> UnusableRow | None:
    """Return why *imported* can't be a text beside the *known* wordings; None where it can."""
    length = len(imported.answer)
    if not MIN_TEXT <= length <= MAX_TEXT:
        return UnusableRow(imported.row, "answer_length", str(length))
    there = [known[key] for each in imported.questions if (key := comparable(each)) in known]
    if len(there) == len(imported.questions):
        return UnusableRow(imported.row, "known", ", ".join(dict.fromkeys(there)))
    if any(len(each) > LONGEST_PHRASING for each in imported.questions):
        return UnusableRow(imported.row, "question_length")
    return None


def add_drafts(
    folder: Path,
    base: Base,
    answers: Sequence[ImportedAnswer],
    topic: str,
    language: Language,
    *,
    today: date,
) -> str:
    """Write a draft for each of *answers* last in the topic's file, all at once; return its name.

    Raises:
        NotSaved: the file may not stand there, or has changed meanwhile.
        NotEditable: the file isn't one that a passage can be added to.
    """
    own, name = EditorsFolder(folder), f"passages/{topic}.yaml"
    seen = own.content(name)
    text, taken = (seen or b"").decode(), set[str]()
    for each in answers:
        draft = draft_passage(
            base,
            each.questions,
            language,
            topic=topic,
            today=today,
            answer=each.answer,
            taken=taken,
        )
        taken.add(draft.passage)
        text = add_passage(text, with_schema_line(draft.text, PASSAGES, folder)).text
    own.save(name, text.encode(), seen=seen)
    return name


@dataclass(frozen=True, slots=True)
class _Columns:
    question: int
    answer: int
    alternatives: Sequence[int] = ()


def _columns(table: Sequence[Sequence[str]]) -> tuple[_Columns, int]:
    """Return the columns and the first row below their names; two without names are as pasted."""
    header = [folded(cell) for cell in table[0]] if table else []
    questions = [at for at, name in enumerate(header) if name in QUESTION_COLUMNS]
    answers = [at for at, name in enumerate(header) if name in ANSWER_COLUMNS]
    if questions and answers:
        others = [at for at, name in enumerate(header) if name in ALTERNATIVE_COLUMNS]
        return _Columns(questions[0], answers[0], [*questions[1:], *others]), 1
    if max((sum(map(bool, row)) for row in table), default=0) == 2:
        return _Columns(0, 1), 0
    raise NoQuestions


def _questions(cells: Sequence[str], columns: _Columns) -> Iterator[str]:
    """Yield the questions of a row; a cell may hold several, one a line or between bars."""
    for column in (columns.question, *columns.alternatives):
        for each in re.split(r"[\n|]", _cell(cells, column)):
            if question := normalized_line(_plain(each)):
                yield question


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _plain(text: str) -> str:
    """Return *text* without HTML, its paragraphs and list items on lines of their own."""
    if _TAG.search(text):
        lines = _BREAKS.sub("\n", text).split("\n")
        text = "\n".join(Markup(line).striptags() for line in lines)
    return normalized_text(text)


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("file", type=Path, help=texts.say("editor.help.import_file"))
    parser.add_argument("topic", help=texts.say("editor.help.new_topic"))
    parser.add_argument(
        "--language",
        default=FIRST,
        help=texts.say("editor.help.import_language"),
    )
    parser.add_argument("--write", action="store_true", help=texts.say("editor.help.import_write"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    base = load(options.base)
    require_topic(base, options.base, options.topic)
    require_languages([options.language], base.languages, texts)
    answers, unusable = _read(options.file, texts)
    known = wordings_of(base)
    unfits = [(each, unfit(each, known)) for each in answers]
    fit = [each for each, why in unfits if why is None]
    unusable += [why for _, why in unfits if why is not None]
    rows = sorted(unusable, key=lambda each: each.row)
    tell(
        texts.say(
            f"editor.import.{each.code}", row=str(each.row), detail=each.detail, most=MAX_TEXT
        )
        for each in rows
    )
    facts = {"count": len(fit), "topic": options.topic}
    if not options.write:
        tell([texts.say("editor.import.would", **facts)])
    elif fit:
        name = _written(options, base, fit, texts)
        tell([texts.say("editor.import.written", file=name, **facts)])
    return 1 if rows else 0


def _written(
    options: argparse.Namespace, base: Base, answers: Sequence[ImportedAnswer], texts: Catalogue
) -> str:
    today = swedish_day(utc_now())
    folder, topic = options.base, options.topic
    try:
        return add_drafts(folder, base, answers, topic, options.language, today=today)
    except NotSaved as refused:
        raise Failed(texts.say(f"editor.new.{refused.code}", name=refused.name)) from None
    except (NotEditable, UnicodeDecodeError):
        raise Failed(texts.say("editor.new.not_editable", topic=topic)) from None


def _read(file: Path, texts: Catalogue) -> tuple[list[ImportedAnswer], list[UnusableRow]]:
    try:
        content = file.read_bytes()
        table = [*read_table(content, is_csv=file.suffix.lower() != ".xlsx")]
        return answers_in(table)
    except (OSError, UnreadableTable):
        raise Failed(texts.say("editor.import.unreadable", file=file)) from None
    except NoQuestions:
        raise Failed(texts.say("editor.import.no_questions", file=file)) from None


COMMAND = Command(_run, _arguments)
