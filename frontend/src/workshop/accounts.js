// Accounts that exist already: a list of them is checked, and read into the bot's register.
import { element, inside, say, styled } from "../elements.js";
import { Refused } from "./api.js";

/** @typedef {{ row: number, column: string, said: string }} RowFault
 *  @typedef {{ faults: RowFault[], wrong: number, known: string[], new: string[], done?: number }} Checked
 *  @typedef {{ file: { name: string, content: string } | null, addresses: string }} AccountList */

export class Accounts {
  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts }} how */
  constructor(how) {
    this.how = how;
    this.said = element("list-said");
    this.file = element("list-file", HTMLInputElement);
    this.addresses = element("list-addresses", HTMLTextAreaElement);
    this.faults = element("list-faults");
    this.known = element("list-known");
    this.fresh = element("list-new", HTMLDetailsElement);
    this.reading = element("import-list");
    /** What was checked and may be read in.
     *  @type {AccountList | null} */
    this.checked = null;
    element("check-list").addEventListener("click", () => this.#carryOut(() => this.#check()));
    for (const field of [this.file, this.addresses]) field.addEventListener("input", () => this.#clear());
    element("fetch-list").addEventListener("click", () => this.#carryOut(() => this.#fetch()));
    this.reading.addEventListener("click", () => this.#carryOut(() => this.#readIn()));
  }

  /** @param {() => Promise<void>} work */
  async #carryOut(work) {
    const { texts } = this.how;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refused)) return say(this.said, texts.say("workshop.not_reached"));
      /** @type {Record<string, string>} */
      const known = {
        "no-database": texts.say("workshop.gaps_no_database"),
        faulty: texts.say("workshop.gaps_faulty"),
        "no-form": texts.say("workshop.list_no_form"),
      };
      say(this.said, error.told.said ?? known[error.message] ?? texts.say("workshop.failed"));
    }
  }

  async #check() {
    const { api, texts } = this.how;
    this.#clear();
    const [file] = this.file.files ?? [];
    if (!file && !this.addresses.value.trim()) return say(this.said, texts.say("workshop.list_nothing"));
    const list = {
      file: file ? { name: file.name, content: await inBase64(file) } : null,
      addresses: this.addresses.value,
    };
    this.checked = list;
    this.#show(await api.checkList(list));
  }

  async #readIn() {
    const { api, texts } = this.how;
    if (!this.checked) return;
    const told = await api.importList(this.checked);
    if (told.done === undefined) return this.#show(told);
    this.#clear();
    this.file.value = this.addresses.value = "";
    say(this.said, texts.say("workshop.list_done", { count: told.done }));
    this.said.scrollIntoView({ block: "nearest" });
  }

  async #fetch() {
    const { name, content } = await this.how.api.listToFillIn({ file: null, addresses: this.addresses.value });
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes]));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
    say(this.said, this.how.texts.say("workshop.list_fetched"));
  }

  /** @param {Checked} told */
  #show({ faults, wrong, known, new: fresh }) {
    const { texts } = this.how;
    const counts = { fresh: fresh.length, known: known.length, wrong };
    const said = [texts.say("workshop.list_counts", counts), wrong ? texts.say("workshop.list_correct") : ""];
    say(this.said, said.join(" ").trim());
    inside(this.faults, "tbody").replaceChildren(...faults.map(rowOf));
    this.faults.hidden = !faults.length;
    this.known.replaceChildren(...known.map((each) => styled("li", "", each)));
    inside(this.fresh, "summary").textContent = texts.say("workshop.list_new", { count: fresh.length });
    inside(this.fresh, "ul").replaceChildren(...fresh.map((each) => styled("li", "", each)));
    this.fresh.hidden = !fresh.length;
    this.reading.hidden = Boolean(faults.length) || !fresh.length;
    this.reading.textContent = texts.say("workshop.import_list", { count: fresh.length });
  }

  /** Another list is chosen: what was said of the one before doesn't hold. */
  #clear() {
    this.checked = null;
    say(this.said, "");
    inside(this.faults, "tbody").replaceChildren();
    this.known.replaceChildren();
    this.faults.hidden = this.fresh.hidden = this.reading.hidden = true;
  }
}

/** @param {RowFault} fault */
function rowOf({ row, column, said }) {
  const line = document.createElement("tr");
  const number = Object.assign(styled("th", "", String(row)), { scope: "row" });
  line.append(number, styled("td", "", column), styled("td", "", said));
  return line;
}

/** @param {File} file @returns {Promise<string>} */
function inBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result).replace(/^[^,]*,/, "")));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
