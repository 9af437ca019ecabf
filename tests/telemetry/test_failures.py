"""What fails is logged with an id, and what goes on failing once until it fails otherwise."""

import logging

import pytest

from telemetry.failures import RecurringFailures, log_failure
from telemetry.turn import turn

logger = logging.getLogger("tests.failures")
WHAT = "the outbox can't be read"
FULL = OSError("no space is left")


def test_a_failure_has_the_id_of_its_turn_and_its_trace(caplog: pytest.LogCaptureFixture) -> None:
    with turn("message") as now:
        try:
            raise FULL
        except OSError:
            error_id = log_failure(logger, "notice %s failed", 7)
    [record] = caplog.records

    assert error_id == now.id
    assert record.getMessage() == f"notice 7 failed, error {now.id}"
    assert (record.levelname, record.funcName) == (
        "ERROR",
        "test_a_failure_has_the_id_of_its_turn_and_its_trace",
    )
    assert "OSError: no space is left" in caplog.text


def test_outside_of_turns_each_failure_has_an_id_of_its_own() -> None:
    first, second = (log_failure(logger, "failed", trace=False) for _ in range(2))

    assert first != second


def test_what_fails_again_in_the_same_words_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    failures = RecurringFailures(logger)
    ids = {failures.failed(WHAT, error) for error in (FULL, OSError(f"{FULL}\nat byte 9"), FULL)}

    assert [record.getMessage() for record in caplog.records] == [f"{WHAT}, error {ids.pop()}"]
    assert ids == set()


@pytest.mark.parametrize(
    ("what", "error"),
    [
        pytest.param(WHAT, OSError("read-only"), id="in other words"),
        pytest.param(WHAT, ValueError(*FULL.args), id="of another kind"),
        pytest.param("the job purge failed", FULL, id="something else"),
    ],
)
def test_what_fails_otherwise_is_told_too(
    caplog: pytest.LogCaptureFixture, what: str, error: Exception
) -> None:
    failures = RecurringFailures(logger)
    ids = [failures.failed(WHAT, FULL), failures.failed(what, error)]

    assert [record.getMessage() for record in caplog.records] == [
        f"{WHAT}, error {ids[0]}",
        f"{what}, error {ids[1]}",
    ]


def test_when_it_is_over_that_is_told_once_and_the_next_failure_is_new(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    failures = RecurringFailures(logger)
    failures.is_well(WHAT)
    first, *_ = [failures.failed(WHAT, FULL) for _ in range(3)]
    failures.is_well(WHAT)
    failures.is_well(WHAT)
    second = failures.failed(WHAT, FULL)

    assert [record.getMessage() for record in caplog.records] == [
        f"{WHAT}, error {first}",
        f"no longer: {WHAT}, error {first}, 3 times",
        f"{WHAT}, error {second}",
    ]


def test_without_a_trace_its_first_line_is_told(caplog: pytest.LogCaptureFixture) -> None:
    error_id = RecurringFailures(logger).failed(WHAT, OSError("full\nof words"), trace=False)
    [record] = caplog.records

    assert record.getMessage() == f"{WHAT}: OSError full, error {error_id}"
    assert not record.exc_info


def test_an_exception_without_words_is_told_by_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    failures = RecurringFailures(logger)
    failures.failed(WHAT, OSError())
    failures.failed(WHAT, TimeoutError())

    assert len(caplog.records) == 2
