// Several files saved together or not at all, and the way back.
import { button, element, say, styled } from "../elements.js";
import { Refused, statusOf } from "./api.js";

/** @typedef {import("./api.js").Rearranged} Rearranged */

export class Together {
  /** What the last change can be taken back with.
   *  @type {import("./api.js").FileVersion[]} */
  before = [];

  /** @param {{ api: import("./api.js").Api, texts: import("./texts.js").Texts,
   *    desk: import("./desk.js").Desk, list: import("./filelist.js").FileList }} how */
  constructor(how) {
    this.how = how;
    element("take-back").addEventListener("click", () => this.#takeBack());
  }

  /** What is told of *files*: which of them change, come or go.
   *  @param {Rearranged[]} files */
  told(files) {
    const { texts, list } = this.how;
    const rows = document.createElement("ul");
    rows.append(...files.map(({ name, text, before }) => {
      const title = list.titleOf(name);
      if (text === null) return styled("li", "", texts.fileGoes(title));
      return styled("li", "", before === null ? texts.fileComes(title) : texts.fileChanges(title));
    }));
    return [styled("p", "", texts.theseChange), rows];
  }

  /** Whether all *files* could be saved; why not is said in *region*, with what hinders in *list*.
   *  @param {Rearranged[]} files
   *  @param {HTMLElement} region @param {HTMLElement} [list] */
  async save(files, region, list) {
    const hashes = await this.#write(files, region, list);
    if (!hashes) return false;
    this.before = files.map(({ name, before }) => ({ name, text: before, begun_with: hashes[name] }));
    element("take-back").hidden = false;
    return this.#shown(files, hashes, region);
  }

  /** Whether a test question that is lost is now a known miss; why not is said in *region*.
   *  @param {import("./api.js").Miss} lost @param {HTMLElement} region */
  async acceptLost(lost, region) {
    const { api, desk, texts } = this.how;
    try {
      const { files } = await api.acceptLost([lost], await desk.unsaved());
      return await this.save(files, region);
    } catch (error) {
      say(region, statusOf(error) ? texts.notRearranged : texts.notReached);
      return false;
    }
  }

  /** The hashes of *files* once all are written; null where none is.
   *  @param {import("./api.js").FileVersion[]} files
   *  @param {HTMLElement} region @param {HTMLElement} [list] */
  async #write(files, region, list) {
    const { api, texts } = this.how;
    try {
      const now = files.map(({ name, text, begun_with }) => ({ name, text, begun_with }));
      return (await api.saveTogether(now)).hashes;
    } catch (error) {
      if (!(error instanceof Refused)) say(region, texts.notReached);
      else if (error.status === 409) say(region, texts.changedMeanwhile(error.told.name ?? ""));
      else {
        say(region, texts.hindered);
        list?.replaceChildren(...(error.told.marks ?? []).map((mark) => this.#hindrance(mark)));
      }
      return null;
    }
  }

  /** Whether the page could take in that *files* are written.
   *  @param {import("./api.js").FileVersion[]} files
   *  @param {Record<string, string | null>} hashes @param {HTMLElement} region */
  async #shown(files, hashes, region) {
    try {
      await this.how.desk.savedTogether(files, hashes);
      return true;
    } catch {
      say(region, this.how.texts.notReached);
      return false;
    }
  }

  /** The button goes first: a second press must not put back what isn't there. */
  async #takeBack() {
    const { texts, desk } = this.how;
    const [press, notice] = [element("take-back"), element("notice")];
    press.hidden = true;
    const hashes = await this.#write(this.before, notice);
    press.hidden = hashes !== null;
    if (hashes && (await this.#shown(this.before, hashes, notice))) desk.head.notice(texts.tookBack);
  }

  /** @param {import("./api.js").Mark} mark */
  #hindrance(mark) {
    const row = document.createElement("li");
    const go = button(`${this.how.list.titleOf(mark.file)}: ${mark.text}`, () => {
      go.closest("dialog")?.close();
      location.hash = `${mark.file}:${mark.line}`;
    });
    go.className = "link";
    row.append(go);
    return row;
  }
}
