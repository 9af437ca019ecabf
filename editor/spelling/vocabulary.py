"""What is a word in a text, and which words and names the base itself knows."""

import re
from collections.abc import Iterable, Iterator

from core.language import Language
from knowledge.source.reading import Reading

_NOT_SPELT = re.compile(
    r"""https?://\S+ | \S+@\S+ | [#@]\w+ | \{[^{}]*\}  # addresses, tags, what is filled in
    | \b\w[\w.-]*\.[a-z]{2,}\b(?:/\S*)?               # storby.se, words.yaml
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?:[-':][^\W\d_]+)*(?!\w)")
"""Letters, with a sign in between at the most: neither 2:a nor 16-åring is looked up."""
_AFTER_A_SIGN = re.compile(r"[:']\w{1,3}$")
"""As in IT:s and Storby's."""
_SHORTEST = 2


def words_in(text: str) -> list[str]:
    """Return the words of *text*, in order."""
    return [word for word in _WORD.findall(_without_addresses(text)) if len(word) >= _SHORTEST]


def places_of(word: str, text: str) -> list[int]:
    """Return where in *text* each *word* begins."""
    found = _WORD.finditer(_without_addresses(text))
    return [each.start() for each in found if each[0] == word]


def _without_addresses(text: str) -> str:
    return _NOT_SPELT.sub(lambda found: " " * len(found[0]), text).replace("’", "'")


def parts_of(word: str) -> list[str]:
    """Return the words that *word* is made of, such as BBS-lagens or else's; none of one word."""
    parts = _AFTER_A_SIGN.sub("", word).split("-")
    return [] if parts == [word] else parts


class Vocabulary:
    """Words that are right although no dictionary has them."""

    def __init__(self, own: Iterable[str], names: Iterable[str]) -> None:
        """*own* are words and expressions; of *names* each word with a capital is one as well."""
        names = [*names]
        expressions = {*own, *names}
        self._words = {each for each in expressions if " " not in each}
        self._words.update(
            word for name in names for word in _WORD.findall(name) if word[0].isupper()
        )
        self._expressions: dict[str, set[str]] = {}
        for each in expressions - self._words:
            for word in _WORD.findall(each):
                self._expressions.setdefault(word, set()).add(each)

    def has(self, word: str) -> bool:
        """Whether *word* is one, beginning a sentence or as a name that owns something too."""
        bare = _AFTER_A_SIGN.sub("", word)
        forms = {word, bare, bare.removesuffix("s")}
        forms |= {form[:1].lower() + form[1:] for form in forms}
        return not forms.isdisjoint(self._words)

    def has_within(self, word: str, start: int, text: str) -> bool:
        """Whether *word*, which begins at *start*, stands in *text* as part of an expression."""
        return any(
            found.start() <= start < found.end()
            for each in self._expressions.get(word, ())
            for found in re.finditer(re.escape(each), text, re.IGNORECASE)
        )


def vocabulary_in(reading: Reading, language: Language) -> Vocabulary:
    """Return what the base knows in *language*: names in another are names in it too."""
    own = reading.words.value.words_in(language) if reading.words else ()
    return Vocabulary(own, {name for name in _names(reading) if name})


def _names(reading: Reading) -> Iterator[str | None]:
    for organisation in reading.organisations:
        yield from organisation.value.names
    for unit in reading.units:
        yield from (*unit.value.said().values(), unit.value.board)
    for source in reading.sources:
        yield from (each.document for each in source.value.said().values())
    for routine in reading.routines:
        for name in routine.value.said().values():
            yield from name.names().values()
        for contact in routine.value.contacts:
            yield from (each.name for each in contact.said().values())
    if reading.form is not None:
        fields = (field for step in reading.form.value.steps for field in step.fields)
        for field in fields:
            for choice in field.choices:
                yield from choice.said().values() if choice.hosts else ()
