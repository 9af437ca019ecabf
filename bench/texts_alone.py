"""How well texts without any phrasings are found, beside other lexical search engines."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.peers import PEERS, Build, Ranker
from knowledge.passage import Language
from knowledge.search.corpus import Corpus, count
from knowledge.search.postings import InvertedFile, Postings, ids_of_words, ranked, terms_of
from knowledge.search.training import inverted_file


@dataclass(frozen=True, slots=True)
class TextSet:
    """A public set of Swedish texts, and of questions each with the number of its text."""

    name: str
    texts: list[str]
    questions: list[tuple[str, int]]


def read_text_set(path: Path) -> TextSet:
    """Return the texts and questions in a JSON file with the keys `docs` and `questions`."""
    content = json.loads(path.read_text("utf-8"))
    questions = [(question["q"], int(question["gold"])) for question in content["questions"]]
    return TextSet(path.stem, content["docs"], questions)


def ours(texts: Sequence[str], language: Language) -> Ranker:
    """Return the ranking of our index over whole texts: the field that needs no phrasings."""
    nothing = np.zeros(0, np.int32)
    topics = np.zeros(len(texts), np.int32)
    corpus = Corpus(
        language, list(texts), [], nothing, nothing, topics, passages=len(texts), everyday=[]
    )
    parts = count(corpus)
    fields = [inverted_file(part.texts, part.settings.documents) for part in parts]
    postings = [Postings.of(each, _nothing_beside(each)) for each in fields]
    ids = [ids_of_words(part.settings.analyse, part.vocabulary) for part in parts]

    def rank(question: str, at_most: int) -> list[int]:
        scores = np.zeros(len(texts), np.float32)
        for part, posting, ids_of_word in zip(parts, postings, ids, strict=True):
            scores += posting.coverage(terms_of(question, ids_of_word), part.settings.share)[0]
        return ranked(scores, at_most)

    return rank


def _nothing_beside(field: InvertedFile) -> InvertedFile:
    """Return a field of the same terms with no rows: there are no phrasings."""
    return replace(
        field,
        starts=np.zeros_like(field.starts),
        rows=field.rows[:0],
        weights=field.weights[:0],
        size=0,
    )


def table(sets: Sequence[TextSet]) -> list[str]:
    """Return right at 1, at 3 and mean reciprocal rank at 10 of ourselves and each peer."""
    titles = "".join(f"{each.name + ' @1':>16}{'@3':>7}{'MRR':>7}" for each in sets)
    lines = [f"{'on texts alone':<30}{titles}"]
    builders: dict[str, Build] = {"Rutinboten": ours, **PEERS}
    for name, build in builders.items():
        cells = "".join(_cells(build(each.texts, "sv"), each) for each in sets)
        lines.append(f"{name:<30}{cells}")
    return lines


def _cells(rank: Ranker, texts: TextSet) -> str:
    places = np.array([_place(rank(question, 10), right) for question, right in texts.questions])
    reciprocal = np.where(places < 10, 1 / (places + 1), 0)
    first, three = (places < 1).mean(), (places < 3).mean()
    return f"{first:>16.3f}{three:>7.3f}{reciprocal.mean():>7.3f}"


def _place(ranked: list[int], right: int) -> int:
    return ranked.index(right) if right in ranked else 99
