"""Write a new passage by answering questions; what would not pass `check` is refused at once."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from editor.addition import Addition
from editor.check import inspect
from editor.command import Command
from editor.interview import Ended, Interview
from editor.saving import NotSaved
from knowledge.drafting import ascii_of
from knowledge.passage import LANGUAGES, Basis, Language, Source
from knowledge.search.analysis import words
from knowledge.source.loader import has_errors
from knowledge.source.nearest import nearest
from knowledge.source.reading import adapter
from texts.catalogue import Catalogue
from texts.problems import in_words
from yamlfile.problem import Faulty, Level, Problem

WORDS_IN_ID = 4


class NewPassage:
    """One interview, and the addition that its answers make."""

    def __init__(
        self, folder: Path, topic: str, interview: Interview, texts: Catalogue, today: date
    ) -> None:
        """Begin a passage on *topic*.

        Raises:
            Faulty: where the base has errors already.
            NoSuchPlace: where *topic* is no name of a file of the base.
        """
        reading, problems = inspect(folder, today=today)
        base = reading.base()
        if base is None or has_errors(problems):
            raise Faulty(problems)
        self._base = base
        self._folder = folder
        self._topic = topic
        self._interview = interview
        self._texts = texts
        self._today = today
        routine = base.sources[base.routine.source]
        self.addition = Addition(folder, topic, source=routine, today=today)
        self._known = set[str]()

    def ask(self) -> None:
        """Ask everything.

        Raises:
            Ended: when the answers end before the questions.
            Faulty: where the whole has errors in spite of all.
        """
        self._interview.tell("begin", topic=self._topic)
        self._known = {_key(problem) for problem in self._problems()}
        if not self._topic_exists():
            self._ask_topic()
        entry = self.addition.entry
        self._ask_side("sv")
        self._ask_id()
        self._ask_source()
        self._ask_side("en")
        if has_errors(problems := self._problems()):
            raise Faulty(problems)
        self._interview.tell("summary", id=entry.id, title=entry.sides["sv"].title)

    def _topic_exists(self) -> bool:
        return any(topic.slug == self._topic for topic in self._base.topics())

    def _ask_topic(self) -> None:
        slugs = [topic.slug for topic in self._base.topics()]
        meant = nearest(self._topic, slugs)
        key = "topic_unknown_near" if meant else "topic_unknown"
        if not self._interview.yes(key, topic=self._topic, **({"near": meant} if meant else {})):
            raise Ended
        groups = [group.text_in(self._texts.language) for group in self._base.groups]
        group = self._interview.choice("topic_group", groups)
        self.addition.add_topic(group, self._topic_names())
        while self._is_refused():
            self.addition.add_topic(group, self._topic_names())

    def _topic_names(self) -> dict[Language, str]:
        return {language: self._interview.line(f"topic_name_{language}") for language in LANGUAGES}

    def _ask_side(self, language: Language) -> None:
        side = self.addition.entry.sides[language]
        told = {"language": self._texts.say(f"editor.language.{language}")}
        self._interview.tell("side", **told)
        self._until_accepted(
            lambda: self._interview.line("title"), lambda it: setattr(side, "title", it)
        )
        self._until_accepted(
            lambda: self._interview.text("text"), lambda it: setattr(side, "text", it)
        )
        for key, answers in (("asked_as", side.asked_as), ("must_answer", side.must_answer)):
            self._interview.lines(key, self._accepting(answers))

    def _ask_id(self) -> None:
        entry = self.addition.entry
        proposed = self._proposed_id()
        self._until_accepted(
            lambda: self._interview.line("id", default=proposed),
            lambda it: setattr(entry, "id", it),
        )

    def _proposed_id(self) -> str:
        title = words(self.addition.entry.sides["sv"].title)
        wanted = "-".join((self._topic, *map(ascii_of, title[:WORDS_IN_ID])))[:58].rstrip("-")
        number, proposed = 2, wanted
        while proposed in self._base.passages:
            proposed, number = f"{wanted}-{number}", number + 1
        return proposed

    def _ask_source(self) -> None:
        while True:
            name = self._interview.line("source", default=self._base.routine.source)
            source = self._base.sources.get(name) or self._new_source(name)
            if source is not None:
                break
        self.addition.entry.source, self.addition.entry.basis = source.id, source.basis
        basis = self._texts.say(f"basis.{source.basis}")
        self._interview.tell("basis_follows", basis=basis)

    def _new_source(self, name: str) -> Source | None:
        """Return a new source of that name, where one is wanted and passes."""
        meant = nearest(name, self._base.sources)
        key = "source_unknown_near" if meant else "source_unknown"
        if not self._interview.yes(key, id=name, **({"near": meant} if meant else {})):
            return None
        documents = {
            language: {"document": self._interview.line(f"source_document_{language}")}
            for language in LANGUAGES
        }
        bases = [self._texts.say(f"basis.{basis}") for basis in Basis]
        told = {
            "id": name,
            "basis": list(Basis)[self._interview.choice("basis", bases)],
            "dated": self._interview.line("source_dated") or None,
            "url": self._interview.line("source_url") or None,
            **documents,
        }
        return self._accepted_source(told)

    def _accepted_source(self, told: dict[str, Any]) -> Source | None:
        self.addition.add_source(told)
        if self._is_refused():
            self.addition.withdraw_source()
            return None
        return adapter(Source).validate_python(told)

    def _until_accepted(self, ask: Callable[[], str], put: Callable[[str], None]) -> None:
        put(ask())
        while self._is_refused():
            put(ask())

    def _accepting(self, answers: list[str]) -> Callable[[str], bool]:
        def accept(answer: str) -> bool:
            answers.append(answer)
            if self._is_refused():
                answers.pop()
                return False
            return True

        return accept

    def _is_refused(self) -> bool:
        """Whether the latest answer brought an error; tells what it brought, warnings too."""
        found = {_key(problem): problem for problem in self._problems()}
        brought = [problem for key, problem in found.items() if key not in self._known]
        for problem in brought:
            refused = "refused" if problem.level is Level.ERROR else "advice"
            self._interview.tell(refused, reason=in_words(problem, self._texts))
        if has_errors(brought):
            return True
        self._known = set(found)
        return False

    def _problems(self) -> list[Problem]:
        return inspect(self._folder, today=self._today, unsaved=self.addition.unsaved())[1]


def _key(problem: Problem) -> str:
    """Return what tells a problem from others, wherever in the file it has moved to."""
    return f"{problem.path} {problem.code} {dict(problem.facts)}"


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("topic", help=texts.say("editor.help.new_topic"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    interview = Interview(sys.stdin, sys.stdout, texts)
    today = date.today()  # noqa: DTZ011 the editor's own day is meant
    try:
        passage = NewPassage(options.base, options.topic, interview, texts, today)
        passage.ask()
        names = passage.addition.save()
    except (Ended, KeyboardInterrupt):
        interview.tell("ended")
        return 1
    except NotSaved as refused:
        interview.tell(refused.code, name=refused.name)
        return 1
    interview.tell("saved", names=", ".join(names))
    return 0


COMMAND = Command("new", _run, _arguments)
