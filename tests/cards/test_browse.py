"""The ready questions of a topic, over as many cards as Teams' limit makes them need."""

from dataclasses import replace

from cards.actions import Browse, read
from cards.browse import PER_CARD, topic_card
from core.language import LANGUAGES
from knowledge.search.snapshot import Snapshot
from tests.cards.gallery import asked
from tests.world.reading import button, rows_of
from texts.catalogue import Texts

MORE = "Fler frågor (3)"


def test_a_large_topic_goes_on_in_another_card(small: Snapshot, texts: Texts) -> None:
    group, catalogue = small.base.groups[0], texts.in_language(LANGUAGES[0])
    topic, one = group.topics[0], next(iter(small.base.passages.values()))
    many = tuple(replace(one, id=f"text-{number}") for number in range(PER_CARD + 3))
    base = replace(small.base, by_topic={topic.slug: many})

    first = topic_card(asked(), topic, group, base, catalogue)
    more = read(button(first, MORE)["data"], LANGUAGES)

    assert isinstance(more, Browse)
    rest = topic_card(asked(), topic, group, base, catalogue, skip=more.skip or 0)
    assert (len(rows_of(first)), rows_of(first)[-1]) == (PER_CARD + 1, MORE)
    assert len(rows_of(rest)) == 3
