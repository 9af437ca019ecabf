"""One snapshot of everything the editors wrote, whole and checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from core.language import Language, of_locale
from followup.controls import ControlList
from knowledge.account_form import AccountForm
from knowledge.passage import (
    Area,
    Basis,
    Caution,
    Miss,
    Passage,
    Term,
    Topic,
    TopicGroup,
)
from knowledge.patterns import WordList, lists_in, sentences_of
from knowledge.routine import Contact, Organisation, Routine, Source, Unit
from knowledge.talk import TalkKind


class PassagesById(Mapping[str, Passage]):
    """Passages by id, in the order of the files; found by the ids they had before as well."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages = {each.id: each for each in passages}
        self._now = {old: each.id for each in self._passages.values() for old in each.formerly}

    def __getitem__(self, passage_id: str) -> Passage:
        found = self._passages.get(passage_id)
        return found if found is not None else self._passages[self._now[passage_id]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._passages)

    def __len__(self) -> int:
        return len(self._passages)


@dataclass(frozen=True, slots=True)
class Base:
    """The knowledge base as one immutable value; `hash` names its exact content."""

    hash: str
    routines: tuple[Routine, ...]
    """Most often one; the first is that of `routine.yaml`."""
    groups: tuple[TopicGroup, ...]
    sources: Mapping[str, Source]
    passages: Mapping[str, Passage]
    """By id; see `PassagesById`."""
    by_topic: Mapping[str, tuple[Passage, ...]]
    elsewhere: tuple[Area, ...]
    glossary: tuple[Term, ...]
    lists: tuple[WordList, ...]
    """What phrasings by pattern may name."""
    cautions: tuple[Caution, ...]
    organisations: Mapping[str, Organisation]
    talk: tuple[TalkKind, ...]
    """Empty where the editors have written none: then everything is taken as a question."""
    units: tuple[Unit, ...]
    """The units that may ask for an account, in the editors' order."""
    account_form: AccountForm | None
    """None where the editors have written no form: then nobody is offered to start a request."""
    control_list: ControlList | None
    """None where the editors have written no questions: then nobody can follow up."""
    known_misses: frozenset[Miss]
    """Those that the editors have accepted; none where they keep no list."""
    _names: dict[str, dict[Language, dict[str, str]]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        names = {routine.id: routine.names(self.languages) for routine in self.routines}
        object.__setattr__(self, "_names", names)  # asked for by each card

    @property
    def routine(self) -> Routine:
        """The first, which also says what is the municipality's: its name and the languages."""
        return self.routines[0]

    @property
    def has_several(self) -> bool:
        """Whether people must be told which routine something is of."""
        return len(self.routines) > 1

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that people are answered in."""
        return self.routine.languages

    def language_of(self, locale: str | None) -> Language:
        """Return the language of a client's locale, or the first of the base's."""
        return of_locale(locale, self.languages)

    def topics(self) -> Iterator[Topic]:
        for group in self.groups:
            yield from group.topics

    def topic(self, slug: str) -> Topic:
        return next(topic for topic in self.topics() if topic.slug == slug)

    def group(self, group_id: str) -> TopicGroup | None:
        return next((group for group in self.groups if group.id == group_id), None)

    def routine_named(self, routine_id: str) -> Routine:
        """Return the routine of that id; the first where there is none any more."""
        return next((each for each in self.routines if each.id == routine_id), self.routine)

    def key_of(self, routine: Routine) -> str:
        """Return what stored revisions know *routine* by: nothing where it is the first."""
        return "" if routine.id == self.routine.id else routine.id

    def routine_of(self, passage: Passage) -> Routine:
        return self.routine_about(passage.topic)

    def routine_about(self, topic: str) -> Routine:
        """Return the routine that the topic of that slug is of."""
        for group in self.groups:
            if any(each.slug == topic for each in group.topics):
                return self.routine_with(group)
        return self.routine

    def routine_with(self, group: TopicGroup) -> Routine:
        return self.routine_named(group.routine or "")

    def groups_of(self, routine: Routine) -> tuple[TopicGroup, ...]:
        return tuple(group for group in self.groups if self.routine_with(group).id == routine.id)

    def examples(self, at_most: int) -> tuple[Passage, ...]:
        """Return what to begin with: of several routines, as many of each."""
        of_each = max(1, at_most // len(self.routines))
        return self.passages_of(
            example for routine in self.routines for example in routine.examples[:of_each]
        )[:at_most]

    def contacts(self) -> tuple[Contact, ...]:
        """Return the functions of every routine: a text may send people to any of them."""
        return tuple(contact for routine in self.routines for contact in routine.contacts)

    def routine_names(self, language: Language) -> dict[str, str]:
        """Return what several routines are called, by their ids; nothing where there is one."""
        routines = self.routines if self.has_several else ()
        return {each.id: each.text_in(language).name for each in routines}

    def names(self) -> Mapping[str, Mapping[Language, Mapping[str, str]]]:
        """Return what each routine calls things, by its id and by language."""
        return self._names

    def passages_about(self, topic: str) -> tuple[Passage, ...]:
        return self.by_topic.get(topic, ())

    def asked_as(self, entry: Passage | Area, language: Language) -> list[tuple[str, ...]]:
        """Return each phrasing of *entry* as the sentences that it makes: of a pattern, several."""
        lists = lists_in(language, self.lists)
        return [sentences_of(line, lists) for line in entry.text_in(language).asked_as]

    def passages_of(self, ids: Iterable[str]) -> tuple[Passage, ...]:
        """Return the passages of these ids, without those the base no longer has."""
        return tuple(self.passages[each] for each in ids if each in self.passages)

    def with_revisions(self) -> tuple[Routine, ...]:
        """Return the routines that people are asked to say that they have read."""
        return tuple(routine for routine in self.routines if routine.revision is not None)

    def routine_wording(self, routine: Routine) -> dict[str, dict[str, tuple[str, str]]]:
        """Return title and text of each passage that quotes *routine*, by id and language."""
        return {
            each.id: {language: each.text_in(language).wording for language in self.languages}
            for each in self.passages.values()
            if each.basis is Basis.ROUTINE and self.routine_of(each).id == routine.id
        }

    def related_to(self, passage: Passage, at_most: int) -> tuple[Passage, ...]:
        """Return the passages a reader may want next: those named, then the topic's others."""
        named = [self.passages[related] for related in passage.related]
        about = self.passages_about(passage.topic)
        siblings = [other for other in about if other.id != passage.id]
        return tuple({each.id: each for each in (*named, *siblings)}.values())[:at_most]
