"""What axe-core finds wrong with a page for those who can't see it, or can't use a mouse."""

from pathlib import Path
from typing import Any

from playwright.async_api import Frame, Page

AXE = Path(__file__).parent.parent.parent / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


async def hindrances(page: Page | Frame) -> list[Any]:
    """Return each rule that is broken, with the element that breaks it."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    # What holds isn't told node by node: that takes seven times as long.
    found = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        (each["id"], node["target"], node["failureSummary"])
        for each in found["violations"]
        for node in each["nodes"]
    ]
