"""What a press on a card about one's own data means."""

from typing import Literal, TypeAlias

from cards.account_actions import CaseAction


class PrivacyAction(CaseAction):
    """Base of the presses on such cards."""


class MyData(PrivacyAction):
    """Show what is stored, or with `erasing` what an erasure would take."""

    action: Literal["my_data"] = "my_data"
    erasing: bool = False


class EraseMyData(PrivacyAction):
    """Erase what is no public record."""

    action: Literal["erase_my_data"] = "erase_my_data"


AboutPrivacy: TypeAlias = MyData | EraseMyData
