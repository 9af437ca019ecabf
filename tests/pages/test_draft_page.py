"""Drafts as files, behind links that run out."""

from datetime import timedelta

import pytest

from pages.links import LIFETIME, Forged
from questions.gap import PassageDraft
from tests.pages.municipality import NOON, Municipality
from tests.pages.visitor import Visitor

GAP = "lucka-aaaaaaaa"
DRAFT = PassageDraft("dronare-far-vi", "kanalval", "topic: kanalval  # närmaste\n")


async def test_a_draft_is_a_file_to_keep(town: Municipality, visitor: Visitor) -> None:
    town.drafts[GAP] = DRAFT
    page = await visitor.asks(town.links().to_draft(GAP))

    assert (page.status, page.html) == (200, DRAFT.text)
    assert page.headers["Content-Type"] == "application/yaml; charset=utf-8"
    assert page.headers["Content-Disposition"] == 'attachment; filename="dronare-far-vi.yaml"'
    assert page.headers["Cache-Control"] == "no-store"


async def test_a_link_runs_out(town: Municipality, visitor: Visitor) -> None:
    town.drafts[GAP] = DRAFT
    link = town.links().to_draft(GAP)
    town.now = NOON + LIFETIME + timedelta(seconds=1)
    page = await visitor.asks(link)

    assert page.status == 410
    assert "Länken gäller inte längre" in page.html
    assert DRAFT.text not in page.html


@pytest.mark.parametrize("gap_id", ["lucka-zzzzzzzz", ""])
async def test_a_link_to_a_draft_taken_back_leads_nowhere(
    town: Municipality, visitor: Visitor, gap_id: str
) -> None:
    page = await visitor.asks(town.links().to_draft(gap_id))

    assert page.status == 404
    assert "Här finns inget utkast" in page.html


async def test_a_made_up_link_leads_nowhere(town: Municipality, visitor: Visitor) -> None:
    town.drafts[GAP] = DRAFT
    page = await visitor.asks(f"/utkast/{GAP}")

    assert page.status == 404


def test_a_link_to_a_record_is_no_link_to_a_draft_nor_the_other_way(town: Municipality) -> None:
    links = town.links()
    record, draft = (
        link.rpartition("/")[2] for link in (links.to_record(GAP, "sv"), links.to_draft(GAP))
    )

    with pytest.raises(Forged):
        links.read_draft(record)
    with pytest.raises(Forged):
        links.read(draft)
