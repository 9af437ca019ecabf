"""The gate on a turn's cost, which CI holds."""

import pytest

from bench.load import Measured
from bench.turn import CHEAPER_BY, is_cheap_enough


@pytest.mark.parametrize(("ours", "is_enough"), [(1.0, True), (1.1, False)])
def test_a_turn_may_cost_only_its_share_of_the_stock_echos(ours: float, is_enough: bool) -> None:
    costs = {"stock": CHEAPER_BY, "ours": ours}
    measured = [Measured(bot, 16, 100, cpu, 50.0, 5.0, 9.0) for bot, cpu in costs.items()]

    assert is_cheap_enough(measured) is is_enough
