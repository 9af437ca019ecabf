"""Bodies made up by a machine: the workshop answers each, and its folder stays as it was."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.editor.workbench import BLOCKING, Workbench

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
BODIES = JSON | st.fixed_dictionaries(
    {},
    optional={
        "draft": JSON | st.fixed_dictionaries({"name": st.text(max_size=20) | JSON, "text": JSON}),
        "question": JSON,
        "language": JSON,
        "begun_with": JSON,
        "gap": JSON,
        "passage": JSON,
        "phrasing": JSON,
    },
)
PLACES = """
check passage ask index changes phrasing save gaps gap-phrasings gap-passage gap-area most-asked
handle-gap reopen-gap take-gap handled-gaps
"""


@pytest.mark.parametrize("place", PLACES.split())
@EXAMPLES
@given(body=BODIES)
@example(body={"draft": {"name": "../outside.yaml", "text": "a: b"}, "begun_with": None})
@example(body={"draft": {"name": BLOCKING, "text": "a: &a [*a, *a]"}, "begun_with": "x"})
@example(body={"draft": {"name": BLOCKING, "text": "{" * 3000}})
@example(body={"question": "?" * 50_000, "language": "sv"})
async def test_any_body_is_taken_or_refused_and_changes_nothing(
    bench: Workbench, place: str, body: Any
) -> None:
    before = {path: path.read_bytes() for path in bench.folder.rglob("*.yaml")}
    response = await bench.post(place, body)
    text = await response.text()

    assert response.status in (200, 400, 404, 409, 413, 415, 422), text
    assert "Traceback" not in text
    assert {path: path.read_bytes() for path in bench.folder.rglob("*.yaml")} == before


@EXAMPLES
@given(raw=st.binary(max_size=200))
async def test_bytes_that_are_no_body_are_refused(bench: Workbench, raw: bytes) -> None:
    response = await bench.client.post(
        "/workshop/check",
        data=raw,
        headers={"Origin": bench.origin, "Content-Type": "application/json"},
    )

    assert response.status in (400, 415, 422)
