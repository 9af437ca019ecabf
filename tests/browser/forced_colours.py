"""What is lost where the system forces its own colours, as in Windows' contrast themes."""

from playwright.async_api import Page

_MARK_GROUNDS = """() => {
  const own = (element) => getComputedStyle(element).backgroundColor;
  const isClear = (colour) => /, 0\\)$/.test(colour);
  const ground = (element) =>
    element && isClear(own(element)) ? ground(element.parentElement) : element && own(element);
  for (const each of document.querySelectorAll("body *")) {
    const isSeen = each.checkVisibility() && each.textContent.trim() && !isClear(own(each));
    each.toggleAttribute("data-grounded", isSeen && own(each) !== ground(each.parentElement));
  }
}"""
_WITHOUT_EDGE = """() => {
  const sides = ["Top", "Right", "Bottom", "Left"];
  const hasEdge = (style) => style.outlineStyle !== "none" || sides.some((side) =>
    parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none");
  return [...document.querySelectorAll("[data-grounded]")]
    .filter((each) => each.textContent.trim() && !hasEdge(getComputedStyle(each)))
    .map((each) => `${each.tagName}#${each.id}.${each.className}: ${each.textContent.trim()}`);
}"""
_LIKE_THE_REST = """() => {
  const chosen = ["aria-selected=true", "aria-pressed=true", "aria-current=page"];
  const looks = (element) => {
    const style = getComputedStyle(element);
    return [style.backgroundColor, style.borderBottomColor, style.borderLeftColor].join();
  };
  return chosen.flatMap((state) => [...document.querySelectorAll(`[${state}]`)])
    .filter((each) => each.checkVisibility())
    .filter((each) => [...(each.closest("[role=tablist], [role=group], [role=listbox], ul, nav") ??
      each.parentElement).querySelectorAll(each.tagName)]
      .some((other) => other !== each && looks(other) === looks(each)))
    .map((each) => each.outerHTML);
}"""


async def lost_in_forced_colours(page: Page) -> list[str]:
    """Return what only a ground set off, and what is chosen but looks like the rest."""
    await page.emulate_media(forced_colors="none")
    await page.evaluate(_MARK_GROUNDS)
    await page.emulate_media(forced_colors="active")
    lost = [*await page.evaluate(_WITHOUT_EDGE), *await page.evaluate(_LIKE_THE_REST)]
    await page.emulate_media(forced_colors="none")
    return lost
