// What is said above the text: which file it is, whether it is saved, and what is the matter.
import { element, inside, say } from "../elements.js";
import { statusOf } from "./api.js";

const ONLY_WHEN_OPEN = ["problems", "save", "discard", "add-passage", "copy"];

export class Headline {
  /** @param {import("../texts.js").Texts} texts @param {() => void} onShowBoth */
  constructor(texts, onShowBoth) {
    this.texts = texts;
    inside(element("trouble"), "button").addEventListener("click", onShowBoth);
  }

  /** @param {string} name */
  opened(name) {
    this.warn("");
    element("notice").textContent = "";
    for (const id of ["problems", "save"]) element(id).hidden = false;
    element("add-passage").hidden = !name.startsWith("passages/");
    element("choose").hidden = true;
  }

  closed() {
    for (const id of ONLY_WHEN_OPEN) element(id).hidden = true;
    element("choose").hidden = false;
    element("file-title").textContent = this.texts.say("workshop.no_file");
    for (const id of ["state", "notice"]) say(element(id), "");
    this.warn("");
    document.title = this.texts.say("workshop.title");
    element("filter").focus();
  }

  /** Tells how things stand; *sentence*, if there is one, instead of what is usually said.
   *  @param {{ title: string, isUnsaved: boolean, isNew: boolean }} standing
   *  @param {string} [sentence] */
  tell({ title, isUnsaved, isNew }, sentence) {
    const { texts } = this;
    const usual = isNew ? texts.say("workshop.is_new") : isUnsaved ? texts.say("workshop.is_unsaved") : texts.say("workshop.is_saved");
    this.brief(sentence ?? usual);
    element("state").classList.toggle("unsaved", isUnsaved);
    element("discard").hidden = !isUnsaved;
    element("file-title").textContent = title;
    document.title = `${isUnsaved ? "● " : ""}${title} – ${texts.say("workshop.title")}`;
  }

  /** @param {string} sentence */
  brief(sentence) {
    say(element("state"), sentence);
  }

  /** Says something once; said again, it is read out again.
   *  @param {string} sentence */
  notice(sentence) {
    say(element("notice"), "");
    say(element("notice"), sentence);
  }

  /** @param {string} sentence */
  warn(sentence) {
    const trouble = element("trouble");
    trouble.hidden = !sentence;
    say(inside(trouble, "p"), sentence);
  }

  /** Tells why something could not be done.
   *  @param {unknown} error */
  failed(error) {
    const { texts } = this;
    const status = statusOf(error);
    if (status === null) this.notice(texts.say("workshop.not_reached"));
    else if (status === 401) this.notice(texts.say("workshop.not_signed_in"));
    else if (status === 403) this.notice(texts.say("workshop.not_reviewer"));
    else if (status === 404) this.notice(texts.say("workshop.unknown_file"));
    else this.notice(status === 422 ? texts.say("workshop.not_utf8") : texts.say("workshop.failed"));
  }
}
