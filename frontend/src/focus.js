// Keeps the keyboard's place when a card is redrawn under it.

const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex='0']";

/** Runs *redraw*; if the focus was inside *element*, it is put on the same thing again, or
 *  on *element* itself when that thing is gone. What was typed in its field is kept.
 *  @param {HTMLElement} element @param {() => void} redraw */
export function keepingFocus(element, redraw) {
  const focused = document.activeElement;
  if (!focused || !element.contains(focused)) {
    redraw();
    return;
  }
  const name = nameOf(focused);
  const typed = isField(focused) ? focused.value : null;
  redraw();
  /** @type {NodeListOf<HTMLElement>} */
  const focusable = element.querySelectorAll(FOCUSABLE);
  const again = [...focusable].find((each) => nameOf(each) === name);
  if (again && typed !== null && isField(again) && again.value !== typed) {
    again.value = typed;
    again.dispatchEvent(new Event("input", { bubbles: true }));
  }
  (again ?? element).focus({ preventScroll: true });
  (again ?? element).scrollIntoView({ block: "nearest" });
}

/** @param {Element} element
 *  @returns {element is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} */
function isField(element) {
  return ["INPUT", "SELECT", "TEXTAREA"].includes(element.tagName);
}

/** @param {Element} element */
function nameOf(element) {
  const labelled = isField(element) ? element.labels?.[0]?.textContent : "";
  const label = element.getAttribute("aria-label") || element.textContent || labelled;
  return `${element.tagName} ${element.getAttribute("name") ?? ""} ${(label ?? "").trim()}`;
}
