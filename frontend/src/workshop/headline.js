// What is said above the text: which file it is, whether it is saved, and what is the matter.
import { say } from "./problems.js";

const ONLY_WHEN_OPEN = ["editor", "problems", "save", "discard", "add-passage", "copy"];

export class Headline {
  /** @param {(id: string) => HTMLElement} element
   *  @param {() => void} onShowBoth */
  constructor(element, texts, onShowBoth) {
    this.element = element;
    this.texts = texts;
    element("trouble").querySelector("button").addEventListener("click", onShowBoth);
  }

  opened(name) {
    this.warn("");
    this.element("notice").textContent = "";
    for (const id of ["editor", "problems", "save"]) this.element(id).hidden = false;
    this.element("add-passage").hidden = !name.startsWith("passages/");
    this.element("choose").hidden = true;
  }

  closed() {
    for (const id of ONLY_WHEN_OPEN) this.element(id).hidden = true;
    this.element("choose").hidden = false;
    this.element("file-title").textContent = this.texts.noFile;
    for (const id of ["state", "notice"]) say(this.element(id), "");
    this.warn("");
    document.title = this.texts.title;
    this.element("filter").focus();
  }

  /** Tells how things stand; *sentence*, if there is one, instead of what is usually said. */
  tell({ title, isUnsaved, isNew }, sentence) {
    const { texts } = this;
    const usual = isNew ? texts.isNew : isUnsaved ? texts.isUnsaved : texts.isSaved;
    this.brief(sentence ?? usual);
    this.element("state").classList.toggle("unsaved", isUnsaved);
    this.element("discard").hidden = !isUnsaved;
    this.element("file-title").textContent = title;
    document.title = `${isUnsaved ? "● " : ""}${title} – ${texts.title}`;
  }

  brief(sentence) {
    say(this.element("state"), sentence);
  }

  /** Says something once; said again, it is read out again. */
  notice(sentence) {
    say(this.element("notice"), "");
    say(this.element("notice"), sentence);
  }

  warn(sentence) {
    const trouble = this.element("trouble");
    trouble.hidden = !sentence;
    say(trouble.querySelector("p"), sentence);
  }

  /** Tells why something could not be done. */
  failed(error) {
    const { texts } = this;
    const known = { 404: texts.unknownFile, 422: texts.notUtf8 };
    this.notice(error.status ? known[error.status] ?? texts.failed : texts.notReached);
  }
}
