// The list of files, by the names editors know them under.

export class FileList {
  /** @param {HTMLElement} list @param {HTMLInputElement} filter */
  constructor(list, filter, texts) {
    this.list = list;
    this.filter = filter;
    this.texts = texts;
    this.files = [];
    /** What the topic of each file is called. */
    this.titles = new Map();
    /** How many errors and how many remarks each file has, where it has any. */
    this.errors = new Map();
    this.warnings = new Map();
    this.unsaved = new Set();
    this.current = null;
    this.seen = null;
    filter.addEventListener("input", () => this.#filter());
  }

  titleOf(name) {
    const slug = name.replace(/^passages\/|\.yaml$/g, "");
    return this.texts.fileTitles[name] ?? this.titles.get(name) ?? slug;
  }

  /** @param {object[]} marks of all files */
  count(marks) {
    this.errors = countByFile(marks.filter((mark) => mark.level === "error"));
    this.warnings = countByFile(marks.filter((mark) => mark.level !== "error"));
  }

  show() {
    const focused = document.activeElement?.closest?.("#file-list a")?.hash;
    const names = [...new Set([...this.files, ...this.unsaved])];
    const isPassages = (name) => name.startsWith("passages/");
    const byTitle = (one, other) => this.titleOf(one).localeCompare(this.titleOf(other), "sv");
    this.list.replaceChildren(
      ...this.#group(this.texts.passageFiles, names.filter(isPassages).sort(byTitle)),
      ...this.#group(this.texts.otherFiles, names.filter((name) => !isPassages(name)).sort(byTitle)),
    );
    this.#filter();
    if (this.current !== this.seen) {
      this.seen = this.current;
      this.list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    }
    if (focused) this.list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }

  #group(title, names) {
    const heading = document.createElement("h3");
    heading.textContent = title;
    const list = document.createElement("ul");
    list.append(...names.map((name) => this.#row(name)));
    return [heading, list];
  }

  #row(name) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${name}`;
    if (name === this.current) link.setAttribute("aria-current", "page");
    const title = document.createElement("span");
    title.className = "name";
    title.textContent = this.titleOf(name);
    const file = document.createElement("span");
    file.className = "file";
    file.textContent = name.replace(/^passages\//, "");
    link.append(title, file);
    const errors = this.errors.get(name);
    const warnings = this.warnings.get(name);
    if (errors) link.append(badge("trouble", this.texts.errors(errors)));
    if (warnings) link.append(badge("remark", this.texts.warnings(warnings)));
    if (this.unsaved.has(name)) link.append(badge("unsaved", this.texts.unsaved));
    row.append(link);
    return row;
  }

  #filter() {
    const wanted = this.filter.value.trim().toLowerCase();
    for (const row of this.list.querySelectorAll("li")) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
    }
    for (const group of this.list.querySelectorAll("ul")) {
      const isEmpty = [...group.children].every((row) => row.hidden);
      group.hidden = group.previousElementSibling.hidden = isEmpty;
    }
  }
}

function countByFile(marks) {
  const counts = new Map();
  for (const { file } of marks) counts.set(file, (counts.get(file) ?? 0) + 1);
  return counts;
}

function badge(kind, text) {
  const element = document.createElement("span");
  element.className = `badge ${kind}`;
  element.textContent = text;
  return element;
}
