"""Adding a word to the base's own; comments and order stay."""

from core.language import Language
from editor.passage_fields import set_in_file
from editor.schema import line_for
from editor.yaml_splice import NotEditable, document_of
from editor.yaml_values import as_block
from knowledge.languages import place_of
from knowledge.source.files import OWN_WORDS


def with_own_word(text: str | None, language: Language, word: str) -> str:
    """Return *text*, the file of own words or None, with *word* last among those of *language*.

    Raises:
        NotEditable: *text* isn't YAML, or its words are written as no other's.
    """
    text = text or line_for(OWN_WORDS)
    name, *inner = place = place_of(language)
    if all(line.startswith("#") for line in text.split("\n") if line.strip()):
        return f"{text.rstrip()}\n{as_block(name, {inner[0]: [word]} if inner else [word])}"
    held = document_of(text).value(place)
    words = held if isinstance(held, list) else []
    if word in words:
        raise NotEditable(word)
    return set_in_file(text, place, [*map(str, words), word])
