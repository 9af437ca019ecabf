// Find and replace in all texts: every place is shown before anything is saved.
import { element, inside, say, styled } from "../elements.js";
import { isGivenUp, statusOf } from "./api.js";

const SHOWN_AFTER_MS = 400;
const SHOWN = 100;

export class Replacing {
  /** @type {import("./api.js").Rearranged[]} */
  files = [];
  /** @type {number | undefined} */
  soon;

  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts,
   *    desk: import("./desk.js").Desk, together: import("./together.js").Together,
   *    titleOf: (id: string) => string }} how */
  constructor(how) {
    this.how = how;
    this.dialog = element("replace", HTMLDialogElement);
    this.words = element("replace-words", HTMLInputElement);
    this.by = element("replace-by", HTMLInputElement);
    this.said = element("replace-said");
    this.places = element("replace-places");
    this.save = element("replace-save", HTMLButtonElement);
    element("replace-open").addEventListener("click", () => {
      this.#clear();
      this.dialog.showModal();
    });
    element("replace-cancel").addEventListener("click", () => this.dialog.close());
    for (const box of [this.words, this.by]) box.addEventListener("input", () => this.#typed());
    inside(this.dialog, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
  }

  #clear() {
    clearTimeout(this.soon);
    this.files = [];
    this.save.disabled = true;
    this.places.replaceChildren();
    say(this.said, "");
  }

  #typed() {
    this.#clear();
    this.soon = setTimeout(() => this.#show(), SHOWN_AFTER_MS);
  }

  async #show() {
    const { api, desk, texts, titleOf } = this.how;
    if (this.words.value.length < 2) return;
    try {
      const { files, places } = await api.replaceWords(this.words.value, this.by.value, await desk.unsaved());
      this.files = files;
      this.save.disabled = !places.length;
      say(this.said, places.length ? this.#counted(places, files) : texts.say("workshop.replaces_none"));
      this.places.replaceChildren(...places.slice(0, SHOWN).map(({ passage, before, after }) => {
        const row = document.createElement("li");
        row.append(styled("strong", "", titleOf(passage)), styled("del", "", before), styled("ins", "", after));
        return row;
      }));
      if (places.length > SHOWN) this.places.append(styled("li", "", texts.say("workshop.more", { count: places.length - SHOWN })));
    } catch (error) {
      if (!isGivenUp(error)) say(this.said, statusOf(error) ? texts.say("workshop.not_rearranged") : texts.say("workshop.not_reached"));
    }
  }

  /** @param {unknown[]} places @param {unknown[]} files */
  #counted(places, files) {
    const { texts } = this.how;
    return texts.say("workshop.replaces", {
      places: texts.say("workshop.places", { count: places.length }),
      files: texts.say("workshop.in_files", { count: files.length }),
    });
  }

  async #save() {
    if (this.save.disabled) return;
    const { together, desk, texts } = this.how;
    if (await together.save(this.files, this.said, this.places)) {
      this.dialog.close();
      desk.head.notice(texts.say("workshop.replaced"));
    }
  }
}
