// Keeps the keyboard's place when a card is redrawn under it.

const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex='0']";

/** Runs *redraw*; if the focus was inside *element*, it is put on the same thing again, or
 *  on *element* itself when that thing is gone. What was typed in its field is kept. */
export function keepingFocus(element, redraw) {
  const focused = document.activeElement;
  if (!focused || !element.contains(focused)) return redraw();
  const name = nameOf(focused);
  const typed = focused.value;
  redraw();
  const again = [...element.querySelectorAll(FOCUSABLE)].find((each) => nameOf(each) === name);
  if (again && typeof typed === "string" && "value" in again && again.value !== typed) {
    again.value = typed;
    again.dispatchEvent(new Event("input", { bubbles: true }));
  }
  (again ?? element).focus({ preventScroll: true });
  (again ?? element).scrollIntoView({ block: "nearest" });
}

function nameOf(element) {
  const label = element.getAttribute("aria-label") || element.textContent || element.labels?.[0]?.textContent;
  return `${element.tagName} ${element.getAttribute("name") ?? ""} ${(label ?? "").trim()}`;
}
