// A text that gave way to somebody else's, kept beside it to paste from.
import { say } from "./problems.js";

const KEY = (name) => `copy of ${name}`;

export class Copies {
  constructor(element, texts, drafts) {
    this.section = element("copy");
    this.title = element("copy-title");
    this.box = element("copied");
    this.texts = texts;
    this.drafts = drafts;
    this.notice = element("notice");
    element("copy-it").addEventListener("click", () => this.#copy());
    element("drop-copy").addEventListener("click", () => {
      this.drafts.drop(KEY(this.name));
      this.show(this.name);
    });
  }

  /** Shows the copy that is kept for *name*, if there is one. */
  show(name) {
    this.name = name;
    const kept = this.drafts.get(KEY(name));
    this.section.hidden = !kept;
    this.box.value = kept?.text ?? "";
    this.title.textContent = this.texts.copyOf(name);
  }

  keep(name, text) {
    this.drafts.keep(KEY(name), text, null);
    this.show(name);
  }

  async #copy() {
    this.box.focus();
    this.box.select();
    await navigator.clipboard.writeText(this.box.value);
    say(this.notice, this.texts.copied);
  }
}
