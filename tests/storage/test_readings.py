"""Revisions, readings and reviews of passages, in every store."""

from dataclasses import replace
from datetime import timedelta

from core import ports
from core.person import Person
from questions.personal_data import PersonalDataUnitOfWork
from readings.passage_review import PassageReview, PassageVerdict
from readings.reading import Revision, RoutineReading
from tests.storage.cases import NOON

WORDING = {"svar": {"sv": ("Svara", "Svara snart."), "en": ("Answer", "Answer soon.")}}
FIRST = Revision("r1", "2024", WORDING, NOON)
SECOND = Revision("r2", "2026", {}, NOON + timedelta(days=1), before="r1")


async def test_the_latest_revision_is_the_one_taken_into_use_last(
    transactions: ports.Transactions[PersonalDataUnitOfWork],
) -> None:
    for each in (SECOND, FIRST, replace(FIRST, revised="2025")):
        await transactions.write(lambda uow, each=each: uow.revisions.put(each))

    assert await transactions.read(lambda uow: uow.revisions.latest()) == SECOND
    known = await transactions.read(lambda uow: uow.revisions.get("r1"))
    assert known == replace(FIRST, revised="2025")
    assert await transactions.read(lambda uow: uow.revisions.get("r3")) is None


async def test_each_routine_has_its_own_latest_revision(
    transactions: ports.Transactions[PersonalDataUnitOfWork],
) -> None:
    other, like_it = replace(SECOND, id="resor--v1"), replace(SECOND, id="resor-2--v9")
    for each in (FIRST, other, like_it):
        await transactions.write(lambda uow, each=each: uow.revisions.put(each))

    for routine, latest in (("", FIRST), ("resor", other), ("resor-2", like_it), ("_", None)):
        found = await transactions.read(lambda uow, of=routine: uow.revisions.latest(of))
        assert found == latest


async def test_somebody_reads_a_revision_once(
    transactions: ports.Transactions[PersonalDataUnitOfWork],
) -> None:
    first = RoutineReading("r1", "ada", "skola", NOON)
    later = RoutineReading("r2", "ada", "vard", NOON + timedelta(days=2))
    others = RoutineReading("r1", "bo", "", NOON)
    for each in (others, first, replace(first, unit="vard"), later):
        await transactions.write(lambda uow, each=each: uow.readings.put(each))

    assert await transactions.read(lambda uow: uow.readings.of_revision("r1")) == [first, others]
    assert await transactions.read(lambda uow: uow.readings.of_person("ada")) == [later, first]


async def test_of_a_passage_the_latest_word_counts(
    transactions: ports.Transactions[PersonalDataUnitOfWork],
) -> None:
    rut = Person("rut", "Rut Å")
    first = PassageReview("bilder", PassageVerdict.REMOVE, rut, NOON)
    later = PassageReview("bilder", PassageVerdict.STILL_TRUE, rut, NOON + timedelta(days=1))
    for each in (first, later):
        await transactions.write(lambda uow, each=each: uow.passage_reviews.put(each))

    assert await transactions.read(lambda uow: uow.passage_reviews.all()) == {"bilder": later}
