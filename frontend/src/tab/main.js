// The tab: every press goes to the bot with the visitor's token, and comes back as a part of the page.
import { element } from "../elements.js";
import { buttonAfter, entered, keptOf } from "./form.js";
import { NotInTeams, visitor } from "./signin.js";

/** What a button carries, and what stands in the fields beside it.
 *  @typedef {{ press: object | null, fields: Record<string, string> }} Sent */

const LOOKS = new Set(["my_cases", "open_case", "open_review", "list_cases", "show_statistics"]);
/** Presses that only show something, which the browser's way back leads to again. */
const say = document.body.dataset;

/** @type {import("./signin.js").Visitor} */
let visiting;
let isBusy = false;

/** @param {Sent} sent @param {{ isBack?: boolean }} [how] */
async function go(sent, { isBack = false } = {}) {
  if (isBusy) return;
  isBusy = true;
  element("main").setAttribute("aria-busy", "true");
  element("status").textContent = say.fetching ?? "";
  try {
    const answer = await post(sent);
    const text = await answer.text();
    if (answer.ok) show(text, sent, isBack);
    else complain(answer.status, answer.status === 500 ? text : "");
  } catch {
    tell(say.unreachable);
  } finally {
    isBusy = false;
    element("main").removeAttribute("aria-busy");
    element("status").textContent = "";
  }
}

/** @param {Sent} sent */
async function post(sent) {
  const body = JSON.stringify({ id: crypto.randomUUID(), locale: visiting.locale, ...sent });
  const headers = {
    Authorization: `Bearer ${await visiting.token()}`,
    "Content-Type": "application/json",
  };
  return fetch("/api/cases", { method: "POST", body, headers });
}

/** Puts what came in its place; a sentence alone leaves the page, and all that was typed, as it is.
 *  @param {string} text @param {Sent} sent @param {boolean} isBack */
function show(text, sent, isBack) {
  const answer = new DOMParser().parseFromString(text, "text/html");
  const main = answer.querySelector("main");
  const sentence = answer.querySelector(".sentence")?.textContent;
  const sections = answer.getElementById("sections");
  if (sections) element("sections").replaceWith(document.adoptNode(sections));
  if (main) {
    // An old form's words stay to be copied, where something else came than what was asked for.
    const kept = sentence ? keptOf(element("main"), say.written ?? "") : null;
    element("main").replaceWith(document.adoptNode(main));
    if (kept) main.firstElementChild?.append(kept);
    document.title = main.dataset.title ?? document.title;
    remember(sent, isBack);
  }
  tell(sentence);
  if (main && !sentence) focusOn(main.querySelector("#faults") ?? main.querySelector("h1"));
}

/** @param {Sent} sent @param {boolean} isBack */
function remember(sent, isBack) {
  const action = sent.press && "action" in sent.press ? String(sent.press.action) : "";
  if (isBack || (sent.press && !LOOKS.has(action))) return;
  if (history.state === null) history.replaceState(sent, "");
  else if (JSON.stringify(history.state) !== JSON.stringify(sent)) history.pushState(sent, "");
}

/** @param {number} status @param {string} apology */
function complain(status, apology) {
  if (status === 401) tell(say.notSignedIn);
  else if (status === 429) tell(say.tooMany);
  else tell(apology || say.unreachable);
}

/** Says what went another way than was asked for, where it is seen and heard; or nothing.
 *  @param {string | undefined} sentence */
function tell(sentence) {
  const said = element("said");
  said.textContent = sentence ?? "";
  if (sentence) focusOn(said);
}

/** @param {Element | null} place */
function focusOn(place) {
  if (!(place instanceof HTMLElement)) return;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: place.tagName === "H1" ? "end" : "start" });
  if (place.tagName === "H1") window.scrollTo({ top: 0 });
}

document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target.closest("[data-press]") : null;
  if (pressed instanceof HTMLElement) {
    const fields = pressed.closest("main") ? entered() : {};
    void go({ press: JSON.parse(pressed.dataset.press ?? ""), fields });
  }
  const link = event.target instanceof Element ? event.target.closest("a[href^='#field']") : null;
  if (link instanceof HTMLAnchorElement) {
    event.preventDefault();
    toField(link.hash.slice(1));
  }
});

/** @param {string} id */
function toField(id) {
  const field = element(id);
  const opened = field.closest("details");
  if (opened) opened.open = true;
  const first = field.tagName === "FIELDSET" ? field.querySelector("input") : field;
  (first ?? field).focus();
  field.closest(".field")?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  if (!(event.target instanceof HTMLInputElement)) return;
  event.preventDefault();
  buttonAfter(event.target)?.click();
});

window.addEventListener("popstate", (event) => {
  if (event.state) void go(event.state, { isBack: true });
});

try {
  visiting = await visitor(say.local !== undefined);
  await go(history.state ?? { press: null, fields: {} });
} catch (error) {
  element("status").textContent = "";
  tell(error instanceof NotInTeams ? say.notInTeams : say.notSignedIn);
}
