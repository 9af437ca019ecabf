// Which questions get another answer if the text is saved: asked for, and told as it is found out.
import { clock } from "./clock.js";
import { Errand } from "./errand.js";
import { say } from "./problems.js";

const SHOWN = 100;
const KINDS = ["lost", "changed", "added", "new"];

export class Changes {
  /** @param {(id: string) => HTMLElement} element
   *  @param {{ api: object, texts: object, language: string, draft: () => object | null,
   *    onOpen: (id: string) => void }} how */
  constructor(element, how) {
    this.how = how;
    this.said = element("changes-said");
    this.bar = element("progress");
    this.result = element("changes");
    const parts = { start: element("compare"), stop: element("stop-comparing"), bar: this.bar, said: this.said };
    this.errand = new Errand(parts, how.texts, (signal) => this.#compare(signal));
  }

  async #compare(signal) {
    const of = this.how.draft();
    this.result.replaceChildren();
    await this.how.api.changes(of, signal, (told) => this.#tell(told, of));
  }

  /** The text is no longer the one that was compared. */
  outdate(draft) {
    if (this.of === undefined || this.errand.running) return;
    const isSame = draft?.name === this.of?.name && draft?.text === this.of?.text;
    say(this.said, isSame ? this.summary : this.how.texts.changesOld);
  }

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
      this.#show(told.result);
    } else {
      const known = { faulty: texts.changesFaulty, "faulty-before": texts.changesFaultyBefore };
      say(this.said, known[told.error] ?? texts.failed);
    }
  }

  #show({ changes, unchanged, removed, titles, areas }) {
    const { texts } = this.how;
    Object.assign(this, { titles, areas });
    const counts = KINDS.map((kind) => [kind, changes.filter((each) => each.kind === kind)]);
    const inShort = counts.filter(([, of]) => of.length).map(([kind, of]) => `${texts.kinds[kind]}: ${of.length}.`);
    if (!inShort.length) inShort.push(texts.nothingChanges);
    inShort.push(texts.unchanged(unchanged));
    if (removed) inShort.push(texts.removed(removed));
    this.summary = `${texts.changesOf(clock())} ${inShort.join(" ")}`;
    say(this.said, this.summary);
    const losesTest = changes.some((each) => each.kind === "lost" && each.question.is_test);
    this.result.replaceChildren(
      ...(losesTest ? [paragraph("warn", texts.lostTests)] : []),
      ...counts.filter(([, of]) => of.length).flatMap(([kind, of]) => this.#group(kind, of)),
    );
  }

  #group(kind, changes) {
    const heading = document.createElement("h4");
    heading.className = kind;
    heading.textContent = `${this.how.texts.kinds[kind]} (${changes.length})`;
    const list = document.createElement("ul");
    // Test questions first: they are what the base promises to answer.
    const sorted = changes.toSorted((one, other) => other.question.is_test - one.question.is_test);
    list.append(...sorted.slice(0, SHOWN).map((change) => this.#row(change)));
    const rest = sorted.length - SHOWN;
    return [heading, list, ...(rest > 0 ? [paragraph("", this.how.texts.more(rest))] : [])];
  }

  #row({ question, before, after }) {
    const { texts, onOpen } = this.how;
    const row = document.createElement("li");
    const asked = document.createElement("button");
    asked.type = "button";
    asked.className = "link";
    asked.textContent = question.text;
    asked.lang = question.language;
    asked.addEventListener("click", () => onOpen(question.passage));
    const kind = document.createElement("span");
    kind.className = "badge";
    kind.textContent = question.is_test ? texts.test : texts.phrasing;
    const replies = document.createElement("dl");
    for (const [label, reply] of [[texts.before, before], [texts.after, after]]) {
      if (!reply) continue;
      const term = document.createElement("dt");
      term.textContent = label;
      const told = document.createElement("dd");
      told.textContent = this.#inWords(reply, question);
      replies.append(term, told);
    }
    row.append(asked, " ", kind, replies);
    return row;
  }

  #inWords(reply, question) {
    const { texts } = this.how;
    const titles = reply.passages.map((id) => this.titles[id][question.language]);
    if (reply.outcome === "none") {
      const area = this.areas[reply.area]?.[question.language];
      return area ? texts.replyElsewhere(area) : texts.replyNone;
    }
    if (reply.outcome === "suggestions") return texts.replyChoice(titles.join(" · "));
    const isRight = reply.passages[0] === question.passage;
    return `${titles[0]} (${isRight ? texts.right : texts.wrong})`;
  }
}

function paragraph(kind, text) {
  const element = document.createElement("p");
  element.className = kind;
  element.textContent = text;
  return element;
}
