// What stands in the fields that go with a button, and which button Enter means.

/** Returns what stands in every field of the page, opened or not, as a card sends all of its own.
 *  Several ticked under one name are told with commas between, as cards do.
 *  @returns {Record<string, string>} */
export function entered() {
  /** @type {Record<string, string>} */
  const told = {};
  for (const field of fieldsIn(document)) {
    if (field instanceof HTMLInputElement && isTicked(field) === false) continue;
    const before = told[field.name];
    told[field.name] = before === undefined ? field.value : `${before},${field.value}`;
  }
  return told;
}

/** Returns the button that Enter in *field* presses: the next that can be seen.
 *  @param {HTMLInputElement} field @returns {HTMLElement | undefined} */
export function buttonAfter(field) {
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = document.querySelectorAll("main [data-press]");
  const follows = Node.DOCUMENT_POSITION_FOLLOWING;
  return [...buttons].find((each) =>
    field.compareDocumentPosition(each) & follows && each.checkVisibility());
}

/** Returns *form* as it stood, to be read beside what has come in its place; nothing in it is sent.
 *  @param {Element} form @param {string} title */
export function keptOf(form, title) {
  const written = [...fieldsIn(form)].filter((field) =>
    field.value.trim() && !(field instanceof HTMLInputElement && isTicked(field) !== null));
  if (!written.length) return null;
  const kept = document.createElement("section");
  kept.className = "kept";
  const heading = document.createElement("h2");
  heading.textContent = title;
  const list = document.createElement("dl");
  for (const field of written) {
    const row = document.createElement("div");
    const name = document.createElement("dt");
    name.textContent = field.labels?.[0]?.textContent ?? "";
    const value = document.createElement("dd");
    value.textContent = field.value;
    row.append(name, value);
    list.append(row);
  }
  kept.append(heading, list);
  return kept;
}

/** @param {ParentNode} parent
 *  @returns {NodeListOf<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>} */
function fieldsIn(parent) {
  return parent.querySelectorAll("input[name], textarea[name], select[name]");
}

/** Whether it is ticked; null where that can't be.
 *  @param {HTMLInputElement} field */
function isTicked(field) {
  return field.type === "radio" || field.type === "checkbox" ? field.checked : null;
}
