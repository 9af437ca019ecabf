// Under a question's card: the texts that lay nearest, and a way to teach one of them the question.
import { button, element, styled } from "../elements.js";

/** @typedef {import("../texts.js").Language} Language
 *  @typedef {{ question: string, language: Language }} Question
 *  @typedef {Question & { passage: string, field: string }} Added which list it is to stand in */

export class Ranking {
  /** @param {{ texts: import("../texts.js").Texts,
   *    onOpen: (id: string) => void, onAdd: (what: Added) => void }} how */
  constructor(how) {
    this.list = element("ranking");
    this.adding = element("adding");
    this.how = how;
  }

  clear() {
    this.list.replaceChildren();
    this.adding.replaceChildren();
  }

  /** @param {import("./api.js").Ranked[]} ranked */
  show(ranked) {
    const title = styled("h4", "", this.how.texts.say("workshop.ranking"));
    const list = document.createElement("ol");
    list.append(...ranked.map((each) => this.#row(each)));
    this.list.replaceChildren(...(ranked.length ? [title, list] : []));
  }

  /** Offers to put the question that was *asked* into *passage*, where there are both.
   *  @param {Question | null} asked @param {import("./api.js").Named | null} passage */
  offer(asked, passage) {
    if (!asked || !passage) {
      this.adding.replaceChildren();
      return;
    }
    const { texts, onAdd } = this.how;
    const sentence = styled("p", "", texts.say("workshop.add_to", { title: passage.title }));
    const lists = { asked_as: texts.say("workshop.add_asked"), must_answer: texts.say("workshop.add_test") };
    const buttons = Object.entries(lists).map(([field, label]) =>
      button(label, () => onAdd({ ...asked, passage: passage.id, field })),
    );
    this.adding.replaceChildren(sentence, ...buttons);
  }

  /** @param {import("./api.js").Ranked} ranked */
  #row({ id, title, score }) {
    const { texts, onOpen } = this.how;
    const row = document.createElement("li");
    const open = button(title, () => onOpen(id));
    open.className = "link";
    open.setAttribute("aria-label", texts.say("workshop.open_passage", { title }));
    const points = score.toLocaleString(texts.locale, { minimumFractionDigits: 2 });
    row.append(open, styled("span", "score", points));
    return row;
  }
}
