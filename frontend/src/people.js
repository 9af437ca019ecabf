// The four people of the tour, one press each: every one opens in a window of their own.
import { styled } from "./elements.js";

/** Where each window stands: who applies and who decides, side by side. */
const PEOPLE = /** @type {const} */ ([
  { name: "anna", column: 0, row: 0 },
  { name: "maria", column: 0, row: 1 },
  { name: "rut", channel: "granskning", column: 1, row: 0 },
  { name: "rolf", channel: "granskning", column: 1, row: 1 },
]);

/** Lists them in *list*; *here* is who the window is already.
 *  @param {HTMLElement} list @param {URLSearchParams} here @param {import("./texts.js").Texts} texts */
export function showPeople(list, here, texts) {
  const shown = here.get("as") || "anna";
  list.append(...PEOPLE.map((person) => {
    const address = new URLSearchParams({ as: person.name });
    if ("channel" in person) address.set("in", person.channel);
    const language = here.get("lang");
    if (language) address.set("lang", language);
    const link = document.createElement("a");
    link.href = `?${address}`;
    link.target = `rutinboten-${person.name}`;
    link.append(styled("strong", "", capital(person.name)), ` ${texts.say(`chat.role.${person.name}`)}`);
    if (shown === person.name) link.setAttribute("aria-current", "page");
    link.addEventListener("click", (event) => openBeside(event, link, person));
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
}

/** Opens the window in its quarter of the screen; where the browser won't, the link does.
 *  @param {MouseEvent} event @param {HTMLAnchorElement} link
 *  @param {{ column: number, row: number }} place */
function openBeside(event, link, { column, row }) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const width = Math.floor(screen.availWidth / 2);
  const height = Math.floor(screen.availHeight / 2);
  const where = `left=${column * width},top=${row * height},width=${width},height=${height}`;
  const opened = window.open(link.href, link.target, `popup,${where}`);
  if (!opened) return;
  event.preventDefault();
  opened.focus();
}

/** @param {string} name */
function capital(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
