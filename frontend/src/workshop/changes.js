// Which questions get another answer if the text is saved: asked for, and told as it is found out.
import { button, element, say, styled } from "../elements.js";
import { clock } from "./clock.js";
import { Errand } from "./errand.js";

/** @typedef {import("./texts.js").Language} Language
 *  @typedef {import("./api.js").Draft} Draft
 *  @typedef {{ language: Language, text: string, passage: string, is_test: boolean }} Question
 *  @typedef {{ outcome: string, passages: string[], area: string | null }} Reply
 *  @typedef {"lost" | "changed" | "added" | "new"} Kind
 *  @typedef {{ kind: Kind, question: Question, before: Reply | null, after: Reply }} Change
 *  @typedef {Record<string, Record<Language, string>>} InBothLanguages by id
 *  @typedef {import("./api.js").Miss} Miss
 *  @typedef {{ changes: Change[], unchanged: number, removed: number, lost: Miss[],
 *    titles: InBothLanguages, areas: InBothLanguages }} Result
 *  @typedef {{ stage: "building" } | { stage: "asking", done: number, of: number }
 *    | { stage: "done", result: Result } | { stage: "failed", error: string }} Told */

const SHOWN = 100;
const COMPARED_AFTER_MS = 4_000;
/** @type {Kind[]} */
const KINDS = ["lost", "changed", "added", "new"];

export class Changes {
  /** @type {InBothLanguages} */
  titles = {};
  /** @type {InBothLanguages} */
  areas = {};
  summary = "";
  /** The text that was compared: null for the base as it is saved, undefined before any.
   *  @type {Draft | null | undefined} */
  of;
  /** Whether what was asked for last has been told; its worker may take a while to end. */
  isTold = false;

  /** @type {number | undefined} */
  soon;

  /** @param {{ api: import("./api.js").Api, texts: import("./texts.js").Texts,
   *    draft: () => Draft | null, isWanted: () => boolean, onOpen: (id: string) => void,
   *    onPress: () => void, onAccept: (lost: Miss, region: HTMLElement) => Promise<boolean> }} how */
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
    await this.how.api.changes(files, signal, (told) => this.#tell(told, of));
  }

  /** The text may no longer be the one that was compared.
   *  @param {Draft | null} draft */
  outdate(draft) {
    const isSame = this.of !== undefined && draft?.name === this.of?.name && draft?.text === this.of?.text;
    this.impact.hidden = !this.how.isWanted();
    if (!isSame) this.#soon();
    if (this.of === undefined || (this.errand.running && !this.isTold)) return;
    say(this.said, isSame ? this.summary : this.how.texts.changesOld);
  }

  /** Compares once nobody has written for a while, where the number is to stay in view. */
  #soon() {
    clearTimeout(this.soon);
    const { isWanted, texts } = this.how;
    if (!isWanted()) return;
    say(this.impact, texts.impactUnknown);
    this.soon = setTimeout(async () => {
      await this.errand.stopped();
      if (isWanted()) await this.errand.run();
    }, COMPARED_AFTER_MS);
  }

  /** @param {Told} told @param {Draft | null} of */
  #tell(told, of) {
    const { texts } = this.how;
    if (told.stage === "building") {
      say(this.said, texts.building);
    } else if (told.stage === "asking") {
      this.bar.max = told.of;
      this.bar.value = told.done;
      this.bar.title = texts.asking(told.done, told.of);
      if (told.done === 0) say(this.said, texts.asking(0, told.of));
    } else if (told.stage === "done") {
      this.of = of;
      this.isTold = true;
      this.#show(told.result);
    } else {
      /** @type {Record<string, string>} */
      const known = { faulty: texts.changesFaulty, "faulty-before": texts.changesFaultyBefore };
      say(this.said, known[told.error] ?? texts.failed);
    }
  }

  /** @param {Result} result */
  #show({ changes, unchanged, removed, lost, titles, areas }) {
    const { texts } = this.how;
    this.titles = titles;
    this.areas = areas;
    const groups = KINDS.map((kind) => ({ kind, of: changes.filter((each) => each.kind === kind) }))
      .filter(({ of }) => of.length);
    const inShort = groups.map(({ kind, of }) => `${texts.kinds[kind]}: ${of.length}.`);
    if (!inShort.length) inShort.push(texts.nothingChanges);
    inShort.push(texts.unchanged(unchanged));
    if (removed) inShort.push(texts.removed(removed));
    const changed = changes.filter(({ kind }) => kind !== "new").length;
    this.impact.hidden = !this.how.isWanted();
    say(this.impact, texts.impact(changed));
    this.summary = `${texts.changesOf(clock())} ${inShort.join(" ")}`;
    say(this.said, this.summary);
    this.result.replaceChildren(
      ...this.#lost(lost),
      ...groups.flatMap(({ kind, of }) => this.#group(kind, of)),
    );
  }

  /** Test questions that keep the bot from taking the text, each with a button to accept that.
   *  @param {Miss[]} lost */
  #lost(lost) {
    if (!lost.length) return [];
    const list = document.createElement("ul");
    list.append(...lost.map((miss) => this.#lostRow(miss)));
    return [styled("p", "warn", this.how.texts.lostTests), list];
  }

  /** @param {Miss} miss */
  #lostRow(miss) {
    const { texts, onOpen, onAccept } = this.how;
    const row = document.createElement("li");
    const asked = button(miss.question, () => onOpen(miss.passage));
    asked.className = "link";
    asked.lang = miss.language;
    const accept = button(texts.acceptLost, async () => {
      accept.disabled = true;
      if (await onAccept(miss, this.said)) accept.replaceWith(styled("strong", "", texts.acceptedLost));
      accept.disabled = false;
    });
    accept.setAttribute("aria-label", `${texts.acceptLost}: ${miss.question}`);
    row.append(asked, " ", accept);
    return row;
  }

  /** @param {Kind} kind @param {Change[]} changes */
  #group(kind, changes) {
    const heading = styled("h4", kind, `${this.how.texts.kinds[kind]} (${changes.length})`);
    const list = document.createElement("ul");
    // Test questions first: they are what the base promises to answer.
    const sorted = changes.toSorted(
      (one, other) => Number(other.question.is_test) - Number(one.question.is_test),
    );
    list.append(...sorted.slice(0, SHOWN).map((change) => this.#row(change)));
    const rest = sorted.length - SHOWN;
    return [heading, list, ...(rest > 0 ? [styled("p", "", this.how.texts.more(rest))] : [])];
  }

  /** @param {Change} change */
  #row({ question, before, after }) {
    const { texts, onOpen } = this.how;
    const row = document.createElement("li");
    const asked = button(question.text, () => onOpen(question.passage));
    asked.className = "link";
    asked.lang = question.language;
    const kind = styled("span", "badge", question.is_test ? texts.test : texts.phrasing);
    const replies = document.createElement("dl");
    for (const { label, reply } of [
      { label: texts.before, reply: before },
      { label: texts.after, reply: after },
    ]) {
      if (!reply) continue;
      replies.append(styled("dt", "", label), styled("dd", "", this.#inWords(reply, question)));
    }
    row.append(asked, " ", kind, replies);
    return row;
  }

  /** @param {Reply} reply @param {Question} question */
  #inWords(reply, question) {
    const { texts } = this.how;
    const titles = reply.passages.map((id) => this.titles[id][question.language]);
    if (reply.outcome === "none") {
      const area = this.areas[reply.area ?? ""]?.[question.language];
      return area ? texts.replyElsewhere(area) : texts.replyNone;
    }
    if (reply.outcome === "suggestions") return texts.replyChoice(titles.join(" · "));
    const isRight = reply.passages[0] === question.passage;
    return `${titles[0]} (${isRight ? texts.right : texts.wrong})`;
  }
}
