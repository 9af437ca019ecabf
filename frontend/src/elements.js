// The elements that the page's markup has, each found once by its id.

/** Returns the element with this id, which must be of *kind*.
 *  @template {HTMLElement} [T=HTMLElement]
 *  @param {string} id
 *  @param {new () => T} [kind]
 *  @returns {T} */
export function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof (kind ?? HTMLElement))) throw new Error(`the page has no ${id}`);
  return /** @type {T} */ (found);
}

/** Returns the first element inside *parent* that matches; the markup has it.
 *  @template {keyof HTMLElementTagNameMap} T
 *  @param {ParentNode} parent
 *  @param {T} tag
 *  @returns {HTMLElementTagNameMap[T]} */
export function inside(parent, tag) {
  const found = parent.querySelector(tag);
  if (!found) throw new Error(`there is no ${tag} there`);
  return found;
}

/** @param {string} label @param {() => void} onPress */
export function button(label, onPress) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", onPress);
  return made;
}

/** @template {keyof HTMLElementTagNameMap} T
 *  @param {T} tag @param {string} className @param {string} text
 *  @returns {HTMLElementTagNameMap[T]} */
export function styled(tag, className, text) {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

/** Says *sentence* in a live region, but not again while it stands there.
 *  @param {Element} region @param {string} sentence */
export function say(region, sentence) {
  if (region.textContent !== sentence) region.textContent = sentence;
}
