// What buttons write into the box: passages, questions, and what is made of a gap. Nothing is saved.
import { statusOf } from "./api.js";
import { slugOf, withPassage } from "./templates.js";

/** @typedef {import("./gaps.js").Gap} Gap */

export class Edits {
  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts,
   *    desk: import("./desk.js").Desk, file: import("./openfile.js").OpenFile,
   *    editor: import("./editor.js").Editor, names: () => import("./api.js").Names }} how */
  constructor(how) {
    this.how = how;
  }

  addPassage() {
    const { editor, file, names, texts } = this.how;
    if (file.name === null) return;
    const taken = (file.passages ?? []).map(({ id }) => id);
    const { text, line } = withPassage(editor.text, slugOf(file.name), taken, names().languages, texts);
    editor.replace(text);
    editor.goTo(line);
  }

  /** @param {import("./ranking.js").Added} added */
  async addQuestion(added) {
    const { api, desk, editor, file, texts } = this.how;
    const { draft } = file;
    if (draft === null) return;
    try {
      const { text } = await api.phrasing({ draft, ...added });
      if (draft.text !== editor.text) return;
      editor.replace(text);
      desk.head.notice(texts.say("workshop.was_added"));
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Begins a passage on it, last in the topic's file, unless *claim* says that somebody else does.
   *  @param {Gap} gap @param {string} topic
   *  @param {(made: import("./api.js").GapDraft) => Promise<boolean>} claim whether the gap is ours now
   *  @returns {Promise<boolean>} */
  async beginPassage({ examples: asked, language }, topic, claim) {
    const { api, desk, editor, file, texts } = this.how;
    const name = this.fileOf(topic);
    if (!(await this.#open(name))) return false;
    const before = editor.text;
    try {
      const draft = { name, text: file.isBlank ? "" : before };
      const { text, line, made } = await api.gapPassage({ draft, language, asked, topic });
      if (file.name !== name || editor.text !== before || !(await claim(made))) return false;
      editor.replace(text);
      editor.goTo(line);
      desk.head.notice(texts.say("workshop.gap_begun"));
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  /** Opens the file, with its name in the address as if it had been chosen in the list.
   *  @param {string} name */
  async #open(name) {
    await this.how.desk.open(name);
    if (this.how.file.name !== name) return false;
    if (location.hash !== `#${name}`) history.pushState(null, "", `#${name}`);
    return true;
  }

  /** The file that a new text on the topic goes into.
   *  @param {string} topic */
  fileOf(topic) {
    const files = Object.entries(this.how.names().topic_of).filter(([, of]) => of === topic);
    const names = files.map(([name]) => name);
    const usual = `passages/${topic}.yaml`;
    return names.includes(usual) ? usual : names[0] ?? usual;
  }

  /** @param {unknown} error */
  #failed(error) {
    const { desk, texts } = this.how;
    if ([404, 422].includes(statusOf(error) ?? 0)) desk.head.notice(texts.say("workshop.not_added"));
    else desk.head.failed(error);
  }
}
