// What people ask most, to look over: what each gets for an answer, and whom that helped.
import { button, element, say, styled } from "../elements.js";
import { Errand } from "./errand.js";

/** @typedef {import("../texts.js").Language} Language
 *  @typedef {{ question: string, language: Language, count: number, wordings: string[],
 *    helpful: number, not_helpful: number, outcome: "answer" | "suggestions" | "none",
 *    passages: import("./gaps.js").Nearest[], area: string | null }} AskedOften */

export class MostAsked {
  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts, language: Language,
   *    onOpen: (id: string) => void, onTry: (question: string) => void }} how */
  constructor(how) {
    this.how = how;
    this.said = element("most-asked-said");
    this.list = element("most-asked");
    const parts = {
      start: element("read-most-asked"),
      stop: element("stop-most-asked"),
      bar: element("most-asked-progress", HTMLProgressElement),
      said: this.said,
    };
    new Errand(parts, how.texts, (signal) => this.#read(signal));
  }

  /** @param {AbortSignal} signal */
  async #read(signal) {
    this.list.replaceChildren();
    await this.how.api.mostAsked(signal, ({ stage, error, result }) => {
      const { texts } = this.how;
      /** @type {Record<string, string>} */
      const known = { "no-database": texts.say("workshop.gaps_no_database"), "faulty-before": texts.say("workshop.gaps_faulty") };
      if (stage === "done") this.#show(result.groups);
      else if (stage === "failed") say(this.said, known[error ?? ""] ?? texts.say("workshop.failed"));
      else say(this.said, stage === "building" ? texts.say("workshop.building") : texts.say("workshop.gaps_grouping"));
    });
  }

  /** @param {AskedOften[]} groups */
  #show(groups) {
    const count = groups.length;
    say(this.said, this.how.texts.say(count ? "workshop.most_asked_count" : "workshop.most_asked_none", { count }));
    this.list.replaceChildren(...groups.map((each) => this.#row(each)));
  }

  /** @param {AskedOften} asked */
  #row(asked) {
    const { texts, onTry } = this.how;
    const row = document.createElement("li");
    const question = button(asked.question, () => onTry(asked.question));
    question.className = "link";
    question.lang = asked.language;
    const title = document.createElement("h4");
    title.append(question);
    const { count, helpful, not_helpful } = asked;
    const votes = texts.say("workshop.most_asked_facts", { count, helpful, not_helpful });
    row.append(title, styled("p", "facts", votes), this.#answer(asked));
    return row;
  }

  /** @param {AskedOften} asked */
  #answer({ outcome, passages, area }) {
    const { texts, language, onOpen } = this.how;
    const line = document.createElement("p");
    const none = area ? texts.say("workshop.reply_elsewhere", { area }) : texts.say("workshop.reply_none");
    line.append(texts.say(`workshop.most_asked_gets.${outcome}`), " ", outcome === "none" ? none : "");
    for (const { id, titles } of passages) {
      const title = titles[language] ?? id;
      const open = button(title, () => onOpen(id));
      open.className = "link";
      open.setAttribute("aria-label", texts.say("workshop.open_passage", { title }));
      line.append(open, " ");
    }
    return line;
  }
}
