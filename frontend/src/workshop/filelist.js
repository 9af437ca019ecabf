// The list of files, by the names editors know them under.
import { styled } from "../elements.js";
import { slugOf } from "./templates.js";

export class FileList {
  /** @param {HTMLElement} list @param {HTMLInputElement} filter
   *  @param {import("../texts.js").Texts} texts */
  constructor(list, filter, texts) {
    this.list = list;
    this.filter = filter;
    this.texts = texts;
    /** @type {string[]} */
    this.files = [];
    /** What the topic of each file is called.
     *  @type {Map<string, string | undefined>} */
    this.titles = new Map();
    /** How many errors each file has, where it has any.
     *  @type {Map<string, number>} */
    this.errors = new Map();
    /** @type {Map<string, number>} */
    this.warnings = new Map();
    /** @type {Set<string>} */
    this.unsaved = new Set();
    /** @type {string | null} */
    this.current = null;
    /** @type {string | null} */
    this.scrolledTo = null;
    filter.addEventListener("input", () => this.#filter());
  }

  /** @param {string} name */
  titleOf(name) {
    const known = `workshop.file_title.${name.replace(/\.yaml$/, "")}`;
    return this.texts.knows(known) ? this.texts.say(known) : this.titles.get(name) ?? slugOf(name);
  }

  /** @param {import("./api.js").Mark[]} marks of all files */
  count(marks) {
    this.errors = countByFile(marks.filter((mark) => mark.level === "error"));
    this.warnings = countByFile(marks.filter((mark) => mark.level !== "error"));
  }

  show() {
    const focused = document.activeElement?.closest("#file-list a")?.getAttribute("href");
    const names = [...new Set([...this.files, ...this.unsaved])];
    const isPassages = (/** @type {string} */ name) => name.startsWith("passages/");
    /** @param {string} one @param {string} other */
    const byTitle = (one, other) => this.texts.compare(this.titleOf(one), this.titleOf(other));
    this.list.replaceChildren(
      ...this.#group(this.texts.say("workshop.passage_files"), names.filter(isPassages).sort(byTitle)),
      ...this.#group(this.texts.say("workshop.other_files"), names.filter((name) => !isPassages(name)).sort(byTitle)),
    );
    this.#filter();
    if (this.current !== this.scrolledTo) {
      this.scrolledTo = this.current;
      this.list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    }
    const links = [...this.list.querySelectorAll("a")];
    if (focused) links.find((link) => link.getAttribute("href") === focused)?.focus();
  }

  /** @param {string} title @param {string[]} names */
  #group(title, names) {
    const heading = styled("h3", "", title);
    const list = document.createElement("ul");
    list.append(...names.map((name) => this.#row(name)));
    return [heading, list];
  }

  /** @param {string} name */
  #row(name) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${name}`;
    if (name === this.current) link.setAttribute("aria-current", "page");
    const file = styled("span", "file", name.replace(/^passages\//, ""));
    link.append(styled("span", "name", this.titleOf(name)), file);
    const errors = this.errors.get(name);
    const warnings = this.warnings.get(name);
    if (errors) link.append(styled("span", "badge trouble", this.texts.say("workshop.errors", { count: errors })));
    if (warnings) link.append(styled("span", "badge remark", this.texts.say("workshop.warnings", { count: warnings })));
    if (this.unsaved.has(name)) link.append(styled("span", "badge unsaved", this.texts.say("workshop.unsaved")));
    row.append(link);
    return row;
  }

  #filter() {
    const wanted = this.filter.value.trim().toLowerCase();
    for (const row of this.list.querySelectorAll("li")) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
    }
    for (const group of this.list.querySelectorAll("ul")) {
      const isEmpty = [...group.querySelectorAll("li")].every((row) => row.hidden);
      group.hidden = isEmpty;
      group.previousElementSibling?.toggleAttribute("hidden", isEmpty);
    }
  }
}

/** @param {import("./api.js").Mark[]} marks */
function countByFile(marks) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { file } of marks) counts.set(file, (counts.get(file) ?? 0) + 1);
  return counts;
}
