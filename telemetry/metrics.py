"""What Prometheus reads: counters of what happens, and gauges set when they are read."""

from time import monotonic

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)

from telemetry.turn import Turn

NAMESPACE = "rutinboten"
TURN_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)


class Metrics:
    """The metrics of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._turns = Histogram(
            "turn_seconds",
            "Turns by kind and by what came of them, and how long each took",
            ("kind", "outcome"),
            namespace=NAMESPACE,
            registry=self.registry,
            buckets=TURN_SECONDS,
        )
        self._taken_at: float | None = None
        self._sends = self._counter(
            "sends", "Requests to Teams by status; none where no answer came", "status"
        )
        self._refused = self._counter("refused_requests", "Requests refused, by status", "status")
        self._jobs = self._counter("jobs", "Jobs done, and how often one failed", "job", "outcome")
        self.not_ready = self._gauge("not_ready", "1 for each reason not to be ready", "reason")
        self.degraded = self._gauge("degraded", "1 while answers are given, but something is wrong")
        self.outbox_waiting = self._gauge("outbox_waiting", "Messages that wait to be sent")
        self.outbox_oldest = self._gauge(
            "outbox_oldest_seconds", "How long the oldest of them has waited"
        )
        self.outbox_stuck = self._gauge("outbox_stuck", "Messages that fail again and again")
        self.outbox_refused = self._gauge("outbox_refused", "Messages given up in the last weeks")
        self.outbox_unaddressed = self._gauge(
            "outbox_unaddressed", "Messages to people never met, or to no review channel"
        )
        self.token_age = self._gauge("token_age_seconds", "Age of the token for sending")
        self.keys_age = self._gauge("signing_keys_age_seconds", "Age of Teams' signing keys")
        self.credentials_days = self._gauge(
            "credentials_days_left", "Days until the client secret or the certificate ends"
        )
        self.database_seconds = self._gauge(
            "database_seconds", "How long a read and a write took when last tried"
        )
        self._base = Info(
            "base", "The base answered from", namespace=NAMESPACE, registry=self.registry
        )

    def count_turn(self, turn: Turn) -> None:
        self._turns.labels(turn.kind, turn.outcome).observe(turn.seconds)

    def count_send(self, status: int | None) -> None:
        self._sends.labels("none" if status is None else str(status)).inc()
        if status is not None and 200 <= status < 300:
            self._taken_at = monotonic()

    @property
    def taken_age(self) -> float | None:
        """Seconds since Teams took something; None where it never has."""
        return None if self._taken_at is None else monotonic() - self._taken_at

    def count_refused(self, status: int) -> None:
        self._refused.labels(str(status)).inc()

    def count_job(self, name: str, is_well: bool) -> None:
        self._jobs.labels(name, "done" if is_well else "failed").inc()

    def tell_base(self, content_hash: str, *, pinned: bool) -> None:
        self._base.info({"hash": content_hash, "pinned": "yes" if pinned else "no"})

    def exposition(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(name, what, labels, namespace=NAMESPACE, registry=self.registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(name, what, labels, namespace=NAMESPACE, registry=self.registry)
