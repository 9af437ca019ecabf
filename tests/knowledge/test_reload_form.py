"""The request form follows its file as the texts do: taken into use, refused, gone back to."""

from tests.knowledge.changing import change
from tests.knowledge.workplace import Workplace

FORM = "account_request.yaml"
LABEL, NEW_LABEL = "{label: Plattform}", "{label: Vilken plattform}"


def label(work: Workplace) -> str:
    form = work.live.current.base.account_form
    assert form is not None
    return form.fields["kanal"].sv.title


async def test_a_changed_form_is_taken_into_use(work: Workplace) -> None:
    change(work.base, LABEL, NEW_LABEL, name=FORM)
    await work.checks()

    assert label(work) == "Vilken plattform"
    assert work.editors.kinds() == ["BaseSwapped"]


async def test_a_broken_form_is_refused_with_its_place(work: Workplace) -> None:
    change(work.base, "  draft_days: 60", "  draft_days: många", name=FORM)
    await work.checks()

    assert work.faults() == [f"{FORM}:5:15 not-a-number"]
    assert label(work) == "Plattform"


async def test_a_form_that_points_at_a_text_that_is_gone_is_refused(work: Workplace) -> None:
    change(
        work.base, "- id: konto\n    passage: starta", "- id: konto\n    passage: borja", name=FORM
    )
    await work.checks()

    assert work.faults() == [f"{FORM}:17:14 unknown-passage"]


async def test_a_base_that_loses_its_form_offers_no_requests(work: Workplace) -> None:
    (work.base / FORM).unlink()
    await work.checks()

    assert work.live.current.base.account_form is None
    assert work.faults() == []


async def test_going_back_brings_the_form_of_that_base(work: Workplace) -> None:
    first = work.live.current.base.hash
    change(work.base, LABEL, NEW_LABEL, name=FORM)
    await work.checks()
    work.store.versions.pin(first)
    await work.checks()

    assert label(work) == "Plattform"
    assert work.live.status.pinned
