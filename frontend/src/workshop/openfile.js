// Which file is being written, and how its text stands to the file on disk.
import { fileTemplate, slugOf } from "./templates.js";

export class OpenFile {
  /** Null where none is open.
   *  @type {string | null} */
  name = null;
  /** The file's text on disk; null where it is new.
   *  @type {string | null} */
  saved = null;
  /** What names the bytes on disk that the text was begun with.
   *  @type {string | null} */
  begunWith = null;
  /** Of all files, with the text in place.
   *  @type {import("./api.js").Mark[]} */
  marks = [];
  /** Null until the server has read the text.
   *  @type {import("./api.js").Named[] | null} */
  passages = null;

  /** @param {import("./editor.js").Editor} editor @param {() => import("./api.js").Names} names
   *  @param {import("../texts.js").Texts} texts */
  constructor(editor, names, texts) {
    this.editor = editor;
    this.names = names;
    this.texts = texts;
  }

  /** @param {string} name @param {import("./api.js").FileText} onDisk */
  begin(name, onDisk) {
    this.name = name;
    this.marks = [];
    this.passages = null;
    this.take(onDisk);
  }

  /** The text on disk is now this one.
   *  @param {import("./api.js").FileText} onDisk */
  take({ text, hash }) {
    this.saved = text;
    this.begunWith = hash;
  }

  leave() {
    this.name = null;
    this.marks = [];
    this.passages = null;
  }

  get isUnsaved() {
    return this.name !== null && (this.saved === null || this.editor.text !== this.saved);
  }

  get isFaulty() {
    return this.marks.some((mark) => mark.level === "error");
  }

  /** Whether nothing is written yet in a file that is to be made. */
  get isBlank() {
    return this.saved === null && this.editor.text === this.template;
  }

  /** What a file of this name begins as. */
  get template() {
    return this.name === null ? "" : fileTemplate(slugOf(this.name), this.names().languages, this.texts);
  }

  /** What the server is to put in place; nothing where no file is open. */
  get draft() {
    return this.name === null ? null : { name: this.name, text: this.editor.text };
  }
}
