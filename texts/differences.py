"""What a language's sentences lack beside the first language's: keys, forms, facts."""

import string
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

from babel import Locale, UnknownLocaleError

from yamlfile.document import Document
from yamlfile.problem import Problem

CATEGORIES = frozenset(("zero", "one", "two", "few", "many", "other"))
"""What a count can be (CLDR); each language tells some of them apart."""


def differences(
    first: Mapping[str, str],
    theirs: Mapping[str, str],
    document: Document,
    locale: str,
    names: Set[str],
) -> Iterator[Problem]:
    """Yield what keeps *theirs*, read from *document*, from saying what *first* says.

    Which *names* a sentence holds is each language's own matter, and so is whether it counts.
    """
    ours, others = forms_of(first), forms_of(theirs)
    try:
        needed = Locale.parse(locale).plural_form.tags | {"other"}
    except (UnknownLocaleError, ValueError):
        yield document.problem(("locale",), "unknown-locale", locale=locale)
        return
    for key in sorted(ours.keys() | others.keys()):
        mine, given = ours.get(key), others.get(key)
        place = tuple(key.split("."))
        if mine is None or given is None or _facts(mine) - names != _facts(given) - names:
            yield document.problem(place, "texts-differ", key=key)
        elif len(given) > 1 and len(mine) == 1 and "count" not in _facts(mine):
            yield document.problem(place, "texts-differ", key=key)  # nothing to choose a form by
        elif len(mine) > 1 or len(given) > 1:
            yield from _wrong_forms(key, given, needed, document)


def _wrong_forms(
    key: str, given: Mapping[str, str], needed: frozenset[str], document: Document
) -> Iterator[Problem]:
    """Yield the categories without a form, and the forms that no count of the language asks for."""
    place, every = tuple(key.split(".")), _facts(given) - {"count"}
    for category in sorted(needed - given.keys()):
        yield document.problem(place, "plural-missing", key=key, category=category)
    for category, sentence in given.items():
        if category not in needed:
            yield document.problem((*place, category), "plural-unknown", category=category)
        if _placeholders(sentence) - {"count"} != every:
            yield document.problem((*place, category), "texts-differ", key=key)


def forms_of(sentences: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return each text's forms by category; a text that doesn't count has `other` alone."""
    below: dict[str, dict[str, str]] = defaultdict(dict)
    for key, sentence in sentences.items():
        above, _, last = key.rpartition(".")
        below[above][last] = sentence
    counting = {key: forms for key, forms in below.items() if forms.keys() <= CATEGORIES}
    plain = {
        key: {"other": sentence}
        for key, sentence in sentences.items()
        if key.rpartition(".")[0] not in counting
    }
    return plain | counting


def _facts(forms: Mapping[str, str]) -> frozenset[str]:
    return frozenset[str]().union(*map(_placeholders, forms.values()))


def _placeholders(sentence: str) -> frozenset[str]:
    if "{" not in sentence and "}" not in sentence:
        return frozenset()
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)
