"""The dashboard and the manual name exactly the metrics there are."""

import json
import re
from pathlib import Path

from prometheus_client import CollectorRegistry

from telemetry.metrics import Metrics
from telemetry.turn import turn

DASHBOARD = Path("docs/grafana-dashboard.json")
MANUAL = Path("docs/operations.md")
_NAME = re.compile(r"\b(?:rutinboten|process)_[a-z_]+\b")
_SELECTED = re.compile(r"(rutinboten_[a-z_]+)\{([a-z]+)=")
_GROUPED = re.compile(r"\bby \(([a-z, ]+)\)")
_SUFFIX = re.compile(r"_(bucket|sum|count)$")


def metrics() -> set[str]:
    """Return the name of each metric as it is exposed, a histogram's without its suffix."""
    registry: CollectorRegistry = Metrics().registry
    found: set[str] = set()
    for family in registry.collect():
        suffix = {"counter": "_total", "info": "_info"}.get(family.type, "")
        found.add(f"{family.name}{suffix}")
    return found


def ours(names: set[str]) -> set[str]:
    return {name for name in names if name.startswith("rutinboten_")}


def queried() -> set[str]:
    dashboard = json.loads(DASHBOARD.read_text("utf-8"))
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    return {_SUFFIX.sub("", name) for name in _NAME.findall("\n".join(queries))}


def test_the_dashboard_asks_for_metrics_there_are_and_leaves_none_out() -> None:
    assert queried() - metrics() == set()
    assert ours(metrics()) - queried() == set()


def test_the_manual_tells_of_each_metric_and_of_no_other() -> None:
    told = {_SUFFIX.sub("", name) for name in _NAME.findall(MANUAL.read_text("utf-8"))}

    assert ours(told) == ours(metrics())


def test_queries_and_alerts_ask_for_labels_there_are() -> None:
    found = Metrics()
    with turn("message") as now:
        found.count_turn(now)
    found.count_send(200)
    found.count_refused(401)
    found.count_job("purge", True)
    found.not_ready.labels("database").set(0)
    families = list(found.registry.collect())
    known = {sample.name: {*sample.labels} for family in families for sample in family.samples}
    texts = [DASHBOARD.read_text("utf-8").replace('\\"', '"'), MANUAL.read_text("utf-8")]
    asked = _SELECTED.findall("\n".join(texts))
    grouped = {name for names in _GROUPED.findall("\n".join(texts)) for name in names.split(", ")}

    assert len(asked) >= 4
    assert [each for each in asked if each[1] not in known[each[0]]] == []
    assert grouped - {label for labels in known.values() for label in labels} == set()


def test_each_panel_has_a_place_of_its_own() -> None:
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]

    assert len(set(places)) == len({panel["id"] for panel in panels}) == len(panels)
