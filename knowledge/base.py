"""One snapshot of everything the editors wrote, whole and checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.passage import (
    Area,
    Caution,
    Miss,
    Passage,
    Routine,
    Source,
    Term,
    Topic,
    TopicGroup,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands in a base's files, entry by entry."""

    routine: Routine
    groups: tuple[TopicGroup, ...]
    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]
    elsewhere: tuple[Area, ...]
    glossary: tuple[Term, ...]
    cautions: tuple[Caution, ...]
    known_misses: tuple[Miss, ...] | None
    """None where no list is kept."""


@dataclass(frozen=True, slots=True)
class Base:
    """The knowledge base as one immutable value; `hash` names its exact content."""

    hash: str
    routine: Routine
    groups: tuple[TopicGroup, ...]
    sources: Mapping[str, Source]
    passages: Mapping[str, Passage]
    """By id, in the order of the files."""
    by_topic: Mapping[str, tuple[Passage, ...]]
    elsewhere: tuple[Area, ...]
    glossary: tuple[Term, ...]
    cautions: tuple[Caution, ...]
    known_misses: frozenset[Miss] | None
    """None where no list is kept."""

    @classmethod
    def of(cls, content_hash: str, parts: Parts) -> "Base":
        """Return the base whose files hold *parts*."""
        return cls(
            hash=content_hash,
            routine=parts.routine,
            groups=parts.groups,
            sources={source.id: source for source in parts.sources},
            passages={passage.id: passage for passage in parts.passages},
            by_topic=_by_topic(parts.passages),
            elsewhere=parts.elsewhere,
            glossary=parts.glossary,
            cautions=parts.cautions,
            known_misses=None if parts.known_misses is None else frozenset(parts.known_misses),
        )

    def parts(self) -> Parts:
        return Parts(
            routine=self.routine,
            groups=self.groups,
            sources=tuple(self.sources.values()),
            passages=tuple(self.passages.values()),
            elsewhere=self.elsewhere,
            glossary=self.glossary,
            cautions=self.cautions,
            known_misses=None if self.known_misses is None else tuple(sorted(self.known_misses)),
        )

    def topics(self) -> Iterator[Topic]:
        for group in self.groups:
            yield from group.topics

    def topic(self, slug: str) -> Topic:
        return next(topic for topic in self.topics() if topic.slug == slug)

    def group(self, group_id: str) -> TopicGroup | None:
        return next((group for group in self.groups if group.id == group_id), None)

    def passages_about(self, topic: str) -> tuple[Passage, ...]:
        return self.by_topic.get(topic, ())

    def related_to(self, passage: Passage, at_most: int) -> tuple[Passage, ...]:
        """Return the passages a reader may want next: those named, then the topic's others."""
        named = [self.passages[related] for related in passage.related]
        siblings = [other for other in self.passages_about(passage.topic) if other != passage]
        return tuple(dict.fromkeys((*named, *siblings)))[:at_most]


def _by_topic(passages: Iterable[Passage]) -> dict[str, tuple[Passage, ...]]:
    topics: dict[str, tuple[Passage, ...]] = {}
    for passage in passages:
        topics[passage.topic] = (*topics.get(passage.topic, ()), passage)
    return topics
