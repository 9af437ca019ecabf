"""What a press on the card of an account in the register means."""

from typing import Literal, TypeAlias

from pydantic import Field

from cards.account_actions import Entered, OnCase


class Offer(OnCase):
    """Ask somebody to take over an account."""

    entered = ("said", "person")
    action: Literal["offer"] = "offer"
    said: Entered = Field(default_factory=dict)
    person: Entered = Field(default_factory=dict)


class WithdrawOffer(OnCase):
    """Take the offer of an account back."""

    action: Literal["withdraw_offer"] = "withdraw_offer"


class TakeOver(OnCase):
    """Take over an account, or say no to it; with what was missing in the register."""

    entered = ("fact",)
    action: Literal["take_over"] = "take_over"
    agrees: bool = True
    fact: Entered = Field(default_factory=dict)


class Correct(OnCase):
    """Correct what the register tells of an account."""

    entered = ("fact",)
    action: Literal["correct"] = "correct"
    fact: Entered = Field(default_factory=dict)


class JudgeFacts(OnCase):
    """Let the public read what an account's people have entered, or say why not."""

    entered = ("said",)
    action: Literal["judge_facts"] = "judge_facts"
    agrees: bool
    said: Entered = Field(default_factory=dict)


class Pause(OnCase):
    """Pause an account."""

    entered = ("said",)
    action: Literal["pause"] = "pause"
    said: Entered = Field(default_factory=dict)


class Resume(OnCase):
    """Take a paused account into use again."""

    action: Literal["resume"] = "resume"


class Close(OnCase):
    """Close an account, with what has been saved and weeded."""

    entered = ("done",)
    action: Literal["close"] = "close"
    done: Entered = Field(default_factory=dict)


class Reopen(OnCase):
    """Take a closed account into use again."""

    action: Literal["reopen"] = "reopen"


AboutRegister: TypeAlias = (
    Offer | WithdrawOffer | TakeOver | Correct | JudgeFacts | Pause | Resume | Close | Reopen
)
