"""A report of a round in a town, as the board gets it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from followup.controls import ControlQuestion
from followup.figures import AnswerFigures, QuestionFigures, RoundFigures, UnitFigures
from followup.self_check import Compliance
from followup.unknown_account import UnknownStanding
from readings.reading import ReadingFigures, UnitReadings
from reports.board_report import (
    AskedFigures,
    BoardReport,
    RoundBefore,
    TopicFigures,
    UnansweredSubject,
)

CLOSED = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
QUESTIONS = (
    "Är minst två personer administratörer för kontot?",
    "Har alla som sköter kontot tvåfaktorsinloggning?",
    "Står det på kontot vem som svarar och när?",
    "Diarieför ni det som ska diarieföras?",
)


def counted(accounts: int, answered: int, *, late: int = 0, deviating: int = 0) -> AnswerFigures:
    """Return figures in which a third of the deviations are closed."""
    closed = deviating // 3
    return AnswerFigures(
        accounts, answered, late, accounts - answered, deviating - closed, closed, accounts
    )


def a_report(**facts: object) -> BoardReport:
    """Return a closed round of 31 accounts; *facts* stand in place of its own."""
    figures = RoundFigures(
        at=CLOSED,
        since=CLOSED - timedelta(days=180),
        whole=counted(31, 27, late=5, deviating=9),
        by_unit=(
            UnitFigures(("skola",), counted(14, 13, late=2, deviating=5)),
            UnitFigures(("hemtjanst",), counted(9, 8, late=1, deviating=3)),
            UnitFigures(("bad", "kultur", "museum"), counted(8, 6, late=2, deviating=1)),
        ),
        questions=tuple(_answers(*each) for each in enumerate(QUESTIONS)),
        ownerless=2,
        unreachable=1,
        handed_over=3,
        dropped=1,
        unknown={UnknownStanding.OURS: 1, UnknownStanding.IMPOSTOR: 2},
    )
    report = BoardReport(
        round_id="uppf-1",
        name="Hösten 2026",
        unit="",
        begun_at=CLOSED - timedelta(days=30),
        last_day=date(2026, 11, 13),
        closed_at=CLOSED,
        figures=figures,
        before=RoundBefore(
            "Våren 2026",
            CLOSED - timedelta(days=180),
            counted(29, 20, late=9, deviating=12),
            4,
            1,
            by_unit=(
                UnitFigures(("skola",), counted(13, 9, late=3, deviating=7)),
                UnitFigures(("hemtjanst", "bad", "kultur", "museum"), counted(16, 11, late=6)),
            ),
            unreachable=2,
            handed_over=3,
        ),
        asked=AskedFigures(
            since=CLOSED - timedelta(days=180),
            until=CLOSED,
            answered=214,
            suggested=41,
            unanswered=23,
            by_topic=(
                TopicFigures("Bilder och samtycke", 88),
                TopicFigures("Diarieföring", 52),
                TopicFigures("", 74),
            ),
            subjects=(UnansweredSubject("får vi flyga drönare", 7),),
        ),
        readings=ReadingFigures(
            "2026-09", 61, (UnitReadings(("skola",), 40), UnitReadings(("", "bad", "museum"), 21))
        ),
        units={
            "skola": "Skola och förskola",
            "hemtjanst": "Hemtjänsten",
            "bad": "Bad",
            "kultur": "Kultur och bibliotek",
            "museum": "Museum",
        },
    )
    return replace(report, **facts)  # pyright: ignore[reportArgumentType]


def _answers(number: int, question: str) -> QuestionFigures:
    deviating = {Compliance.PARTLY: number, Compliance.NO: number // 2}
    answers: Mapping[Compliance, int] = {
        Compliance.YES: 26 - sum(deviating.values()),
        Compliance.NOT_APPLICABLE: 1,
        **deviating,
    }
    return QuestionFigures(ControlQuestion(f"q{number}", {"sv": question}), answers)
