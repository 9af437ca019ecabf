"""The built index as one file of plain arrays: no pickle, so that reading it can't run code."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.live.cache import remember
from knowledge.passage import LANGUAGES, Language
from knowledge.search.analysis import Glossary, char_ngrams, stems
from knowledge.search.confidence import Classifier, LogisticModel
from knowledge.search.index import Block, LanguageIndex, Postings
from knowledge.search.language import LanguageGuesser
from knowledge.search.question_text import Speller

FORMAT = 8
"""Raised whenever what is saved, or the recipe that builds it, changes."""

Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Built:
    """What is built from a base, and takes seconds to build."""

    guesser: LanguageGuesser
    indexes: Mapping[Language, LanguageIndex]
    judges: Mapping[Language, Classifier]
    spellers: Mapping[Language, Speller]


def save(built: Built, path: Path) -> None:
    """Write *built* to *path*, whole or not at all."""
    arrays: dict[str, np.ndarray] = {
        "guesser.grams": _packed(list(built.guesser.english)),
        "guesser.odds": np.array(list(built.guesser.english.values()), np.float32),
    }
    for language in LANGUAGES:
        for name, array in _of_index(built.indexes[language], built.judges[language]).items():
            arrays[f"{language}.{name}"] = array
        arrays[f"{language}.words"] = _packed(list(built.spellers[language].known))
    remember(path, lambda file: np.savez(file, allow_pickle=False, **arrays))


def load(path: Path, glossary: Glossary) -> Built | None:
    """Return what was saved at *path*, or None where there is no whole file."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        indexes, judges, spellers = {}, {}, {}
        for language in LANGUAGES:
            own = {
                name.removeprefix(f"{language}."): array
                for name, array in arrays.items()
                if name.startswith(f"{language}.")
            }
            indexes[language], judges[language] = _to_index(own, language, glossary)
            spellers[language] = Speller(_unpacked(own["words"]))
        odds = arrays["guesser.odds"].tolist()
        english = dict(zip(_unpacked(arrays["guesser.grams"]), odds, strict=True))
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None
    return Built(LanguageGuesser(english), indexes, judges, spellers)


def _of_index(index: LanguageIndex, judge: Classifier) -> dict[str, np.ndarray]:
    arrays: dict[str, np.ndarray] = {
        "firsts": index.firsts,
        "topics": index.topics,
        "intercepts": index.intercepts,
        "blocks": _packed([json.dumps(_header(block)) for block in index.blocks]),
    }
    for number, block in enumerate(index.blocks):
        arrays[f"{number}.vocabulary"] = _packed(
            sorted(block.vocabulary, key=block.vocabulary.__getitem__)
        )
        arrays[f"{number}.idf"] = block.idf
        arrays[f"{number}.opinions"] = block.opinions
        postings = block.postings
        arrays[f"{number}.starts"] = postings.starts
        arrays[f"{number}.rows"] = postings.rows
        arrays[f"{number}.weights"] = postings.weights
        arrays[f"{number}.ceilings"] = postings.ceilings
        arrays[f"{number}.unknown"] = postings.unknown_ceilings
        arrays[f"{number}.sizes"] = np.array(postings.sizes)
    for name, belief in (("right", judge.right), ("ours", judge.ours)):
        arrays[f"{name}.weights"] = belief.weights
        arrays[f"{name}.constant"] = np.array([belief.constant])
    return arrays


def _to_index(
    arrays: Arrays, language: Language, glossary: Glossary
) -> tuple[LanguageIndex, Classifier]:
    headers = [json.loads(header) for header in _unpacked(arrays["blocks"])]
    blocks = tuple(
        _to_block(arrays, number, header, language) for number, header in enumerate(headers)
    )
    index = LanguageIndex(
        language,
        glossary,
        blocks,
        firsts=arrays["firsts"],
        topics=arrays["topics"],
        intercepts=arrays["intercepts"],
    )
    beliefs = [
        LogisticModel(arrays[f"{name}.weights"], float(arrays[f"{name}.constant"][0]))
        for name in ("right", "ours")
    ]
    return index, Classifier(*beliefs)


def _header(block: Block) -> dict[str, Any]:
    return {"cut": "chars" if block.analyse is char_ngrams else "stems", "share": block.share}


def _to_block(arrays: Arrays, number: int, header: Mapping[str, Any], language: Language) -> Block:
    terms = _unpacked(arrays[f"{number}.vocabulary"])
    return Block(
        analyse=char_ngrams if header["cut"] == "chars" else stems(language),
        share=header["share"],
        vocabulary={term: place for place, term in enumerate(terms)},
        postings=_to_postings(arrays, number),
        idf=arrays[f"{number}.idf"],
        opinions=arrays[f"{number}.opinions"],
    )


def _to_postings(arrays: Arrays, number: int) -> Postings:
    documents, phrasings = arrays[f"{number}.sizes"].tolist()
    return Postings(
        starts=arrays[f"{number}.starts"],
        rows=arrays[f"{number}.rows"],
        weights=arrays[f"{number}.weights"],
        ceilings=arrays[f"{number}.ceilings"],
        unknown_ceilings=arrays[f"{number}.unknown"],
        sizes=(documents, phrasings),
    )


def _packed(lines: list[str]) -> np.ndarray:
    """Return *lines* as bytes; no term holds a line break."""
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _unpacked(array: np.ndarray) -> list[str]:
    return array.tobytes().decode().split("\n")
