"""What a reviewer decides about a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from accounts.people import Person
from accounts.status import Status


@dataclass(frozen=True, slots=True)
class Decision:
    """What the reviewer said, the last time somebody decided.

    Its words stay in the history when another decision, or a manager's refusal, takes its place.
    """

    by: Person
    at: datetime
    outcome: Status
    text: str = ""
    """The reason, or the conditions of an approval."""
    remarks: Mapping[str, str] = field(default_factory=dict[str, str])
    """What is missing, by step, in the order of the walk."""

    @property
    def all_words(self) -> str:
        return "\n".join(text for text in (self.text, *self.remarks.values()) if text)

    def says_the_same(self, other: "Decision") -> bool:
        """Whether *other* is this decision made once more."""
        return replace(other, at=self.at) == self
