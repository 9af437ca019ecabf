"""The snapshot in use. It is swapped whole: a turn keeps the one it began with."""

from knowledge.snapshot import Snapshot


class Live:
    """Holds the current snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._current = snapshot

    @property
    def current(self) -> Snapshot:
        return self._current
