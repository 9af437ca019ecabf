// What a comparison found: in a sentence, and in lists of the questions that get another answer.
import { button, styled } from "../elements.js";

/** @typedef {import("../texts.js").Language} Language
 *  @typedef {{ language: Language, text: string, passage: string, is_test: boolean }} Question
 *  @typedef {{ outcome: string, passages: string[], area: string | null }} Reply
 *  @typedef {"lost" | "changed" | "added" | "new"} Kind
 *  @typedef {{ kind: Kind, question: Question, before: Reply | null, after: Reply }} Change
 *  @typedef {Record<string, Record<Language, string>>} InBothLanguages by id
 *  @typedef {import("./api.js").Miss} Miss
 *  @typedef {{ changes: Change[], unchanged: number, removed: number, lost: Miss[],
 *    titles: InBothLanguages, areas: InBothLanguages }} Result */

const SHOWN = 100;
/** @type {Kind[]} */
const KINDS = ["lost", "changed", "added", "new"];

export class Comparison {
  /** @param {Result} result
   *  @param {{ texts: import("../texts.js").Texts, onOpen: (id: string) => void,
   *    onAccept: (lost: Miss) => Promise<boolean>, isPartial?: boolean }} how
   *    *isPartial* while the rest of the questions are still being asked */
  constructor(result, how) {
    this.how = how;
    this.result = result;
    this.groups = KINDS.map((kind) => ({ kind, of: result.changes.filter((each) => each.kind === kind) }))
      .filter(({ of }) => of.length);
  }

  /** How many of the questions that stood there before get another answer. */
  get changed() {
    return this.result.changes.filter(({ kind }) => kind !== "new").length;
  }

  get inNumber() {
    const count = this.changed;
    return this.how.texts.say(count ? "workshop.impact" : "workshop.impact_none", { count });
  }

  get inShort() {
    const { texts } = this.how;
    const { unchanged, removed } = this.result;
    const said = this.groups.map(({ kind, of }) => `${texts.say(`workshop.kind.${kind}`)}: ${of.length}.`);
    if (!said.length) said.push(texts.say("workshop.nothing_changes"));
    said.push(texts.say("workshop.unchanged", { count: unchanged }));
    if (removed) said.push(texts.say("workshop.removed", { count: removed }));
    if (this.how.isPartial) said.push(texts.say("workshop.rest_is_asked"));
    return said.join(" ");
  }

  /** @returns {HTMLElement[]} */
  lists() {
    return [...this.#lost(), ...this.groups.flatMap(({ kind, of }) => this.#group(kind, of))];
  }

  /** Test questions that keep the bot from taking the text, each with a button to accept that. */
  #lost() {
    const { lost } = this.result;
    if (!lost.length) return [];
    const list = document.createElement("ul");
    list.append(...lost.map((miss) => this.#lostRow(miss)));
    return [styled("p", "warn", this.how.texts.say("workshop.lost_tests")), list];
  }

  /** @param {Miss} miss */
  #lostRow(miss) {
    const { texts, onOpen, onAccept } = this.how;
    const row = document.createElement("li");
    const asked = button(miss.question, () => onOpen(miss.passage));
    asked.className = "link";
    asked.lang = miss.language;
    const accept = button(texts.say("workshop.accept_lost"), async () => {
      accept.disabled = true;
      if (await onAccept(miss)) accept.replaceWith(styled("strong", "", texts.say("workshop.accepted_lost")));
      accept.disabled = false;
    });
    accept.setAttribute("aria-label", `${texts.say("workshop.accept_lost")}: ${miss.question}`);
    row.append(asked, " ", accept);
    return row;
  }

  /** @param {Kind} kind @param {Change[]} changes */
  #group(kind, changes) {
    const heading = styled("h4", kind, `${this.how.texts.say(`workshop.kind.${kind}`)} (${changes.length})`);
    const list = document.createElement("ul");
    // Test questions first: they are what the base promises to answer.
    const sorted = changes.toSorted(
      (one, other) => Number(other.question.is_test) - Number(one.question.is_test),
    );
    list.append(...sorted.slice(0, SHOWN).map((change) => this.#row(change)));
    const rest = sorted.length - SHOWN;
    return [heading, list, ...(rest > 0 ? [styled("p", "", this.how.texts.say("workshop.more", { count: rest }))] : [])];
  }

  /** @param {Change} change */
  #row({ question, before, after }) {
    const { texts, onOpen } = this.how;
    const row = document.createElement("li");
    const asked = button(question.text, () => onOpen(question.passage));
    asked.className = "link";
    asked.lang = question.language;
    const kind = styled("span", "badge", question.is_test ? texts.say("workshop.test") : texts.say("workshop.phrasing"));
    const replies = document.createElement("dl");
    for (const { label, reply } of [
      { label: texts.say("workshop.before"), reply: before },
      { label: texts.say("workshop.after"), reply: after },
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
    const titles = reply.passages.map((id) => this.result.titles[id][question.language]);
    if (reply.outcome === "none") {
      const area = this.result.areas[reply.area ?? ""]?.[question.language];
      return area ? texts.say("workshop.reply_elsewhere", { area }) : texts.say("workshop.reply_none");
    }
    if (reply.outcome === "suggestions") return texts.say("workshop.reply_choice", { titles: titles.join(" · ") });
    const isRight = reply.passages[0] === question.passage;
    return `${titles[0]} (${isRight ? texts.say("workshop.right") : texts.say("workshop.wrong")})`;
  }
}
