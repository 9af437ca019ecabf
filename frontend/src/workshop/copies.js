// A text that gave way to somebody else's, kept beside it to paste from.
import { element, say } from "../elements.js";
import { COPY } from "./drafts.js";

const KEY = (/** @type {string} */ name) => COPY + name;

export class Copies {
  /** @param {import("../texts.js").Texts} texts @param {import("./drafts.js").Drafts} drafts */
  constructor(texts, drafts) {
    this.name = "";
    this.section = element("copy");
    this.title = element("copy-title");
    this.box = element("copied", HTMLTextAreaElement);
    this.texts = texts;
    this.drafts = drafts;
    this.notice = element("notice");
    element("copy-it").addEventListener("click", () => this.#copy());
    element("drop-copy").addEventListener("click", () => {
      this.drafts.drop(KEY(this.name));
      this.show(this.name);
    });
  }

  /** Shows the copy of the text of *name*, if there is one.
   *  @param {string} name */
  show(name) {
    this.name = name;
    const copy = this.drafts.get(KEY(name));
    this.section.hidden = !copy;
    this.box.value = copy?.text ?? "";
    this.title.textContent = this.texts.say("workshop.copy_of", { name });
  }

  /** @param {string} name @param {string} text */
  store(name, text) {
    this.drafts.store(KEY(name), text, null);
    this.show(name);
  }

  async #copy() {
    this.box.focus();
    this.box.select();
    await navigator.clipboard.writeText(this.box.value);
    say(this.notice, this.texts.say("workshop.copied"));
  }
}
