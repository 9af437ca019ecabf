// Rename, move, merge and delete the text in the form: what would change is shown, then all is saved.
import { element, inside, say, styled } from "../elements.js";
import { isGivenUp, Refused } from "./api.js";
import { listChanged } from "./changes.js";

/** @typedef {import("./api.js").Deed} Deed
 *  @typedef {import("./api.js").Rearranged} Rearranged */

const SHOWN_AFTER_MS = 300;

export class Rearranging {
  /** @type {Deed["deed"]} */
  deed = "rename";
  /** The passage it is about, whatever the form shows by now.
   *  @type {import("./api.js").Named | null} */
  passage = null;
  /** @type {Rearranged[]} */
  files = [];
  /** @type {AbortController | null} */
  comparing = null;
  /** @type {number | undefined} */
  soon;

  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts,
   *    desk: import("./desk.js").Desk, form: import("./passageform.js").PassageForm,
   *    together: import("./together.js").Together, names: () => import("./api.js").Names,
   *    onOpen: (id: string) => Promise<void> }} how */
  constructor(how) {
    this.how = how;
    this.dialog = element("rearrange", HTMLDialogElement);
    this.place = element("rearrange-field");
    this.save = element("rearrange-save", HTMLButtonElement);
    this.said = element("rearrange-said");
    this.told = element("rearrange-told");
    this.lost = element("rearrange-lost");
    for (const press of element("deeds").querySelectorAll("button[data-deed]")) {
      const deed = /** @type {Deed["deed"]} */ (press.getAttribute("data-deed"));
      press.addEventListener("click", () => this.#ask(deed));
    }
    element("rearrange-cancel").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.comparing?.abort());
    inside(this.dialog, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
  }

  /** @returns {HTMLInputElement | HTMLSelectElement | null} */
  get to() {
    return this.place.querySelector("input, select");
  }

  /** @param {Deed["deed"]} deed */
  #ask(deed) {
    const { texts, form } = this.how;
    this.passage = form.passage;
    if (!this.passage) return;
    this.deed = deed;
    element("rearrange-title").textContent = texts.say(`workshop.deed_title.${deed}`, { title: this.passage.title });
    element("rearrange-explain").textContent = texts.say(`workshop.deed_explain.${deed}`);
    this.place.replaceChildren(...this.#field());
    this.#clear();
    this.dialog.showModal();
    if (deed === "delete") this.#show();
  }

  #clear() {
    clearTimeout(this.soon);
    this.comparing?.abort();
    this.files = [];
    this.save.disabled = true;
    this.told.replaceChildren();
    this.lost.replaceChildren();
    say(this.said, "");
  }

  /** @returns {HTMLElement[]} */
  #field() {
    const { texts } = this.how;
    if (this.deed === "delete") return [];
    const label = styled("label", "", texts.say(`workshop.deed_field.${this.deed}`));
    label.htmlFor = "rearrange-to";
    const box = this.deed === "rename" ? this.#idBox() : this.#choice();
    box.id = "rearrange-to";
    box.addEventListener("input", () => {
      this.#clear();
      this.soon = setTimeout(() => this.#show(), SHOWN_AFTER_MS);
    });
    return [label, box];
  }

  #idBox() {
    const box = document.createElement("input");
    box.type = "text";
    box.value = this.passage?.id ?? "";
    box.pattern = "[a-z0-9]+(-[a-z0-9]+)*";
    box.maxLength = 60;
    box.required = true;
    box.autocomplete = "off";
    return box;
  }

  #choice() {
    const { texts, names, form } = this.how;
    const { passages, topics, topic_of: topicOf } = names();
    const here = topicOf[form.how.file.name ?? ""];
    const all = this.deed === "move"
      ? topics.filter(({ id }) => id !== here)
      : passages.filter(({ id }) => id !== this.passage?.id);
    const box = document.createElement("select");
    box.required = true;
    const sorted = all.toSorted((one, other) => texts.compare(one.title, other.title));
    box.append(
      new Option(texts.say("workshop.choose_one"), ""),
      ...sorted.map(({ id, title }) => new Option(title || id, id)),
    );
    return box;
  }

  async #show() {
    const { api, desk, texts } = this.how;
    const to = this.to;
    if (!this.passage || (to && (!to.value || !to.checkValidity() || to.value === this.passage.id))) return;
    try {
      const what = { deed: this.deed, passage: this.passage.id, ...(to && { to: to.value }) };
      const { files } = await api.rearrange(what, await desk.unsaved());
      this.files = files;
      this.#tell();
      this.save.disabled = false;
      if (this.deed === "delete" || this.deed === "merge") await this.#compare();
    } catch (error) {
      if (isGivenUp(error)) return;
      const isTaken = error instanceof Refused && error.told.error === "id-taken";
      say(this.said, isTaken ? texts.say("workshop.id_taken") : error instanceof Refused ? texts.say("workshop.not_rearranged") : texts.say("workshop.not_reached"));
    }
  }

  /** Tells which files change, and what is lost. */
  #tell() {
    const { together } = this.how;
    const loses = this.deed === "delete" ? [styled("p", "warn", this.#deletes())] : [];
    this.told.replaceChildren(...loses, ...together.told(this.files));
  }

  #deletes() {
    const { texts, form } = this.how;
    const [asked, tests] = form.counts;
    return texts.say("workshop.deletes", {
      phrasings: texts.say("workshop.phrasings_counted", { count: asked }),
      tests: texts.say("workshop.tests_counted", { count: tests }),
    });
  }

  /** Finds out which questions lose their answer; one may save without waiting for it. */
  async #compare() {
    this.comparing?.abort();
    this.comparing = new AbortController();
    const files = this.files.map(({ name, text, begun_with }) => ({ name, text, begun_with }));
    await listChanged(this.how, files, this.comparing.signal, {
      kinds: ["lost", "changed"],
      said: this.said,
      list: this.lost,
      counted: "workshop.loses",
      none: "workshop.loses_none",
    });
  }

  async #save() {
    if (this.save.disabled || !this.passage) return;
    const { texts } = this.how;
    const open = this.deed === "delete" ? null : this.to?.value ?? null;
    const id = this.deed === "move" ? this.passage.id : open;
    if (await this.how.together.save(this.files, this.said, this.lost)) {
      this.dialog.close();
      if (id) await this.how.onOpen(id);
      this.how.desk.head.notice(texts.say(`workshop.rearranged.${this.deed}`));
    }
  }
}
