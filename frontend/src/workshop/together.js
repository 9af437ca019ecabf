// Several files saved together or not at all, and the way back.
import { button, element, say, styled } from "../elements.js";
import { Refused } from "./api.js";

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
   *  @param {(Rearranged | import("./api.js").FileVersion)[]} files
   *  @param {HTMLElement} region @param {HTMLElement} [list] */
  async save(files, region, list) {
    const { api, desk, texts } = this.how;
    const now = files.map(({ name, text, begun_with }) => ({ name, text, begun_with }));
    try {
      const { hashes } = await api.saveTogether(now);
      this.before = files.map((each) => ({
        name: each.name,
        text: "before" in each ? each.before : null,
        begun_with: hashes[each.name],
      }));
      element("take-back").hidden = false;
      await desk.savedTogether(now, hashes);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) say(region, texts.notReached);
      else if (error.status === 409) say(region, texts.changedMeanwhile(error.told.name ?? ""));
      else {
        say(region, texts.hindered);
        list?.replaceChildren(...(error.told.marks ?? []).map((mark) => this.#hindrance(mark)));
      }
      return false;
    }
  }

  async #takeBack() {
    const { texts, desk } = this.how;
    if (await this.save(this.before, element("notice"))) {
      element("take-back").hidden = true;
      desk.head.notice(texts.tookBack);
    }
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
