// What buttons write into the box: passages, questions, and what is made of a gap. Nothing is saved.
import { statusOf } from "./api.js";
import { slugOf, withPassage } from "./templates.js";

/** @typedef {import("./gaps.js").Gap} Gap
 *  @typedef {import("./api.js").Draft} Draft
 *  @typedef {import("./api.js").Edited} Edited */

export class Edits {
  /** @param {{ api: import("./api.js").Api, texts: import("./texts.js").Texts,
   *    desk: import("./desk.js").Desk, file: import("./openfile.js").OpenFile,
   *    editor: import("./editor.js").Editor, names: () => import("./api.js").Names,
   *    passage: (id: string) => import("./api.js").Named | undefined }} how */
  constructor(how) {
    this.how = how;
  }

  addPassage() {
    const { editor, file, texts } = this.how;
    if (file.name === null) return;
    const taken = (file.passages ?? []).map(({ id }) => id);
    const { text, line } = withPassage(editor.text, slugOf(file.name), taken, texts.template);
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
      desk.head.notice(texts.wasAdded);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Adds what people asked to the passage with this id, in whichever file it stands.
   *  @param {Gap} gap @param {string} id */
  async addGap({ examples: asked, language }, id) {
    const { api, desk, passage, texts } = this.how;
    const found = passage(id);
    if (!found) {
      desk.head.notice(texts.notAdded);
      return;
    }
    await this.#write(
      found.file,
      (draft) => api.gapPhrasings({ draft, language, asked, passage: id }),
      (added) => (added ? texts.gapAdded(added) : texts.gapHadThem),
    );
  }

  /** Begins a passage on it, last in the topic's file.
   *  @param {Gap} gap @param {string} topic */
  async beginPassage({ examples: asked, language }, topic) {
    const { api, texts } = this.how;
    await this.#write(
      this.#fileOf(topic),
      (draft) => api.gapPassage({ draft, language, asked, topic }),
      () => texts.gapBegun,
    );
  }

  /** @param {string} name @param {(draft: Draft) => Promise<Edited>} change
   *  @param {(added: number) => string} inWords */
  async #write(name, change, inWords) {
    const { desk, editor, file } = this.how;
    if (!(await this.#open(name))) return;
    const before = editor.text;
    try {
      const { text, added, line } = await change({ name, text: file.isBlank ? "" : before });
      if (file.name !== name || editor.text !== before) return;
      editor.replace(text);
      if (added) editor.goTo(line);
      desk.head.notice(inWords(added));
    } catch (error) {
      this.#failed(error);
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

  /** @param {string} topic */
  #fileOf(topic) {
    const files = Object.entries(this.how.names().topic_of).filter(([, of]) => of === topic);
    const names = files.map(([name]) => name);
    const usual = `passages/${topic}.yaml`;
    return names.includes(usual) ? usual : names[0] ?? usual;
  }

  /** @param {unknown} error */
  #failed(error) {
    const { desk, texts } = this.how;
    if ([404, 422].includes(statusOf(error) ?? 0)) desk.head.notice(texts.notAdded);
    else desk.head.failed(error);
  }
}
