"""The tables of a board's report, which the page, its charts and the CSV are made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from core.clock import swedish_day
from followup.figures import AnswerFigures
from followup.self_check import Compliance
from followup.unknown_account import UnknownStanding
from pages.charts import Chart, bar_chart
from reports.board_report import BoardReport
from texts.catalogue import Catalogue

MOST_BARS = 10
_MEASURES = ("accounts", "answered", "late", "unanswered", "deviations_open", "deviations_closed")
_OF_THE_ROUND = ("unreachable", "handed_over", "dropped", "ownerless")
NOT_COMPARED = "\N{EN DASH}"
"""Stands where the round before told no such number."""


Cell: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One part of the report."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """The first cell is what the row is about."""
    notes: tuple[str, ...] = ()
    """What is to be known of it, or why it is empty."""
    chart: Chart | None = None


def report_tables(report: BoardReport, texts: Catalogue) -> list[ReportTable]:
    """Return the parts of *report* in their order."""
    parts = (
        *(_change, _by_unit, _change_by_unit, _by_question),
        *(_unknown, _topics, _subjects, _readings),
    )
    return [part(report, texts) for part in parts]


def _change(report: BoardReport, texts: Catalogue) -> ReportTable:
    """Compare with the round before."""
    figures = report.figures
    now = [*_counted(figures.whole), *(getattr(figures, each) for each in _OF_THE_ROUND)]
    now.append(sum(figures.unknown.values()))
    labels = [*_MEASURES, *_OF_THE_ROUND, "unknown"]
    names = [texts.say(f"report.measure.{label}") for label in labels]
    measure, this = texts.say("report.column.measure"), texts.say("report.column.now")
    before = report.before
    if before is None:
        rows = zip(names, now, strict=True)
        notes = (texts.say("report.no_round_before"),)
        return ReportTable("change", (measure, this), tuple(rows), notes)
    then = [*_counted(before.whole), *(getattr(before, each) for each in _OF_THE_ROUND)]
    then.append(before.unknown)
    told = zip(names, now, then, strict=True)
    rows = tuple((name, a, *_compared(a, b)) for name, a, b in told)
    columns = (measure, this, before.name, texts.say("report.column.change"))
    return ReportTable("change", columns, rows)


def _by_unit(report: BoardReport, texts: Catalogue) -> ReportTable:
    told = [(_units(each.units, report, texts), each.figures) for each in report.figures.by_unit]
    rows = tuple((name, *_counted(figures)) for name, figures in told)
    columns = tuple(texts.say(f"report.measure.{each}") for each in ("unit", *_MEASURES))
    bars = [(name, _percent(figures.answered, figures.accounts)) for name, figures in told]
    alt = texts.say("report.alt.units")
    chart = bar_chart("units", alt, bars[:MOST_BARS], unit=" %") if bars else None
    return ReportTable("units", columns, rows, (texts.say("report.small_units"),), chart)


def _change_by_unit(report: BoardReport, texts: Catalogue) -> ReportTable:
    """Compare each group of units with itself in the round before, where it stood alone there."""
    columns = tuple(texts.say(f"report.measure.{each}") for each in ("unit", *_MEASURES))
    before = report.before
    if before is None:
        return ReportTable("units_change", columns, (), (texts.say("report.no_round_before"),))
    earlier = {frozenset(each.units): each.figures for each in before.by_unit}
    rows: list[tuple[Cell, ...]] = []
    for each in report.figures.by_unit:
        then = earlier.get(frozenset(each.units))
        changes = [NOT_COMPARED] * len(_MEASURES)
        if then is not None:
            told = zip(_counted(each.figures), _counted(then), strict=True)
            changes = [_signed(now - was) for now, was in told]
        rows.append((_units(each.units, report, texts), *changes))
    note = texts.say("report.units_compared", before=before.name)
    return ReportTable("units_change", columns, tuple(rows), (note,))


def _by_question(report: BoardReport, texts: Catalogue) -> ReportTable:
    columns = (
        texts.say("report.column.question"),
        *(texts.say(f"report.compliance.{each}") for each in Compliance),
    )
    if not report.figures.questions:
        return ReportTable("questions", columns, (), (texts.say("report.too_few"),))
    rows: list[tuple[Cell, ...]] = []
    bars: list[tuple[str, int]] = []
    for number, each in enumerate(report.figures.questions, start=1):
        asked = texts.say(
            "report.numbered", number=number, question=each.question.text_in(texts.language)
        )
        rows.append((asked, *(each.answers.get(answer, 0) for answer in Compliance)))
        deviating = sum(each.answers.get(answer, 0) for answer in Compliance if answer.is_deviation)
        if deviating:
            bars.append((texts.say("report.question", number=number), deviating))
    bars = sorted(bars, key=lambda bar: -bar[1])[:MOST_BARS]
    chart = bar_chart("questions", texts.say("report.alt.questions"), bars) if bars else None
    return ReportTable("questions", columns, tuple(rows), (), chart)


def _unknown(report: BoardReport, texts: Catalogue) -> ReportTable:
    told = report.figures.unknown
    rows = tuple(
        (texts.say(f"report.unknown.{each}"), told.get(each, 0)) for each in UnknownStanding
    )
    columns = (texts.say("report.column.unknown"), texts.say("report.column.accounts"))
    return ReportTable("unknown", columns, rows)


def _topics(report: BoardReport, texts: Catalogue) -> ReportTable:
    asked = report.asked
    told = [(each.title or texts.say("report.other_topics"), each) for each in asked.by_topic]
    bars = [(name, each.questions) for name, each in told[:MOST_BARS]]
    notes = texts.say(
        "report.asked",
        since=swedish_day(asked.since),
        until=swedish_day(asked.until),
        count=asked.answered + asked.suggested + asked.unanswered,
        answered=asked.answered,
        suggested=asked.suggested,
        unanswered=asked.unanswered,
    )
    chart = bar_chart("topics", texts.say("report.alt.topics"), bars) if bars else None
    columns = (texts.say("report.column.topic"), texts.say("report.column.questions"))
    rows = tuple((name, each.questions) for name, each in told)
    return ReportTable("topics", columns, rows, (notes, texts.say("report.small_topics")), chart)


def _subjects(report: BoardReport, texts: Catalogue) -> ReportTable:
    told = report.asked.subjects
    columns = (texts.say("report.column.words"), texts.say("report.column.questions"))
    rows = tuple((each.words, each.questions) for each in told)
    note = texts.say("report.subjects" if told else "report.no_subjects")
    return ReportTable("subjects", columns, rows, (note,))


def _readings(report: BoardReport, texts: Catalogue) -> ReportTable:
    columns = (texts.say("report.measure.unit"), texts.say("report.column.readers"))
    readings = report.readings
    if readings is None:
        return ReportTable("readings", columns, (), (texts.say("report.no_revision"),))
    rows = tuple((_units(each.units, report, texts), each.readers) for each in readings.by_unit)
    note = texts.say("report.readers", count=readings.readers, revision=readings.revision)
    return ReportTable("readings", columns, rows, (note,))


def _counted(figures: AnswerFigures) -> Iterator[int]:
    return (getattr(figures, each) for each in _MEASURES)


def _units(units: tuple[str, ...], report: BoardReport, texts: Catalogue) -> str:
    """Return what units that are told of together are called."""
    nowhere = texts.say("report.no_unit")
    return ", ".join(report.units.get(each, each) if each else nowhere for each in units)


def _compared(now: int, then: int | None) -> tuple[Cell, Cell]:
    """Return what it was, and the change since, where the report before told it."""
    return (NOT_COMPARED, NOT_COMPARED) if then is None else (then, _signed(now - then))


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _signed(change: int) -> str:
    return f"{change:+d}".replace("-", "\N{MINUS SIGN}") if change else "0"
