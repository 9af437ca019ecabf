"""An account's address on the web: completed, cleaned, checked against its platform, compared."""

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?!\d+$){_LABEL}")
_UNFINISHED = re.compile(rf"(?:{_LABEL}\.)+(?!\d+(?:[/?#]|$)){_LABEL}(?:[/?#].*)?")
_NEVER_IN_AN_ADDRESS = re.compile(r'[\s"<>\\^`{|}]')
_SAME_SITE = re.compile(r"^(?:www|m|mobile|web|[a-z]{2}-[a-z]{2})\.(?=[^.]+\.)")
"""What stands before a host that shows the same pages to a phone, or in a language."""
_NAMING = frozenset({"id", "v", "list"})
"""The parameters by which platforms name a page (`profile.php?id=`); the rest is tracking."""
_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|igsh|igshid|mibextid|ref|ref_src|si|_ga|mc_[ce]id|trk|__tn__"
)


def is_web_address(value: str) -> bool:
    """Whether *value* is an address a browser can open, on a named host, with no password in it."""
    if _NEVER_IN_AN_ADDRESS.search(value):
        return False
    try:
        parts = urlsplit(value)
        return (
            parts.scheme in ("http", "https")
            and _DOMAIN.fullmatch(parts.hostname or "") is not None
            and parts.username is None
            and parts.port != 0  # asking for it raises where it isn't a port
        )
    except ValueError:
        return False


def completed(entered: str) -> str:
    """Return `facebook.com/x` as `https://facebook.com/x`; what isn't the like is left alone."""
    return f"https://{entered}" if _UNFINISHED.fullmatch(entered) else entered


def cleaned(address: str, hosts: Sequence[str] = ()) -> str:
    """Return a web address as it is published: https, and without what tracks the reader.

    On one of the platform's *hosts* only parameters that name a page stay, and an older name of
    the platform becomes the one it has now, the first.
    """
    parts = urlsplit(address)
    known = host_among(address, hosts)
    host = (parts.hostname or "").replace(known, hosts[0]) if known else parts.hostname or ""
    query = [pair for pair in parse_qsl(parts.query) if _stays(pair[0], on_platform=bool(known))]
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return SplitResult("https", f"{host}{port}", parts.path, urlencode(query), "").geturl()


def host_among(address: str, hosts: Sequence[str]) -> str | None:
    """Return which of *hosts* the address is on, itself or a part of it; None where on none."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    return next((each for each in hosts if host == each or host.endswith(f".{each}")), None)


def address_key(address: str) -> str:
    """Return what all spellings of one address have in common: case, www, slashes and tracking.

    A letter is one letter, however it is encoded: å is %C3%A5, and a with a ring.
    """
    parts = urlsplit(address)
    host = _SAME_SITE.sub("", (parts.hostname or "").rstrip("."))
    query = sorted(pair for pair in parse_qsl(parts.query) if _stays(pair[0], on_platform=False))
    said = f"?{urlencode(query)}" if query else ""
    path = re.sub(r"/{2,}", "/", unquote(parts.path)).rstrip("/")
    return unicodedata.normalize("NFC", f"{host}{path}{said}".casefold())


def is_front_page(address: str, hosts: Sequence[str]) -> bool:
    """Whether it is one of the *hosts* itself, and no account there."""
    return address_key(address) in hosts


def _stays(parameter: str, *, on_platform: bool) -> bool:
    if on_platform:
        return parameter.casefold() in _NAMING
    return not _TRACKING.fullmatch(parameter.casefold())
