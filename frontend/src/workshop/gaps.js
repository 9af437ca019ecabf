// What people asked that the base had no good answer to: read on demand, and worked through group
// by group, with one key for each thing that can be done.
import { button, element, say, styled } from "../elements.js";
import { isGivenUp } from "./api.js";
import { Errand } from "./errand.js";
import { GapPlan } from "./gapplan.js";

/** @typedef {import("./api.js").Named} Named
 *  @typedef {import("./api.js").Handled} Handled
 *  @typedef {import("../texts.js").Language} Language
 *  @typedef {{ question: string, asked: string, answers: string[], language: Language,
 *    count: number, latest: string, examples: string[], nearest: Nearest[], area: string | null,
 *    routine: string, handled?: Handled }} Gap
 *  @typedef {{ id: string, topic: string, titles: Record<Language, string> }} Nearest
 *  @typedef {import("./gapplan.js").GapDeed} GapDeed */

/** @type {Record<string, GapDeed>} */
const DEEDS = { f: "phrasing", n: "passage", h: "not-ours", x: "junk" };
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, Home: -Infinity, End: Infinity };

export class Gaps {
  /** @type {Gap[]} */
  groups = [];
  at = 0;

  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts,
   *    language: Language, names: () => import("./api.js").Names,
   *    desk: () => import("./desk.js").Desk, edits: () => import("./edits.js").Edits,
   *    together: () => import("./together.js").Together,
   *    onOpen: (id: string) => void, onTry: (question: string) => void }} how */
  constructor(how) {
    this.how = how;
    this.said = element("gaps-said");
    this.told = element("gap-told");
    this.work = element("gaps-work");
    this.list = element("gaps");
    this.plan = new GapPlan({ ...how, onDone: (sentence) => this.#done(sentence), onDropped: () => this.list.focus() });
    const parts = {
      start: element("read-gaps"),
      stop: element("stop-reading"),
      bar: element("gaps-progress", HTMLProgressElement),
      said: this.said,
    };
    this.errand = new Errand(parts, how.texts, (signal) => this.#read(signal));
    this.work.addEventListener("keydown", (event) => this.#onKey(event));
    for (const deed of this.#deeds) {
      deed.addEventListener("click", () => this.#begin(/** @type {GapDeed} */ (deed.dataset.gapDeed)));
    }
    element("gap-try").addEventListener("click", () => this.#try());
    addEventListener("focus", () => this.refresh());
  }

  /** @returns {NodeListOf<HTMLButtonElement>} */
  get #deeds() {
    return this.work.querySelectorAll("[data-gap-deed]");
  }

  /** @returns {Gap | undefined} */
  get gap() {
    return this.groups[this.at];
  }

  /** The passage at the cursor has become another: it too may be given a gap's wordings.
   *  @param {Named | null} passage */
  follow(passage) {
    this.plan.atCursor = passage;
  }

  /** The base has been saved since the gaps were read. */
  async outdate() {
    if (this.plan.isSaving) return;
    await this.plan.takeBegun();
    if (this.groups.length && !this.errand.running) say(this.said, this.how.texts.say("workshop.gaps_old"));
  }

  /** Finds out which groups others have handled, or have taken back. */
  async refresh() {
    if (!this.groups.length || this.errand.running) return;
    try {
      const { handled } = await this.how.api.handledGaps(this.groups.map(({ asked }) => asked));
      const changed = this.groups.filter((gap) => gap.handled?.id !== handled[gap.asked]?.id);
      for (const gap of changed) gap.handled = handled[gap.asked];
      if (changed.length) this.#draw();
    } catch (error) {
      if (!isGivenUp(error)) say(this.told, this.how.texts.say("workshop.not_reached"));
    }
  }

  /** @param {AbortSignal} signal */
  async #read(signal) {
    this.groups = [];
    this.plan.drop();
    this.work.hidden = true;
    await this.how.api.gaps(signal, (told) => this.#tell(told));
    if (this.groups.length) this.list.focus();
  }

  /** @param {{ stage: string, error?: string, result: { count: number, groups: Gap[] } }} told */
  #tell({ stage, error, result }) {
    const { texts } = this.how;
    /** @type {Record<string, string>} */
    const known = { "no-database": texts.say("workshop.gaps_no_database"), "faulty-before": texts.say("workshop.gaps_faulty") };
    if (stage === "done") this.#show(result);
    else if (stage === "failed") say(this.said, known[error ?? ""] ?? texts.say("workshop.failed"));
    else say(this.said, stage === "building" ? texts.say("workshop.building") : texts.say("workshop.gaps_grouping"));
  }

  /** @param {{ count: number, groups: Gap[] }} result */
  #show({ count, groups }) {
    const { texts } = this.how;
    const rest = count > groups.length ? ` ${texts.say("workshop.gaps_rest", { count: groups.length })}` : "";
    say(this.said, (count ? texts.say("workshop.gaps_count", { count }) : texts.say("workshop.gaps_none")) + rest);
    this.groups = groups;
    this.work.hidden = !groups.length;
    say(this.told, "");
    this.#select(0);
  }

  /** @param {number} at */
  #select(at) {
    this.at = Math.max(0, Math.min(at, this.groups.length - 1));
    this.plan.drop();
    this.#draw();
    this.refresh();
  }

  #draw() {
    this.list.replaceChildren(...this.groups.map((gap, at) => this.#option(gap, at)));
    this.list.setAttribute("aria-activedescendant", `gap-${this.at}`);
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
    if (this.gap) this.#detail(this.gap);
  }

  /** @param {Gap} gap @param {number} at */
  #option(gap, at) {
    const { texts } = this.how;
    const row = styled("li", gap.handled ? "handled" : "", "");
    row.id = `gap-${at}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(at === this.at));
    row.addEventListener("click", () => this.#select(at));
    row.append(inLanguage("span", gap.language, gap.question), styled("span", "facts", factsOf(gap, texts)));
    return row;
  }

  /** @param {Gap} gap */
  #detail(gap) {
    const { texts, language, onOpen } = this.how;
    const title = element("gap-title");
    title.textContent = gap.question;
    title.lang = gap.language;
    element("gap-facts").textContent = factsOf(gap, texts);
    const others = gap.examples.filter((each) => each !== gap.question);
    element("gap-examples").replaceChildren(...others.map((each) => inLanguage("li", gap.language, each)));
    element("gap-near").textContent = gap.nearest.length ? texts.say("workshop.gap_nearest") : texts.say("workshop.gap_no_nearest");
    element("gap-nearest").replaceChildren(...gap.nearest.map(({ id, titles }) => {
      const open = button(titles[language] ?? id, () => onOpen(id));
      open.className = "link";
      open.setAttribute("aria-label", texts.say("workshop.open_passage", { title: titles[language] ?? id }));
      const row = document.createElement("li");
      row.append(open);
      return row;
    }));
    for (const deed of this.#deeds) deed.disabled = Boolean(gap.handled);
  }

  /** Keys count only here, and never where one writes or chooses.
   *  @param {KeyboardEvent} event */
  #onKey(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !this.gap) return;
    const isInField = target instanceof HTMLSelectElement;
    if (key === "Escape" && this.plan.isOpen) this.plan.cancel();
    else if (key === "Enter" && (isInField || target === this.list)) this.plan.save();
    else if (isInField || !this.#carryOut(key)) return;
    event.preventDefault();
  }

  /** Whether *key* does something.
   *  @param {string} key */
  #carryOut(key) {
    const small = key.length === 1 ? key.toLowerCase() : key;
    const near = this.gap?.nearest[Number(small) - 1];
    if (small in STEPS) this.#select(this.at + STEPS[small]);
    else if (small in DEEDS) this.#begin(DEEDS[small]);
    else if (near) this.#begin("phrasing", near.id);
    else if (small === "p") this.#try();
    else if (small === "o" && this.gap?.nearest.length) this.how.onOpen(this.gap.nearest[0].id);
    else if (small === "z") this.how.together().takeBack(this.told);
    else return false;
    return true;
  }

  /** @param {GapDeed} deed @param {string} [target] */
  #begin(deed, target) {
    if (!this.gap) return;
    const { texts } = this.how;
    const { handled } = this.gap;
    if (handled) say(this.told, texts.say("workshop.gap_handled_by", { by: handled.by, time: texts.clock(handled.at) }));
    else this.plan.begin(this.gap, deed, target);
  }

  #try() {
    if (this.gap) this.how.onTry(this.gap.question);
  }

  /** The group is decided about: the next that nobody has handled is at hand.
   *  @param {string} sentence */
  async #done(sentence) {
    await this.refresh();
    const left = this.groups.filter(({ handled }) => !handled).length;
    const after = this.groups.findIndex(({ handled }, at) => at > this.at && !handled);
    const next = after === -1 ? this.groups.findIndex(({ handled }) => !handled) : after;
    if (next !== -1) this.#select(next);
    say(this.told, `${sentence} ${this.how.texts.say(left ? "workshop.gaps_left" : "workshop.gaps_left_none", { count: left })}`);
  }
}

/** @param {Gap} gap @param {import("../texts.js").Texts} texts */
function factsOf({ count, latest, handled }, texts) {
  const facts = texts.say("workshop.gap_facts", { count, day: texts.day(latest) });
  return handled ? `${facts}. ${texts.say("workshop.gap_handled_by", { by: handled.by, time: texts.clock(handled.at) })}` : facts;
}

/** @param {"span" | "li"} tag @param {Language} language @param {string} text */
function inLanguage(tag, language, text) {
  return Object.assign(styled(tag, "", text), { lang: language });
}
