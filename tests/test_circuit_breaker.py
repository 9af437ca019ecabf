"""What has failed is gone without, and asked for again by one at a time."""

import pytest

from core.circuit_breaker import CircuitBreaker

SECONDS = 5.0


class Seconds:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def breaker(clock: Seconds) -> CircuitBreaker:
    return CircuitBreaker(SECONDS, clock=clock)


def test_everybody_is_let_through_while_nothing_has_failed(breaker: CircuitBreaker) -> None:
    assert breaker.is_closed
    assert [breaker.lets_through() for _ in range(3)] == [True] * 3


def test_nobody_is_let_through_for_a_while_after_a_failure(
    breaker: CircuitBreaker, clock: Seconds
) -> None:
    breaker.failed()
    clock.now += SECONDS - 0.1

    assert not breaker.is_closed
    assert [breaker.lets_through() for _ in range(3)] == [False] * 3


def test_then_one_is_let_through_each_time_however_it_ends(
    breaker: CircuitBreaker, clock: Seconds
) -> None:
    breaker.failed()
    clock.now += SECONDS
    first = [breaker.lets_through() for _ in range(3)]
    clock.now += SECONDS  # who was let through has said nothing, as when it is cancelled
    second = [breaker.lets_through() for _ in range(3)]

    assert first == second == [True, False, False]


def test_a_success_lets_everybody_through_again(breaker: CircuitBreaker) -> None:
    breaker.failed()
    breaker.succeeded()

    assert breaker.is_closed
    assert [breaker.lets_through() for _ in range(3)] == [True] * 3
