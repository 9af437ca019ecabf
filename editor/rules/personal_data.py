"""Personal identity numbers, which have no place in a base that every employee can read."""

import re
from collections.abc import Iterator

from editor.rules.subject import Subject
from questions.masking import PersonalData, find
from yamlfile.problem import Place, Problem

_ADDRESS = re.compile(r"https?://\S+")


def identity_numbers(subject: Subject) -> Iterator[Problem]:
    """Identity numbers anywhere in a file, comments too; figures in web addresses aren't any."""
    for _, document in subject.reading.documents:
        for number, line in enumerate(document.lines, start=1):
            without_addresses = _ADDRESS.sub(lambda address: "x" * len(address[0]), line)
            for found in find(without_addresses):
                if found.kind is PersonalData.IDENTITY_NUMBER:
                    place = Place(number, found.start + 1)
                    yield Problem(document.path, place, "identity-number")
