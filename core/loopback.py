"""What always means this very machine: the guard of everything that asks nobody who they are."""

from functools import lru_cache
from ipaddress import ip_address

from yarl import URL


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    """Whether *host*, a name or an address without a port, always means this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def names_loopback(header: str) -> bool:
    """Whether *header*, a Host header, always means this machine.

    A hostile web page can have its own name point at 127.0.0.1 and so talk to us from somebody's
    browser (DNS rebinding); the header then tells that name.
    """
    try:
        name = URL(f"http://{header}").host
    except ValueError:
        return False
    return name is not None and is_loopback(name)
