"""The base of another routine that comes with the bot is asked as any other."""

from pathlib import Path

from knowledge.live.acceptance import open_snapshot
from knowledge.search.answers import Answer, Nothing, find

EXAMPLE = Path("examples/distansarbete")


def test_another_routine_is_answered_from_its_own_base_and_has_no_accounts() -> None:
    snapshot = open_snapshot(EXAMPLE)

    answered = find(snapshot, "Får jag låna hem en kontorsstol?", "sv")
    foreign = find(snapshot, "Måste vi diarieföra kommentarer på Facebook?", "sv")

    assert isinstance(answered, Answer)
    assert answered.passage.id == "skrivbord-och-stol"
    assert isinstance(foreign, Nothing)
    assert snapshot.base.account_form is None
