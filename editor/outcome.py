"""What a question gets, in the words of the log."""

from dataclasses import dataclass

from knowledge.search.answers import Answer, Finding, Nothing, Suggestions
from questions.asked import Outcome


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a question, and the ids of what the asker is shown."""

    outcome: Outcome
    shown: tuple[str, ...]
    """The passage, the choices, or the area that the matter belongs to instead."""

    @property
    def passages(self) -> tuple[str, ...]:
        return () if self.outcome is Outcome.NONE else self.shown

    @property
    def area(self) -> str | None:
        return next(iter(self.shown), None) if self.outcome is Outcome.NONE else None


def result_of(finding: Finding) -> Result:
    match finding:
        case Answer():
            return Result(Outcome.ANSWER, (finding.passage.id,))
        case Suggestions():
            return Result(Outcome.SUGGESTIONS, tuple(one.id for one in finding.choices))
        case Nothing(area=area):
            return Result(Outcome.NONE, (area.id,) if area else ())
