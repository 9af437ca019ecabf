"""Messages that are replaced: what the others wait for when one of them shows a case."""

from collections.abc import Sequence

from core.outbox import NoticeKind
from core.standing import VIEW, CaseView, ShownSubject, StandingMessage, shown_earlier
from storage.database import Database
from storage.standing_messages import messages_showing, note_standing
from tests.storage.cases import NOON

CHAT = "a:ada"
OWN, REVIEW = ShownSubject("sm-1", CaseView.OWN), ShownSubject("sm-1", CaseView.REVIEW)
ELSEWHERE = StandingMessage("", "", "id-ada", OWN.subject)


def showing(activity: str, shown: ShownSubject = OWN, conversation: str = CHAT) -> StandingMessage:
    return StandingMessage(conversation, activity, "id-ada", shown.subject, shown.kind)


async def noted(database: Database, *messages: StandingMessage) -> list[tuple[str, str, str]]:
    """Note them in order; return what the last has put: its kind, receiver and view."""
    notices = []
    for each in messages:
        notices = await database.write(
            lambda connection, m=each: note_standing(connection, m, NOON)
        )
    return [(each.kind, each.to, each.facts[VIEW]) for each in notices]


async def shown_by(database: Database, shown: ShownSubject) -> Sequence[str]:
    return await database.read(lambda connection: messages_showing(connection, CHAT, shown))


async def test_the_first_message_of_a_case_moves_nothing(database: Database) -> None:
    assert await noted(database, showing("1"), showing("1")) == []
    assert await shown_by(database, OWN) == ["1"]


async def test_a_newer_message_leaves_a_line_in_the_earlier_ones(database: Database) -> None:
    others = (showing("3", REVIEW), showing("4", conversation="19:channel"))
    put = await noted(database, *others, showing("1"), showing("2"))

    assert put == [(NoticeKind.CARD_MOVED, "id-ada", CaseView.OWN)]
    assert await shown_by(database, OWN) == ["2"]
    assert await shown_by(database, REVIEW) == ["3"]
    assert await shown_by(database, shown_earlier(OWN)) == ["1"]


async def test_one_that_is_opened_again_before_it_has_the_line_keeps_the_case(
    database: Database,
) -> None:
    put = await noted(database, showing("1"), showing("2"), showing("1"))

    assert put == [(NoticeKind.CARD_MOVED, "id-ada", CaseView.OWN)]
    assert await shown_by(database, OWN) == ["1"]
    assert await shown_by(database, shown_earlier(OWN)) == ["2"]


async def test_one_that_shows_something_else_by_then_is_left_alone(database: Database) -> None:
    list_in_its_place = StandingMessage(CHAT, "1", "id-ada")
    await noted(database, showing("1"), showing("2"), list_in_its_place)

    assert await shown_by(database, shown_earlier(OWN)) == []


async def test_one_that_is_filled_in_gives_way_when_the_case_is_shown_alone(
    database: Database,
) -> None:
    filled_in = ShownSubject("sm-1", CaseView.FILLED_IN)
    before = await noted(database, showing("1", filled_in), showing("2", filled_in))
    after = await noted(database, showing("3"))

    assert before == []
    assert after == [(NoticeKind.CARD_MOVED, "id-ada", CaseView.OWN)]
    assert await shown_by(database, shown_earlier(OWN)) == ["1", "2"]


async def test_what_is_posted_once_for_its_subject_moves_from_nowhere(database: Database) -> None:
    posted = ShownSubject("sm-1", "review")

    assert await noted(database, showing("1", posted), showing("2", posted)) == []


async def test_a_change_made_elsewhere_renews_ones_own_messages(database: Database) -> None:
    put = await noted(database, showing("1"), showing("2", REVIEW), ELSEWHERE)

    assert put == [
        (NoticeKind.CARD_RENEWED, "id-ada", CaseView.OWN),
        (NoticeKind.CARD_RENEWED, "id-ada", CaseView.REVIEW),
    ]
    assert await shown_by(database, OWN) == ["1"]


async def test_a_change_made_elsewhere_renews_nobody_elses(database: Database) -> None:
    theirs = StandingMessage("a:bo", "1", "id-bo", OWN.subject)

    assert await noted(database, theirs, ELSEWHERE) == []
