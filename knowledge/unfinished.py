"""What a draft leaves for an editor to write: nobody may be answered with it."""

from collections.abc import Iterator

from knowledge.passage import Passage, PassageText
from yamlfile.document import Location

TODO = "TODO"


def unfinished(passage: Passage) -> Iterator[Location]:
    """Yield where in *passage* something is still to be written."""
    for language, text in (("sv", passage.sv), ("en", passage.en)):
        for place in _in_text(text):
            yield (language, *place)


def _in_text(text: PassageText) -> Iterator[Location]:
    for name, words in (("title", text.title), ("text", text.text)):
        if TODO in words:
            yield (name,)
    for name, lines in (("asked_as", text.asked_as), ("must_answer", text.must_answer)):
        for number, line in enumerate(lines):
            if TODO in line:
                yield (name, number)
