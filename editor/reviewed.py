"""What reviewers have said in Teams of old passages, that the files don't say yet."""

import argparse
import asyncio
from collections.abc import Iterator, Mapping

from editor.command import Command, tell
from editor.saving import EditorsFolder
from knowledge.base import Base
from knowledge.source.loader import load
from readings.passage_review import PassageReview
from storage.schema import existing_database
from storage.unit_of_work import SqlTransactions
from texts.catalogue import Catalogue


async def reviews_in(database_url: str) -> Mapping[str, PassageReview]:
    """Return the latest word on each passage; raise `NoDatabase`."""
    async with existing_database(database_url) as database:
        return await SqlTransactions(database).read(lambda uow: uow.passage_reviews.all())


def _report(
    base: Base, own: EditorsFolder, reviews: Mapping[str, PassageReview], texts: Catalogue
) -> Iterator[str]:
    """Yield a line for each passage whose file was looked over before its review, file by file."""
    newer = [
        (own.file_with(passage.id) or "", review)
        for passage in base.passages.values()
        if (review := reviews.get(passage.id)) and passage.reviewed < review.day
    ]
    if not newer:
        yield texts.say("editor.reviewed.none")
    for name, review in newer:
        facts = {"name": name, "passage": review.passage, "day": review.day.isoformat()}
        yield texts.say(f"editor.reviewed.{review.verdict}", by=review.by.name or "–", **facts)


def _arguments(_parser: argparse.ArgumentParser, _texts: Catalogue) -> None: ...


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    reviews = asyncio.run(reviews_in(options.database))
    tell(_report(load(options.base), EditorsFolder(options.base), reviews, texts))
    return 0


COMMAND = Command(_run, _arguments)
