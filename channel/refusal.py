"""Why a request is turned away at the door, and with which status."""


class Refused(Exception):
    """Says in one line, safe to send back, what was wrong; never repeats what the client sent."""

    def __init__(self, status: int, reason: str, *, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.retry_after = retry_after
        """Seconds after which the same request may be let in."""


class WrongShape(Refused):
    """The body is not an activity."""

    def __init__(self, reason: str) -> None:
        super().__init__(400, reason)


class NotAuthenticated(Refused):
    """The request can't be shown to come from our Teams; *why* is for the log only."""

    def __init__(self, why: str) -> None:
        super().__init__(401, "not authenticated")
        self.why = why


class KeysUnavailable(Refused):
    """There are no signing keys to check a token with, and none could be fetched."""

    def __init__(self) -> None:
        super().__init__(503, "signing keys are unavailable, try again later", retry_after=60)


class TooMany(Refused):
    """More requests than any person, or any tenant, sends."""

    def __init__(self, reason: str, *, retry_after: int) -> None:
        super().__init__(429, reason, retry_after=retry_after)
