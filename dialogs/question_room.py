"""What the dialogs about questions sent on, and about gaps, work with."""

import base64
import secrets
from dataclasses import dataclass

from accounts.surroundings import Surroundings
from dialogs.case_room import CaseRoom, Ledger, Links
from dialogs.gap_finder import GapFinder
from dialogs.room import Room
from knowledge.base import Base
from knowledge.passage import Language
from questions.enquiring import Enquiring
from questions.mending import Mending
from questions.replying import Replying
from texts.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class QuestionRoom:
    """The services with the books they work on, and what drawing a card takes."""

    room: Room
    around: Surroundings
    ledger: Ledger
    enquiring: Enquiring
    replying: Replying
    mending: Mending
    finder: GapFinder
    links: Links | None

    @classmethod
    def beside(cls, cases: CaseRoom) -> "QuestionRoom":
        """Return the services over the same books, with the same reviewers and clock."""
        around = cases.around
        finder = GapFinder(cases.room, cases.ledger)
        services = Enquiring(around), Replying(around), Mending(around)
        return cls(cases.room, around, cases.ledger, *services, finder, cases.links)

    @property
    def base(self) -> Base:
        return self.room.live.current.base

    def texts(self, language: Language) -> Catalogue:
        return self.room.texts.in_language(language)


def new_enquiry_id() -> str:
    """Return an id that says nothing of who asks."""
    return f"fr-{_letters(8)[:12]}"


def new_gap_id() -> str:
    return f"lucka-{_letters(5)}"


def _letters(size: int) -> str:
    return base64.b32encode(secrets.token_bytes(size)).decode().lower()
