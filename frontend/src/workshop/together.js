// Several files saved together or not at all, and the way back.
import { button, element, say, styled } from "../elements.js";
import { Refused, statusOf } from "./api.js";

/** @typedef {import("./api.js").Rearranged} Rearranged
 *  @typedef {import("./api.js").FileVersion} FileVersion
 *  @typedef {import("./api.js").Mark} Mark
 *  @typedef {import("./api.js").Saved} Saved */

export class Together {
  /** What the last change can be taken back with.
   *  @type {FileVersion[]} */
  before = [];
  /** The gap that was decided about together with that; null where it was another change.
   *  @type {import("./api.js").Handled | null} */
  gap = null;

  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts,
   *    desk: import("./desk.js").Desk, list: import("./filelist.js").FileList,
   *    onTakenBack: () => void }} how */
  constructor(how) {
    this.how = how;
    element("take-back").addEventListener("click", () => this.takeBack(element("notice")));
  }

  /** What is told of *files*: which of them change, come or go.
   *  @param {Rearranged[]} files */
  told(files) {
    const { texts, list } = this.how;
    const rows = document.createElement("ul");
    rows.append(...files.map(({ name, text, before }) => {
      const title = list.titleOf(name);
      if (text === null) return styled("li", "", texts.say("workshop.file_goes", { title }));
      return styled("li", "", before === null ? texts.say("workshop.file_comes", { title }) : texts.say("workshop.file_changes", { title }));
    }));
    return [styled("p", "", texts.say("workshop.these_change")), rows];
  }

  /** Whether all *files* could be saved; why not is said in *region*, with what hinders in *list*.
   *  @param {Rearranged[]} files
   *  @param {HTMLElement} region @param {HTMLElement} [list]
   *  @param {(files: FileVersion[]) => Promise<Saved>} [carryOut]
   *    saves them, and whatever else is to be done at the same time */
  async save(files, region, list, carryOut = this.how.api.saveTogether) {
    const told = await this.#write(files, carryOut, region, list);
    if (!told) return false;
    const { hashes, gap, not_committed: isLeft } = told;
    this.before = files.map(({ name, before }) => ({ name, text: before, begun_with: hashes[name] }));
    this.gap = gap ?? null;
    element("take-back").hidden = false;
    const isShown = await this.#shown(files, hashes, region);
    if (isLeft) this.how.desk.head.notice(this.how.texts.say("workshop.not_committed"));
    return isShown;
  }

  /** Whether a test question that is lost is now a known miss; why not is said in *region*.
   *  @param {import("./api.js").Miss} lost @param {HTMLElement} region */
  acceptLost(lost, region) {
    return this.#saved((files) => this.how.api.acceptLost([lost], files), region);
  }

  /** Whether an unknown word is now one of the base's own; why not is said where notices are.
   *  @param {{ language: import("./api.js").Language, word: string }} unknown */
  addOwnWord({ language, word }) {
    return this.#saved((files) => this.how.api.ownWord({ language, word, files }), element("notice"));
  }

  /** Whether what the server *plans*, told what isn't saved, could be saved.
   *  @param {(files: FileVersion[]) => Promise<{ files: Rearranged[] }>} plan
   *  @param {HTMLElement} region where it is said why not */
  async #saved(plan, region) {
    const { desk, texts } = this.how;
    try {
      const { files } = await plan(await desk.unsaved());
      return await this.save(files, region);
    } catch (error) {
      say(region, statusOf(error) ? texts.say("workshop.not_rearranged") : texts.say("workshop.not_reached"));
      return false;
    }
  }

  /** What the server tells once all *files* are written; null where none is.
   *  @param {FileVersion[]} files @param {(files: FileVersion[]) => Promise<Saved>} carryOut
   *  @param {HTMLElement} region @param {HTMLElement} [list] */
  async #write(files, carryOut, region, list) {
    try {
      return await carryOut(files.map(({ name, text, begun_with }) => ({ name, text, begun_with })));
    } catch (error) {
      if (!(error instanceof Refused)) say(region, this.how.texts.say("workshop.not_reached"));
      else this.#refused(error.told, files, region, list);
      return null;
    }
  }

  /** @param {Refused["told"]} told @param {FileVersion[]} files
   *  @param {HTMLElement} region @param {HTMLElement} [list] */
  #refused({ error, name, by, at, marks }, files, region, list) {
    const { texts } = this.how;
    /** @type {Record<string, string>} */
    const known = {
      changed: texts.say("workshop.changed_meanwhile", { name: name ?? "" }),
      "already-handled": texts.say("workshop.gap_taken", { by: by ?? "", time: texts.clock(at) }),
      "nothing-left": texts.say("workshop.gap_gone"),
      "out-of-date": texts.say("workshop.gap_not_reopened"),
      "no-such-case": texts.say("workshop.gap_not_reopened"),
      "no-database": texts.say("workshop.gaps_no_database"),
    };
    say(region, known[error ?? ""] ?? texts.say("workshop.hindered"));
    const isThere = (/** @type {Mark} */ { file }) => !files.some((each) => each.name === file && each.begun_with === null);
    list?.replaceChildren(...(marks ?? []).map((mark) => this.#hindrance(mark, isThere(mark))));
  }

  /** Whether the page could take in that *files* are written.
   *  @param {FileVersion[]} files
   *  @param {Record<string, string | null>} hashes @param {HTMLElement} region */
  async #shown(files, hashes, region) {
    try {
      await this.how.desk.savedTogether(files, hashes);
      return true;
    } catch {
      say(region, this.how.texts.say("workshop.not_reached"));
      return false;
    }
  }

  /** The button goes first: a second press must not put back what isn't there.
   *  @param {HTMLElement} region where it is said why it can't be done */
  async takeBack(region) {
    const { api, texts, desk, onTakenBack } = this.how;
    const press = element("take-back");
    if (press.hidden) return;
    press.hidden = true;
    const { gap } = this;
    const told = await this.#write(
      this.before,
      (files) => (gap ? api.reopenGap({ files, gap: gap.id, version: gap.version }) : api.saveTogether(files)),
      region,
    );
    press.hidden = told !== null;
    if (!told) return;
    if (await this.#shown(this.before, told.hashes, region)) desk.head.notice(texts.say("workshop.took_back"));
    onTakenBack();
  }

  /** A link to what hinders, where its file is there to be opened.
   *  @param {Mark} mark @param {boolean} isThere */
  #hindrance(mark, isThere) {
    const said = `${this.how.list.titleOf(mark.file)}: ${mark.text}`;
    const row = styled("li", "", isThere ? "" : said);
    if (!isThere) return row;
    const go = button(said, () => {
      go.closest("dialog")?.close();
      location.hash = `${mark.file}:${mark.line}`;
    });
    go.className = "link";
    row.append(go);
    return row;
  }
}
