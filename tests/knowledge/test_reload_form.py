"""The request form follows its file as the texts do: taken into use, refused, gone back to."""

from tests.knowledge.reloading import ReloadHarness, change

FORM = "account_request.yaml"
LABEL, NEW_LABEL = "{label: Plattform}", "{label: Vilken plattform}"


def label(harness: ReloadHarness) -> str:
    form = harness.live.current.base.account_form
    assert form is not None
    return form.fields["kanal"].sv.title


async def test_a_changed_form_is_taken_into_use(harness: ReloadHarness) -> None:
    change(harness.base, LABEL, NEW_LABEL, name=FORM)
    await harness.checks()

    assert label(harness) == "Vilken plattform"
    assert harness.editors.kinds() == ["BaseSwapped"]


async def test_a_broken_form_is_refused_with_its_place(harness: ReloadHarness) -> None:
    change(harness.base, "  draft_days: 60", "  draft_days: många", name=FORM)
    await harness.checks()

    assert harness.faults() == [f"{FORM}:5:15 not-a-number"]
    assert label(harness) == "Plattform"


async def test_a_form_that_points_at_a_text_that_is_gone_is_refused(harness: ReloadHarness) -> None:
    change(
        harness.base,
        "- id: konto\n    passage: starta",
        "- id: konto\n    passage: borja",
        name=FORM,
    )
    await harness.checks()

    assert harness.faults() == [f"{FORM}:17:14 unknown-passage"]


async def test_a_base_that_loses_its_form_offers_no_requests(harness: ReloadHarness) -> None:
    (harness.base / FORM).unlink()
    await harness.checks()

    assert harness.live.current.base.account_form is None
    assert harness.faults() == []


async def test_going_back_brings_the_form_of_that_base(harness: ReloadHarness) -> None:
    first = harness.live.current.base.hash
    change(harness.base, LABEL, NEW_LABEL, name=FORM)
    await harness.checks()
    harness.store.versions.pin(first)
    await harness.checks()

    assert label(harness) == "Plattform"
    assert harness.live.status.pinned
