// The file being written: opened, checked while one types, kept as a draft, saved.
import { isGivenUp } from "./api.js";
import { clock, dayAndClock } from "./clock.js";
import { Headline } from "./headline.js";
import { fileTemplate, slugOf, withPassage } from "./templates.js";

const CHECKED_AFTER_MS = 500;
const KEPT_AFTER_MS = 250;

export class Desk {
  /** @param {(id: string) => HTMLElement} element @param {object} parts */
  constructor(element, parts) {
    Object.assign(this, parts);
    this.element = element;
    this.head = new Headline(element, parts.texts, () => this.showBoth());
    this.name = null;
    this.marks = [];
    this.passages = null;
    element("save").addEventListener("click", () => this.save());
    element("discard").addEventListener("click", () => this.discard());
    element("add-passage").addEventListener("click", () => this.addPassage());
    addEventListener("beforeunload", (event) => {
      this.keep();
      if (this.isUnsaved) event.preventDefault();
    });
    addEventListener("pagehide", () => this.keep());
    addEventListener("focus", () => this.check());
  }

  get isUnsaved() {
    return this.name !== null && (this.saved === null || this.editor.text !== this.saved);
  }

  get isFaulty() {
    return this.marks.some((mark) => mark.level === "error");
  }

  /** What the server is to put in place; nothing where no file is open. */
  get draft() {
    return this.name === null ? null : { name: this.name, text: this.editor.text };
  }

  async open(name) {
    if (name === this.name) return;
    this.keep();
    let file;
    try {
      file = await this.api.file(name);
    } catch (error) {
      this.head.failed(error);
      return;
    }
    this.name = name;
    this.marks = [];
    this.saved = file.text;
    this.begunWith = file.hash;
    this.passages = null;
    this.head.opened(name);
    const kept = this.drafts.get(name);
    const isKept = kept !== null && kept.text !== file.text;
    this.editor.open(name, isKept ? kept.text : file.text ?? this.#template());
    if (isKept) {
      this.begunWith = kept.begunWith;
      this.head.notice(this.texts.wasRestored(dayAndClock(kept.at)));
    }
    this.copies.show(name);
    this.#state();
    await this.check();
  }

  changed() {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), KEPT_AFTER_MS);
    clearTimeout(this.checking);
    this.checking = setTimeout(() => this.check(), CHECKED_AFTER_MS);
    this.#state();
  }

  moved() {
    if (!this.passages) return;
    const above = this.passages.filter(({ line }) => line <= this.editor.line);
    this.preview.follow(above.at(-1) ?? null);
    this.gaps.follow(above.at(-1) ?? null);
  }

  /** Keeps the text in the browser for as long as it isn't saved. */
  keep() {
    clearTimeout(this.keeping);
    if (this.name === null) return;
    if (!this.isUnsaved) this.drafts.drop(this.name);
    else if (!this.drafts.keep(this.name, this.editor.text, this.begunWith)) this.head.notice(this.texts.notKept);
    this.showList();
  }

  /** Has the server look at the text: its marks, its passages, and the file as it is on disk. */
  async check() {
    clearTimeout(this.checking);
    if (this.name === null) return;
    const { draft } = this;
    try {
      const { marks, passages, hash } = await this.api.check(draft);
      if (draft.name !== this.name || draft.text !== this.editor.text) return;
      this.marks = marks;
      this.editor.mark(marks.filter((mark) => mark.file === this.name));
      this.problems.show(marks, this.name);
      this.passages = passages ?? this.passages;
      this.showList();
      this.moved();
      if (hash !== this.begunWith) await this.#changedOnDisk();
      await this.preview.refresh();
      this.changes.outdate(this.draft);
    } catch (error) {
      if (!isGivenUp(error)) this.head.failed(error);
    }
  }

  async save() {
    if (this.name === null || this.isSaving) return;
    this.isSaving = true;
    const { draft } = this;
    this.head.brief(this.texts.saving);
    try {
      const { hash } = await this.api.save(draft, this.begunWith);
      this.saved = draft.text;
      this.begunWith = hash;
      this.head.warn("");
      this.keep();
      this.#state(this.isUnsaved ? undefined : this.texts.wasSaved(clock()));
      await this.onSaved();
      await this.preview.refresh();
    } catch (error) {
      await this.#notSaved(error);
    } finally {
      this.isSaving = false;
    }
  }

  discard() {
    if (!window.confirm(this.texts.discardAsk)) return;
    if (this.saved === null) {
      this.#close();
      return;
    }
    this.editor.replace(this.saved);
    this.keep();
    this.editor.focus();
  }

  addPassage() {
    const taken = (this.passages ?? []).map(({ id }) => id);
    const { text, line } = withPassage(this.editor.text, slugOf(this.name), taken, this.texts.template);
    this.editor.replace(text);
    this.editor.goTo(line);
  }

  async addQuestion({ question, language, passage, field }) {
    const { draft } = this;
    try {
      const { text } = await this.api.phrasing({ draft, passage, language, field, question });
      if (draft.text !== this.editor.text) return;
      this.editor.replace(text);
      this.head.notice(this.texts.wasAdded);
    } catch (error) {
      if (error.status === 422 || error.status === 404) this.head.notice(this.texts.notAdded);
      else this.head.failed(error);
    }
  }

  /** Lets the editor see what somebody else wrote beside the own text, and choose. */
  async showBoth() {
    const mine = this.editor.text;
    let file;
    try {
      file = await this.api.file(this.name);
    } catch (error) {
      this.head.failed(error);
      return;
    }
    const chosen = await this.conflict.ask(file.text, mine);
    if (chosen === "keep") this.copies.keep(this.name, mine);
    if (chosen) this.#takeTheirs(file);
    this.editor.focus();
  }

  showList() {
    this.list.current = this.name;
    this.list.unsaved = new Set(this.drafts.names().filter((name) => name.endsWith(".yaml") && !name.startsWith("copy of ")));
    this.list.count(this.marks);
    this.list.show();
  }

  /** Leaves a file that was never made. */
  #close() {
    this.drafts.drop(this.name);
    this.name = null;
    this.marks = [];
    this.head.closed();
    history.replaceState(null, "", location.pathname + location.search);
    this.showList();
    this.preview.follow(null);
    this.gaps.follow(null);
  }

  async #changedOnDisk() {
    if (this.isSaving) return;
    const file = await this.api.file(this.name);
    if (file.hash === this.begunWith) return;
    if (this.isUnsaved) {
      this.head.warn(file.text === null ? this.texts.conflictGone : this.texts.conflict);
    } else {
      this.#takeTheirs(file);
      this.head.notice(this.texts.wasRenewed);
    }
  }

  /** The own text is one step back (Ctrl+Z). */
  #takeTheirs({ text, hash }) {
    this.saved = text;
    this.begunWith = hash;
    this.editor.replace(text ?? "");
    this.head.warn("");
    this.keep();
    this.#state();
    this.check();
  }

  async #notSaved(error) {
    const { told } = error;
    if (error.status === 409) {
      this.#state();
      this.head.warn(told.theirs === null ? this.texts.conflictGone : this.texts.conflict);
      await this.showBoth();
    } else if (error.status === 422 && told.marks) {
      this.problems.show(told.marks, this.name);
      this.head.brief(this.texts.hasErrors(told.marks.length));
      this.element("problem-list").querySelector("button")?.focus();
    } else {
      this.#state();
      this.head.failed(error);
    }
  }

  #state(sentence) {
    const title = this.list.titleOf(this.name);
    const { isUnsaved, saved } = this;
    this.head.tell({ title, isUnsaved, isNew: saved === null }, sentence);
  }

  /** Whether nothing is written yet in a file that is to be made. */
  get isBlank() {
    return this.saved === null && this.editor.text === this.#template();
  }

  #template() {
    return fileTemplate(slugOf(this.name), this.texts.template);
  }
}
