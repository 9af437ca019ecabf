import pytest

from core.loopback import names_loopback


@pytest.mark.parametrize("host", ["localhost", "localhost:3979", "127.0.0.1:1", "[::1]:3979"])
def test_this_machines_own_names_are_known(host: str) -> None:
    assert names_loopback(host)


@pytest.mark.parametrize("host", ["", "http://localhost", "localhost:many", "0.0.0.0", "10.0.0.1"])
def test_other_names_are_not(host: str) -> None:
    assert not names_loopback(host)
