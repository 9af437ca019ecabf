// Under a question's card: the texts that lay nearest, and a way to teach one of them the question.

export class Ranking {
  /** @param {(id: string) => HTMLElement} element
   *  @param {{ texts: object, language: string, onOpen: (id: string) => void,
   *    onAdd: (what: object) => void }} how */
  constructor(element, how) {
    this.list = element("ranking");
    this.adding = element("adding");
    this.how = how;
  }

  clear() {
    this.list.replaceChildren();
    this.adding.replaceChildren();
  }

  /** @param {{ id: string, title: string, score: number }[]} ranked */
  show(ranked) {
    const title = document.createElement("h4");
    title.textContent = this.how.texts.ranking;
    const list = document.createElement("ol");
    list.append(...ranked.map((each) => this.#row(each)));
    this.list.replaceChildren(...(ranked.length ? [title, list] : []));
  }

  /** Offers to put the question that was *asked* into *passage*, where there are both. */
  offer(asked, passage) {
    if (!asked || !passage) {
      this.adding.replaceChildren();
      return;
    }
    const { texts, onAdd } = this.how;
    const sentence = document.createElement("p");
    sentence.textContent = texts.addTo(passage.title);
    const lists = { asked_as: texts.addAsked, must_answer: texts.addTest };
    const buttons = Object.entries(lists).map(([field, label]) =>
      button(label, () => onAdd({ ...asked, passage: passage.id, field })),
    );
    this.adding.replaceChildren(sentence, ...buttons);
  }

  #row({ id, title, score }) {
    const { texts, language, onOpen } = this.how;
    const row = document.createElement("li");
    const open = button(title, () => onOpen(id));
    open.className = "link";
    open.setAttribute("aria-label", texts.openPassage(title));
    const points = document.createElement("span");
    points.className = "score";
    points.textContent = score.toLocaleString(language, { minimumFractionDigits: 2 });
    row.append(open, points);
    return row;
  }
}

export function button(label, onPress) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  element.addEventListener("click", onPress);
  return element;
}
