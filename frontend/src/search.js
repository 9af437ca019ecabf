// Searching from the message box, as Teams' message extensions do: results to put into the chat.
import { element, inside, say, styled } from "./elements.js";

/** @typedef {import("./wire.js").Hit} Hit */

const AFTER_TYPING_MS = 250;
const PAGE = 10;

export class Search {
  /** @param {import("./texts.js").Texts} texts
   *  @param {() => import("./wire.js").Wire} wire
   *  @param {() => void} onPut when a result has been put into the chat */
  constructor(texts, wire, onPut) {
    this.texts = texts;
    this.wire = wire;
    this.onPut = onPut;
    this.dialog = element("search", HTMLDialogElement);
    this.form = element("searching", HTMLFormElement);
    this.box = element("sought", HTMLInputElement);
    this.found = element("found");
    this.list = element("hits");
    this.more = element("more-hits");
    /** The search whose answer is awaited: an earlier one that comes late is of no use. */
    this.number = 0;
    /** @type {number | undefined} */
    this.timer = undefined;
    element("searcher").addEventListener("click", () => this.#open());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#search();
    });
    this.form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#search(), AFTER_TYPING_MS);
    });
    this.more.addEventListener("click", () => this.#search(this.list.childElementCount));
  }

  #open() {
    this.dialog.showModal();
    this.box.focus();
    this.#search();
  }

  async #search(skip = 0) {
    clearTimeout(this.timer);
    const number = ++this.number;
    const command = String(new FormData(this.form).get("command"));
    try {
      const { attachments = [], text } = await this.wire().search(command, this.box.value, skip, PAGE);
      if (number === this.number) this.#show(attachments, text ?? "", skip);
    } catch {
      if (number === this.number) this.#show([], this.texts.say("chat.search_failed"), skip);
    }
  }

  /** @param {Hit[]} hits @param {string} sentence @param {number} skip */
  #show(hits, sentence, skip) {
    const items = hits.map((hit) => this.#item(hit));
    if (skip) this.list.append(...items);
    else this.list.replaceChildren(...items);
    say(this.found, sentence || this.texts.say("chat.hits", { count: this.list.childElementCount }));
    this.more.hidden = hits.length < PAGE;
    if (skip && items.length) inside(items[0], "button").focus();
  }

  /** @param {Hit} hit */
  #item({ content, preview }) {
    const item = document.createElement("li");
    const press = styled("button", "hit", "");
    press.type = "button";
    press.append(styled("strong", "", preview.content.title), styled("span", "", preview.content.text));
    press.addEventListener("click", () => this.#put(content));
    item.append(press);
    return item;
  }

  /** @param {unknown} card */
  async #put(card) {
    try {
      await this.wire().put(card);
      this.dialog.close();
      this.onPut();
    } catch {
      say(this.found, this.texts.say("chat.not_sent"));
    }
  }
}
