"""The log is one JSON object a line, with the id of the turn in whatever is logged within one."""

import asyncio
import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from telemetry.logs import JsonFormatter
from telemetry.turn import came_of_it, current_turn, turn, turn_id

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    level = root.level
    root.handlers.insert(0, handler)  # before pytest's, which adds to the record
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_line_tells_when_where_how_bad_and_what(lines: Lines) -> None:
    logging.getLogger("channel.sender").warning("not delivered: %s", 429)
    [line] = lines()

    assert line.pop("time").endswith("Z")
    assert line == {"level": "warning", "logger": "channel.sender", "event": "not delivered: 429"}


def test_what_is_logged_within_a_turn_carries_its_id(lines: Lines) -> None:
    with turn("message") as now:
        logging.getLogger("x").info("within")
    logging.getLogger("x").info("after")

    assert [line.get("turn") for line in lines()] == [now.id, None]


async def test_turns_at_the_same_time_are_told_apart(lines: Lines) -> None:
    async def one() -> str:
        with turn("message") as now:
            await asyncio.sleep(0)
            logging.getLogger("x").info("%s", now.id)
            return now.id

    ids = await asyncio.gather(*(one() for _ in range(5)))
    told = lines()

    assert {line["turn"] for line in told} == set(ids)
    assert all(line["turn"] == line["event"] for line in told)


def test_an_exception_is_one_line(lines: Lines) -> None:
    try:
        raise RuntimeError("broken")
    except RuntimeError:
        logging.getLogger("x").exception("failed")
    [line] = lines()

    assert line["exception"].endswith("RuntimeError: broken")


def test_whatever_is_logged_beside_the_words_is_told_too(lines: Lines) -> None:
    logging.getLogger("x").info("purged", extra={"rows": 3, "of": object})
    [line] = lines()

    assert line["rows"] == 3


@pytest.mark.parametrize(
    ("said", "told"),
    [("hej \ud800å", "hej ?å"), ({1: 2}, {"1": 2}), (2**70, str(2**70)), ({(1,): 2}, "{(1,): 2}")],
    ids=["half an emoji", "numbers as keys", "a large number", "tuples as keys"],
)
def test_whatever_JSON_has_no_way_to_say_is_told_all_the_same(
    lines: Lines, said: object, told: object
) -> None:
    logging.getLogger("x").info("sent", extra={"of": said})
    [line] = lines()

    assert (line["event"], line["of"]) == ("sent", told)


def test_the_stack_is_told_where_it_is_asked_for(lines: Lines) -> None:
    logging.getLogger("x").info("here", stack_info=True)
    [line] = lines()

    assert line["stack"].startswith("Stack")


def test_what_came_of_a_turn_is_noted_by_whoever_knows() -> None:
    with turn("message") as now:
        assert (now.outcome, turn_id()) == ("answered", now.id)
        came_of_it("none")

    assert now.outcome == "none"
    assert current_turn() is None


def test_outside_of_turns_ids_are_new_ones() -> None:
    came_of_it("nothing to note it on")

    assert turn_id() != turn_id()


def test_a_turn_that_raises_has_failed() -> None:
    with pytest.raises(RuntimeError), turn("invoke") as now:
        raise RuntimeError

    assert now.outcome == "failed"
