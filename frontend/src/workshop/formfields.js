// The fields of the form: each shows what the text holds, and tells what is typed into it.
import { button, styled } from "../elements.js";

/** @typedef {string | string[] | null} Value what is set; null takes the field out
 *  @typedef {{ label: string, name: string, press: () => void }} Remedy what a button does about a fault
 *  @typedef {{ level: "error" | "warning", text: string, rest: (string | number)[],
 *    remedies?: Remedy[] }} Fault
 *  @typedef {(path: string[], value: Value) => void} Setter
 *  @typedef {Field & { show(held: unknown): void, focus(rest?: (string | number)[]): void }} FormField
 *    shows what the text holds, and takes the focus where in it *rest* says */

const TODO = /^TODO\b/;

/** What a field that is still to be written shows: nothing.
 *  @param {unknown} held */
export const words = (held) => (typeof held === "string" && !TODO.test(held) ? held.trimEnd() : "");

/** What all fields have: a name, a place for what is wrong, and a path in the text. */
export class Field {
  /** @param {string[]} path @param {string} label @param {Setter} onSet @param {string} [hint] */
  constructor(path, label, onSet, hint = "") {
    this.path = path;
    this.onSet = onSet;
    this.id = `field-${path.join("-")}`;
    this.root = styled("div", "form-field", "");
    this.label = styled("label", "", label);
    this.hint = styled("p", "hint", hint);
    this.hint.id = `${this.id}-hint`;
    this.hint.hidden = !hint;
    this.told = styled("div", "faults", "");
    this.told.id = `${this.id}-faults`;
    /** What is told now, to be left alone while it is the same. */
    this.toldLast = "[]";
  }

  get hasFocus() {
    return this.root.contains(document.activeElement);
  }

  /** @param {HTMLElement} control @param {HTMLElement} [whole] what stands there instead of it */
  place(control, whole = control) {
    control.id = this.id;
    this.label.htmlFor = this.id;
    control.setAttribute("aria-describedby", `${this.hint.id} ${this.told.id}`);
    this.root.append(this.label, this.hint, whole, this.told);
    this.control = control;
  }

  /** @param {Fault[]} faults */
  fault(faults) {
    const told = JSON.stringify(faults);
    if (told === this.toldLast) return; // a button there may have the focus
    this.toldLast = told;
    this.told.replaceChildren(...faults.map(toldOf));
    this.control?.setAttribute("aria-invalid", String(faults.some(({ level }) => level === "error")));
  }

  focus() {
    this.control?.focus();
  }
}

/** @param {Fault} fault */
function toldOf({ level, text, remedies = [] }) {
  const told = styled("p", `fault ${level}`, text);
  for (const { label, name, press } of remedies) {
    const made = button(label, press);
    made.className = "remedy";
    made.setAttribute("aria-label", name);
    told.append(" ", made);
  }
  return told;
}

/** Words on one line, on several, or a day. */
export class WordsField extends Field {
  /** @param {string[]} path @param {string} label @param {Setter} onSet
   *  @param {{ kind?: "text" | "date" | "email" | "tel" | "url" | "long", rows?: number, hint?: string,
   *    lang?: string, optional?: boolean }} how */
  constructor(path, label, onSet, { kind = "text", rows = 6, hint, lang, optional }) {
    super(path, label, onSet, hint);
    this.box = kind === "long" ? document.createElement("textarea") : document.createElement("input");
    if (this.box instanceof HTMLInputElement) this.box.type = kind;
    else this.box.rows = rows;
    if (lang) this.box.lang = lang;
    this.box.autocomplete = "off";
    this.box.addEventListener("input", () => onSet(path, this.box.value.trim() || (optional ? null : "")));
    this.place(this.box);
  }

  /** @param {unknown} held */
  show(held) {
    if (this.box.value !== words(held)) this.box.value = words(held);
  }

  /** Puts *other* in the place of the first *word*, as if it had been typed.
   *  @param {string} word @param {string} other */
  replaceWord(word, other) {
    const found = wholeWord(word).exec(this.box.value);
    this.box.focus();
    if (!found) return;
    this.box.setRangeText(other, found.index, found.index + word.length, "end");
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {string} word */
function wholeWord(word) {
  const signs = word.replace(/[-']/g, (sign) => (sign === "'" ? "['’]" : "\\-"));
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${signs}(?![\\p{L}\\p{N}_])`, "u");
}

/** One of some choices. */
export class ChoiceField extends Field {
  /** @param {string[]} path @param {string} label @param {Setter} onSet
   *  @param {{ choices: () => { id: string, title: string }[], none?: string, hint?: string }} how */
  constructor(path, label, onSet, { choices, none, hint }) {
    super(path, label, onSet, hint);
    this.choices = choices;
    this.none = none;
    this.box = document.createElement("select");
    this.box.addEventListener("change", () => onSet(path, this.box.value || null));
    this.place(this.box);
  }

  /** @param {unknown} held */
  show(held) {
    const chosen = words(held);
    const choices = this.choices();
    const known = chosen === "" || choices.some(({ id }) => id === chosen);
    const all = [
      ...(this.none === undefined ? [] : [{ id: "", title: this.none }]),
      ...choices,
      ...(known ? [] : [{ id: chosen, title: chosen }]),
    ];
    this.box.replaceChildren(...all.map(({ id, title }) => new Option(title, id, false, id === chosen)));
  }
}

/** Any number of some choices. */
export class TicksField extends Field {
  /** @param {string[]} path @param {string} label @param {Setter} onSet
   *  @param {{ choices: () => { id: string, title: string }[], hint?: string }} how */
  constructor(path, label, onSet, { choices, hint }) {
    super(path, label, onSet, hint);
    this.choices = choices;
    this.set = document.createElement("fieldset");
    this.set.id = this.id;
    this.set.setAttribute("aria-describedby", `${this.hint.id} ${this.told.id}`);
    this.legend = styled("legend", "", label);
    this.root.append(this.set, this.told);
    this.control = this.set;
  }

  /** @param {unknown} held */
  show(held) {
    const chosen = Array.isArray(held) ? held.map(String) : [];
    const known = this.choices();
    const others = chosen.filter((id) => !known.some((each) => each.id === id));
    const all = [...known, ...others.map((id) => ({ id, title: id }))];
    this.set.replaceChildren(
      this.legend,
      ...(all.length ? [] : [this.hint]),
      ...all.map(({ id, title }) => {
        const label = document.createElement("label");
        const tick = document.createElement("input");
        tick.type = "checkbox";
        tick.checked = chosen.includes(id);
        tick.value = id;
        tick.addEventListener("change", () => this.#tell());
        label.append(tick, " ", title);
        return label;
      }),
    );
  }

  #tell() {
    const ticked = [...this.set.querySelectorAll("input")].filter(({ checked }) => checked);
    this.onSet(this.path, ticked.length ? ticked.map(({ value }) => value) : null);
  }
}

/** A list that one types into: Enter begins the next line, and what is pasted is dealt out. */
export class LinesField extends Field {
  /** @param {string[]} path @param {string} label @param {Setter} onSet
   *  @param {{ hint: string, lang: string, nth: (number: number) => string, remove: (words: string) => string,
   *    makes: (count: number) => string }} how */
  constructor(path, label, onSet, { hint, lang, nth, remove, makes }) {
    super(path, label, onSet, hint);
    this.lang = lang;
    this.nth = nth;
    this.remove = remove;
    this.makes = makes;
    this.set = document.createElement("fieldset");
    this.set.className = "lines";
    this.set.id = this.id;
    this.set.setAttribute("aria-describedby", `${this.hint.id} ${this.told.id}`);
    this.list = document.createElement("ol");
    this.set.append(styled("legend", "", label), this.hint, this.list, this.told);
    this.root.append(this.set);
    this.control = this.set;
  }

  get boxes() {
    return [...this.list.querySelectorAll("textarea")];
  }

  get lines() {
    return this.boxes.map(({ value }) => value.trim()).filter(Boolean);
  }

  /** @param {unknown} held */
  show(held) {
    const lines = Array.isArray(held) ? held.map(words) : [];
    const shown = this.boxes.map(({ value }) => value);
    if (shown.length === lines.length + 1 && lines.every((line, at) => line === shown[at].trim())) return;
    this.list.replaceChildren(...[...lines, ""].map((line) => this.#row(line)));
    this.#number();
  }

  /** @param {Fault[]} faults */
  fault(faults) {
    super.fault(faults.filter(({ rest }) => typeof rest[0] !== "number"));
    const boxes = this.#written();
    for (const box of this.boxes) {
      box.removeAttribute("aria-invalid");
      const told = box.parentElement?.querySelector(".faults");
      told?.replaceChildren();
    }
    for (const { level, text, rest } of faults) {
      const box = typeof rest[0] === "number" ? boxes[rest[0]] : undefined;
      if (!box) continue;
      if (level === "error") box.setAttribute("aria-invalid", "true");
      box.parentElement?.querySelector(".faults")?.append(styled("p", `fault ${level}`, text));
    }
  }

  /** Shows below each pattern how many sentences it makes, to unfold.
   *  @param {Map<number, string[]>} patterns by the number of the line */
  showPatterns(patterns) {
    for (const [at, box] of this.#written().entries()) {
      const sentences = patterns.get(at) ?? [];
      const row = box.parentElement;
      const shown = row?.querySelector("details") ?? row?.appendChild(document.createElement("details"));
      if (!shown) continue;
      shown.hidden = !sentences.length;
      const list = document.createElement("ul");
      list.lang = this.lang;
      list.append(...sentences.map((each) => styled("li", "", each)));
      shown.replaceChildren(styled("summary", "", this.makes(sentences.length)), list);
    }
  }

  /** @param {(string | number)[]} [rest] */
  focus(rest) {
    const box = typeof rest?.[0] === "number" ? this.#written()[rest[0]] : undefined;
    (box ?? this.boxes.at(-1))?.focus();
  }

  /** The boxes that stand for lines of the text. */
  #written() {
    const filled = this.boxes.filter(({ value }) => value.trim());
    return filled.length ? filled : this.boxes;
  }

  /** @param {string} line */
  #row(line) {
    const row = document.createElement("li");
    const box = document.createElement("textarea");
    box.rows = 1;
    box.lang = this.lang;
    box.value = line;
    box.addEventListener("input", () => this.#typed(row, box));
    box.addEventListener("keydown", (event) => this.#key(event, row, box));
    const away = button("×", () => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      this.#tell();
      next?.querySelector("textarea")?.focus();
    });
    away.className = "away";
    row.append(box, away, styled("div", "faults", ""));
    return row;
  }

  /** @param {HTMLLIElement} row @param {HTMLTextAreaElement} box */
  #typed(row, box) {
    if (/\n/.test(box.value)) {
      const [first, ...others] = box.value.split("\n").map((each) => each.trim()).filter(Boolean);
      box.value = first ?? "";
      row.after(...others.map((each) => this.#row(each)));
    }
    this.#tell();
  }

  /** @param {KeyboardEvent} event @param {HTMLLIElement} row @param {HTMLTextAreaElement} box */
  #key(event, row, box) {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      const next = row.nextElementSibling;
      const isFree = next?.querySelector("textarea")?.value === "";
      if (!isFree) row.after(this.#row(""));
      this.#number();
      row.nextElementSibling?.querySelector("textarea")?.focus();
    } else if (event.key === "Backspace" && box.value === "" && row.previousElementSibling) {
      event.preventDefault();
      const before = row.previousElementSibling.querySelector("textarea");
      if (row.nextElementSibling) row.remove();
      before?.focus();
      this.#number();
    }
  }

  #tell() {
    if (this.boxes.at(-1)?.value !== "") this.list.append(this.#row(""));
    this.#number();
    this.onSet(this.path, this.lines);
  }

  #number() {
    for (const [at, row] of [...this.list.children].entries()) {
      const box = row.querySelector("textarea");
      box?.setAttribute("aria-label", this.nth(at + 1));
      const away = row.querySelector("button");
      away?.setAttribute("aria-label", this.remove(box?.value || this.nth(at + 1)));
      away?.toggleAttribute("hidden", box?.value === "" && row === this.list.lastElementChild);
    }
  }
}
