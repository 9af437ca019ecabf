"""Drafts for the editors' folder, made of what people asked; what code can't know says TODO."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from core.entered_text import comparable
from core.language import LANGUAGES, Language
from knowledge.base import Base
from knowledge.passage import MAX_TEXT, MAX_TITLE, MIN_TEXT, MIN_TITLE, Basis
from knowledge.patterns import literal
from knowledge.search.analysis import words
from knowledge.source.checks import TODO
from yamlfile.writing import to_yaml

LONGEST_PHRASING = 200
PHRASINGS = 12
"""So many wordings a draft holds; more of the same add little."""
WORDS_IN_ID = 4
LONGEST_ID = 58
_WORD = re.compile(r"\w")
NO_SOURCE = TODO.lower()
"""No source has that id, so that an editor must say which one it is."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft: which passage it makes or adds to, and the YAML to put there."""

    passage: str
    topic: str
    text: str
    phrasings: tuple[str, ...] = ()
    """What is added; none where the draft is a passage of its own."""


def draft_passage(
    base: Base,
    asked: Sequence[str],
    language: Language,
    *,
    topic: str,
    today: date,
    answer: str = "",
    taken: Collection[str] = (),
) -> Drafted:
    """Return a file with one new passage, which has its shape and lacks only what says TODO.

    *asked* are different wordings, the most typical first; *answer* is what somebody has answered;
    no id in *taken* is given again.
    """
    passage_id = _free_id(base, topic, asked[0] if asked else "", taken)
    sides = {
        side: _asked_side(base, asked, answer, passage_id, side)
        if side == language
        else _side_to_write(passage_id, side)
        for side in base.languages
    }
    entry = {
        "id": passage_id,
        "basis": Basis.PRACTICE.value,
        "confirmed": False,
        "reviewed": today,
        "source": {"id": NO_SOURCE},
        **_beside(sides),
    }
    text = to_yaml({"topic": topic, "passages": [entry]})
    return Drafted(passage_id, topic, _explained(text))


def draft_phrasings(
    base: Base, asked: Sequence[str], language: Language, *, passage: str
) -> Drafted:
    """Return the phrasings that *passage* is to be found by as well; KeyError without one."""
    phrasings = tuple(map(literal, new_phrasings(base, asked)))
    entry = {"id": passage, **_beside({language: {"asked_as": list(phrasings)}})}
    topic = base.passages[passage].topic
    return Drafted(passage, topic, to_yaml({"topic": topic, "passages": [entry]}), phrasings)


def _beside(sides: Mapping[Language, Any]) -> dict[str, Any]:
    """Return what stands in each language as an entry of a file has it."""
    ours = {side: said for side, said in sides.items() if side in LANGUAGES}
    others = {side: said for side, said in sides.items() if side not in LANGUAGES}
    return ours | ({"translations": others} if others else {})


def _asked_side(
    base: Base, asked: Sequence[str], answer: str, passage_id: str, side: Language
) -> dict[str, Any]:
    """A test question must be another than the phrasings, so the second wording is kept for that.

    The most typical one is the title too; longer than a title may be, it is to be shortened.
    """
    blank = _side_to_write(passage_id, side)
    phrasings = new_phrasings(base, asked)
    title, text = _capital(asked[0] if asked else ""), answer.strip()
    return {
        "title": title if _is_new_title(base, title, side) else blank["title"],
        "text": text if MIN_TEXT <= len(text) <= MAX_TEXT else blank["text"],
        "asked_as": [*map(literal, (*phrasings[:1], *phrasings[2:]))] or blank["asked_as"],
        "must_answer": phrasings[1:2] or blank["must_answer"],
    }


def _is_new_title(base: Base, title: str, side: Language) -> bool:
    titles = {comparable(passage.text_in(side).title) for passage in base.passages.values()}
    return MIN_TITLE <= len(title) <= MAX_TITLE and comparable(title) not in titles


def _side_to_write(passage_id: str, side: Language) -> dict[str, Any]:
    """The id makes each of them different, for no two passages may share a title or a phrasing."""
    what = f"({passage_id}, {side})"
    return {
        "title": f"{TODO}: rubrik {what}",
        "text": f"{TODO}: text {what}",
        "asked_as": [f"{TODO}: formulering {what}"],
        "must_answer": [f"{TODO}: provfråga {what}"],
    }


def wordings_of(base: Base) -> dict[str, str]:
    """Return the passage that each phrasing or test question is of, by how it compares."""
    return {
        comparable(wording): passage.id
        for passage in base.passages.values()
        for side in passage.given_in()
        for wording in (
            *chain.from_iterable(base.asked_as(passage, side)),
            *passage.text_in(side).must_answer,
        )
    }


def new_phrasings(base: Base, asked: Iterable[str]) -> list[str]:
    """Return the wordings that fit, and that no passage or area has."""
    known = wordings_of(base).keys() | {
        comparable(wording)
        for area in base.elsewhere
        for side in area.given_in()
        for wording in chain.from_iterable(base.asked_as(area, side))
    }
    new: dict[str, str] = {}
    for wording in asked:
        line = " ".join(wording.split())
        if (
            _WORD.search(line)
            and len(literal(line)) <= LONGEST_PHRASING
            and TODO not in line
            and comparable(line) not in known
        ):
            new.setdefault(comparable(line), line)
    return list(new.values())[:PHRASINGS]


def _free_id(base: Base, topic: str, question: str, taken: Collection[str]) -> str:
    start = [ascii_word for word in words(question) if (ascii_word := ascii_of(word))]
    wanted = "-".join((topic, *start[:WORDS_IN_ID]))[:LONGEST_ID].rstrip("-")
    number, proposed = 2, wanted
    while proposed in base.passages or proposed in taken:
        proposed, number = f"{wanted[: LONGEST_ID - 3]}-{number}", number + 1
    return proposed


def ascii_of(word: str) -> str:
    """Return *word* as it may stand in an id: without dots and rings."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in decomposed if letter.isascii() and letter.isalnum())


def _capital(question: str) -> str:
    line = " ".join(question.split())
    return line[:1].upper() + line[1:]


def _explained(text: str) -> str:
    """Return *text* with a word at what only an editor can know."""
    notes = {
        "topic: ": "närmaste ämnet; byt om det är fel",
        "    basis: ": "det som källan har i sources.yaml",
        f"      id: {NO_SOURCE}": f"{TODO}: källans id i sources.yaml",
    }
    lines = text.splitlines()
    for number, line in enumerate(lines):
        note = next((note for start, note in notes.items() if line.startswith(start)), None)
        if note:
            lines[number] = f"{line}  # {note}"
    return "\n".join(lines) + "\n"
