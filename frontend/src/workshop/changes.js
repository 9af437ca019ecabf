// Which questions get another answer if the text is saved: asked for, and told as it is found out.
import { element, say, styled } from "../elements.js";
import { Comparison } from "./comparison.js";
import { Errand } from "./errand.js";

/** @typedef {import("./api.js").Draft} Draft
 *  @typedef {import("./comparison.js").Result} Result
 *  @typedef {{ stage: "building" } | { stage: "asking", done: number, of: number }
 *    | { stage: "near", result: Result } | { stage: "done", result: Result } | { stage: "failed", error: string }} Told
 *  "near" has the questions that stand near what has changed; the rest are still being asked. */

const LISTED = 30;
const COMPARED_AFTER_MS = 4_000;

/** Finds out what *files* would change, and lists the questions of some *kinds*.
 *  @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts }} how
 *  @param {import("./api.js").FileVersion[]} files @param {AbortSignal} signal
 *  @param {{ kinds: import("./comparison.js").Kind[], said: HTMLElement, list: HTMLElement,
 *    counted: string, none: string }} what how many there are is said by the key *counted* */
export async function listChanged({ api, texts }, files, signal, { kinds, said, list, counted, none }) {
  say(said, texts.say("workshop.finding_out"));
  await api.changes(files, signal, (/** @type {Told} */ told) => {
    if (told.stage === "failed") say(said, texts.say("workshop.changes_faulty"));
    if (told.stage !== "done") return;
    const found = told.result.changes.filter(({ kind }) => kinds.includes(kind));
    say(said, texts.say(found.length ? counted : none, { count: found.length }));
    list.replaceChildren(...found.slice(0, LISTED).map(({ question }) => {
      const row = styled("li", "", question.text);
      row.lang = question.language;
      return row;
    }));
  });
}

/** Tells how far a comparison has come, and hands on what it has found.
 *  @param {Told} told
 *  @param {{ said: HTMLElement, bar: HTMLProgressElement, texts: import("../texts.js").Texts }} where
 *  @param {(result: Result, isPartial: boolean) => void} onFound */
export function tellComparison(told, { said, bar, texts }, onFound) {
  if (told.stage === "building") {
    say(said, texts.say("workshop.building"));
  } else if (told.stage === "asking") {
    bar.max = told.of;
    bar.value = told.done;
    bar.title = texts.say("workshop.asking", { done: told.done, of: told.of });
    if (told.done === 0) say(said, texts.say("workshop.asking", { done: 0, of: told.of }));
  } else if (told.stage === "near" || told.stage === "done") {
    onFound(told.result, told.stage === "near");
  } else {
    /** @type {Record<string, string>} */
    const known = { faulty: texts.say("workshop.changes_faulty"), "faulty-before": texts.say("workshop.changes_faulty_before") };
    say(said, known[told.error] ?? texts.say("workshop.failed"));
  }
}

export class Changes {
  summary = "";
  /** The text that was compared: null for the base as it is saved, undefined before any.
   *  @type {Draft | null | undefined} */
  of;
  /** Whether what was asked for last has been told; its worker may take a while to end. */
  isTold = false;

  /** @type {number | undefined} */
  soon;

  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts,
   *    draft: () => Draft | null, isWanted: () => boolean, onOpen: (id: string) => void,
   *    onPress: () => void, onAccept: (lost: import("./api.js").Miss, region: HTMLElement) => Promise<boolean> }} how */
  constructor(how) {
    this.how = how;
    this.said = element("changes-said");
    this.bar = element("progress", HTMLProgressElement);
    this.result = element("changes");
    this.impact = element("impact");
    this.impact.addEventListener("click", () => how.onPress());
    const { bar, said } = this;
    const parts = { start: element("compare"), stop: element("stop-comparing"), bar, said };
    this.errand = new Errand(parts, how.texts, (signal) => this.#compare(signal));
  }

  /** @param {AbortSignal} signal */
  async #compare(signal) {
    const of = this.how.draft();
    this.isTold = false;
    this.result.replaceChildren();
    const files = of ? [{ ...of, begun_with: null }] : [];
    await this.how.api.changes(files, signal, (told) => {
      tellComparison(told, { said: this.said, bar: this.bar, texts: this.how.texts }, (result, isPartial) => {
        this.of = of;
        this.isTold = !isPartial;
        this.#show(result, isPartial);
      });
    });
  }

  /** The text may no longer be the one that was compared.
   *  @param {Draft | null} draft */
  outdate(draft) {
    const isSame = this.of !== undefined && draft?.name === this.of?.name && draft?.text === this.of?.text;
    this.impact.hidden = !this.how.isWanted();
    if (!isSame) this.#soon();
    if (this.of === undefined || (this.errand.running && !this.isTold)) return;
    say(this.said, isSame ? this.summary : this.how.texts.say("workshop.changes_old"));
  }

  /** Compares once nobody has written for a while, where the number is to stay in view. */
  #soon() {
    clearTimeout(this.soon);
    const { isWanted, texts } = this.how;
    if (!isWanted()) return;
    say(this.impact, texts.say("workshop.impact_unknown"));
    this.soon = setTimeout(async () => {
      await this.errand.stopped();
      if (isWanted()) await this.errand.run();
    }, COMPARED_AFTER_MS);
  }

  /** @param {Result} result @param {boolean} isPartial */
  #show(result, isPartial) {
    const { texts } = this.how;
    const found = new Comparison(result, {
      ...this.how,
      isPartial,
      onAccept: (lost) => this.how.onAccept(lost, this.said),
    });
    this.impact.hidden = !this.how.isWanted();
    say(this.impact, found.inNumber);
    this.summary = `${texts.say("workshop.changes_of", { time: texts.clock() })} ${found.inShort}`;
    say(this.said, this.summary);
    this.result.replaceChildren(...found.lists());
  }
}
