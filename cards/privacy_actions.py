"""What a press on a card about one's own data means."""

from typing import Literal, TypeAlias

from pydantic import Field

from cards.account_actions import CaseAction, Entered, Name


class PrivacyAction(CaseAction):
    """Base of the presses on such cards."""


class MyData(PrivacyAction):
    """Show what is stored, or with `erasing` what an erasure would take."""

    action: Literal["my_data"] = "my_data"
    erasing: bool = False


class EraseMyData(PrivacyAction):
    """Erase what is no public record."""

    action: Literal["erase_my_data"] = "erase_my_data"


class ShowNotifications(PrivacyAction):
    """Show which notices one gets."""

    action: Literal["show_notifications"] = "show_notifications"


class ChooseNotices(PrivacyAction):
    """Say which notices one wants, of those that may be turned off."""

    entered = ("on",)
    action: Literal["choose_notices"] = "choose_notices"
    on: Entered = Field(default_factory=dict)


class TurnOff(PrivacyAction):
    """Turn off the notices of a topic."""

    action: Literal["turn_off"] = "turn_off"
    topic: Name


AboutPrivacy: TypeAlias = MyData | EraseMyData | ShowNotifications | ChooseNotices | TurnOff
