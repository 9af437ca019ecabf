// The file being written: opened, checked as one types, stored as a draft, saved.
import { element, inside } from "../elements.js";
import { isGivenUp, Refused } from "./api.js";
import { Headline } from "./headline.js";

const CHECKED_AFTER_MS = 500;
const STORED_AFTER_MS = 250;

/** @typedef {object} Parts what the desk works with
 *  @property {import("./api.js").Api} api
 *  @property {import("../texts.js").Texts} texts
 *  @property {import("./openfile.js").OpenFile} file
 *  @property {import("./editor.js").Editor} editor
 *  @property {import("./passageform.js").PassageForm} form
 *  @property {import("./view.js").View} view
 *  @property {import("./drafts.js").Drafts} drafts
 *  @property {import("./filelist.js").FileList} list
 *  @property {import("./preview.js").Preview} preview
 *  @property {import("./changes.js").Changes} changes
 *  @property {import("./gaps.js").Gaps} gaps
 *  @property {import("./conflict.js").Conflict} conflict
 *  @property {import("./copies.js").Copies} copies
 *  @property {import("./problems.js").Problems} problems
 *  @property {() => Promise<void>} onSaved */

export class Desk {
  isSaving = false;
  /** @type {number | undefined} */
  storing;
  /** @type {number | undefined} */
  checking;

  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.file = parts.file;
    this.head = new Headline(parts.texts, () => this.showBoth());
    element("save").addEventListener("click", () => this.save());
    element("discard").addEventListener("click", () => this.discard());
    addEventListener("beforeunload", (event) => {
      this.store();
      if (this.file.isUnsaved || parts.form.isWaiting) event.preventDefault();
    });
    addEventListener("pagehide", () => this.store());
    addEventListener("focus", () => this.check());
  }

  /** @param {string} name */
  async open(name) {
    if (name === this.file.name) return;
    const { api, texts, editor, drafts, copies, form, view } = this.parts;
    await form.flush();
    this.store();
    let onDisk;
    try {
      onDisk = await api.file(name);
    } catch (error) {
      this.head.failed(error);
      return;
    }
    this.file.begin(name, onDisk);
    form.follow(null);
    this.head.opened(name);
    const stored = drafts.get(name);
    if (stored && stored.text !== onDisk.text) {
      editor.open(name, stored.text);
      this.file.begunWith = stored.begunWith;
      this.head.notice(texts.say("workshop.was_restored", { time: texts.dayAndClock(stored.at) }));
    } else {
      editor.open(name, onDisk.text ?? this.file.template);
    }
    copies.show(name);
    view.show(name);
    this.#state();
    await this.check();
  }

  changed() {
    clearTimeout(this.storing);
    this.storing = setTimeout(() => this.store(), STORED_AFTER_MS);
    clearTimeout(this.checking);
    this.checking = setTimeout(() => this.check(), CHECKED_AFTER_MS);
    this.#state();
  }

  moved() {
    if (!this.file.passages) return;
    const { editor, form, view, preview, gaps } = this.parts;
    const { passages } = this.file;
    const above = passages.findLast(({ line }) => line <= editor.line);
    const here = above ?? (view.isForm ? passages[0] : undefined) ?? null;
    form.follow(here);
    preview.follow(here);
    gaps.follow(here);
  }

  /** Stores the text in the browser for as long as it isn't saved. */
  store() {
    clearTimeout(this.storing);
    if (this.file.name === null) return;
    const { drafts, editor, texts } = this.parts;
    if (!this.file.isUnsaved) drafts.drop(this.file.name);
    else if (!drafts.store(this.file.name, editor.text, this.file.begunWith)) this.head.notice(texts.say("workshop.not_kept"));
    this.showList();
  }

  /** Has the server look at the text: its marks, its passages, and the file as it is on disk. */
  async check() {
    clearTimeout(this.checking);
    const { draft } = this.file;
    if (draft === null) return;
    const { api, editor, form, problems, preview, changes } = this.parts;
    try {
      const { marks, passages, hash } = await api.check(draft);
      if (draft.name !== this.file.name || draft.text !== editor.text) return;
      this.file.marks = marks;
      editor.mark(marks.filter((mark) => mark.file === this.file.name));
      problems.show(marks, this.file.name);
      this.file.passages = passages ?? this.file.passages;
      this.showList();
      this.moved();
      await form.refresh();
      if (hash !== this.file.begunWith) await this.#changedOnDisk(draft.name);
      await preview.refresh();
      changes.outdate(this.file.draft);
    } catch (error) {
      if (!isGivenUp(error)) this.head.failed(error);
    }
  }

  async save() {
    if (this.isSaving) return;
    await this.parts.form.flush();
    const { draft } = this.file;
    if (draft === null) return;
    const { api, texts, preview, onSaved } = this.parts;
    this.isSaving = true;
    this.head.brief(texts.say("workshop.saving"));
    try {
      const { hash, not_committed: isLeft } = await api.save(draft, this.file.begunWith);
      this.file.take({ text: draft.text, hash });
      this.head.warn("");
      this.store();
      this.#state(this.file.isUnsaved ? undefined : texts.say("workshop.was_saved", { time: texts.clock() }));
      if (isLeft) this.head.notice(texts.say("workshop.not_committed"));
      await onSaved();
      await preview.refresh();
    } catch (error) {
      await this.#notSaved(error);
    } finally {
      this.isSaving = false;
    }
  }

  /** Every text that isn't saved, with the hash it was begun with.
   *  @returns {Promise<import("./api.js").FileVersion[]>} */
  async unsaved() {
    await this.parts.form.flush();
    this.store();
    const { drafts } = this.parts;
    return drafts.files().flatMap((name) => {
      const draft = drafts.get(name);
      return draft ? [{ name, text: draft.text, begun_with: draft.begunWith }] : [];
    });
  }

  /** Takes in that all *files* are saved as they are there.
   *  @param {import("./api.js").FileVersion[]} files
   *  @param {Record<string, string | null>} hashes */
  async savedTogether(files, hashes) {
    const { drafts, editor, form, onSaved } = this.parts;
    for (const { name, text } of files) {
      drafts.drop(name);
      if (name !== this.file.name) continue;
      if (text === null) this.#close();
      else {
        editor.replace(text);
        this.file.take({ text: editor.text, hash: hashes[name] });
      }
    }
    this.#state();
    await onSaved();
    await this.check();
    await form.refresh({ all: true });
  }

  discard() {
    const { editor, form, texts, view } = this.parts;
    if (!window.confirm(texts.say("workshop.discard_ask"))) return;
    if (this.file.saved === null) {
      this.#close();
      return;
    }
    editor.replace(this.file.saved);
    this.store();
    form.refresh({ all: true });
    view.focus();
  }

  /** Lets the editor see what somebody else wrote beside the own text, and choose. */
  async showBoth() {
    const { name } = this.file;
    if (name === null) return;
    const { api, editor, conflict, copies, form, view } = this.parts;
    await form.flush();
    const mine = editor.text;
    let theirs;
    try {
      theirs = await api.file(name);
    } catch (error) {
      this.head.failed(error);
      return;
    }
    const chosen = await conflict.ask(theirs.text, mine);
    if (chosen === "keep") copies.store(name, mine);
    if (chosen) this.#takeTheirs(theirs);
    view.focus();
  }

  showList() {
    const { list, drafts } = this.parts;
    list.current = this.file.name;
    list.unsaved = new Set(drafts.files());
    list.count(this.file.marks);
    list.show();
  }

  /** Leaves a file that was never made. */
  #close() {
    const { drafts, form, preview, gaps, view } = this.parts;
    if (this.file.name !== null) drafts.drop(this.file.name);
    this.file.leave();
    this.head.closed();
    history.replaceState(null, "", location.pathname + location.search);
    this.showList();
    view.show(null);
    form.follow(null);
    preview.follow(null);
    gaps.follow(null);
  }

  /** @param {string} name */
  async #changedOnDisk(name) {
    if (this.isSaving) return;
    const { api, texts } = this.parts;
    const onDisk = await api.file(name);
    if (onDisk.hash === this.file.begunWith) return;
    if (this.file.isUnsaved) {
      this.head.warn(onDisk.text === null ? texts.say("workshop.conflict_gone") : texts.say("workshop.conflict"));
    } else {
      this.#takeTheirs(onDisk);
      this.head.notice(texts.say("workshop.was_renewed"));
    }
  }

  /** The own text is one step back (Ctrl+Z).
   *  @param {import("./api.js").FileText} theirs */
  #takeTheirs(theirs) {
    this.file.take(theirs);
    this.parts.editor.replace(theirs.text ?? "");
    this.head.warn("");
    this.store();
    this.#state();
    this.check();
  }

  /** @param {unknown} error */
  async #notSaved(error) {
    const { texts, problems } = this.parts;
    if (!(error instanceof Refused)) {
      this.#state();
      this.head.failed(error);
    } else if (error.status === 409) {
      this.#state();
      this.head.warn(error.told.theirs === null ? texts.say("workshop.conflict_gone") : texts.say("workshop.conflict"));
      await this.showBoth();
    } else if (error.status === 422 && error.told.marks) {
      problems.show(error.told.marks, this.file.name);
      this.head.brief(texts.say("workshop.has_errors", { count: error.told.marks.length }));
      inside(element("problem-list"), "button").focus();
    } else {
      this.#state();
      this.head.failed(error);
    }
  }

  /** @param {string} [sentence] */
  #state(sentence) {
    const { name, isUnsaved, saved } = this.file;
    if (name === null) return;
    const title = this.parts.list.titleOf(name);
    this.head.tell({ title, isUnsaved, isNew: saved === null }, sentence);
  }
}
