// What people asked that the base had no good answer to: read on demand, the largest group first.
import { Errand } from "./errand.js";
import { say } from "./problems.js";
import { button } from "./ranking.js";

export class Gaps {
  /** @param {(id: string) => HTMLElement} element
   *  @param {{ api: object, texts: object, language: "sv" | "en", topics: () => object[],
   *    onOpen: (id: string) => void, onTry: (question: string) => void,
   *    onAdd: (gap: object, id: string) => void, onBegin: (gap: object, topic: string) => void }} how */
  constructor(element, how) {
    this.how = how;
    this.said = element("gaps-said");
    this.list = element("gaps");
    this.passage = null;
    const parts = { start: element("read-gaps"), stop: element("stop-reading"), bar: element("gaps-progress"), said: this.said };
    this.errand = new Errand(parts, how.texts, (signal) => this.#read(signal));
  }

  /** The passage at the cursor has become another: it too may be given a gap's wordings. */
  follow(passage) {
    if (passage?.id === this.passage?.id && passage?.title === this.passage?.title) return;
    this.passage = passage;
    for (const choice of this.list.querySelectorAll(".at-cursor")) this.#offer(choice);
  }

  /** The base has been saved since the gaps were read. */
  outdate() {
    if (this.list.children.length && !this.errand.running) say(this.said, this.how.texts.gapsOld);
  }

  async #read(signal) {
    this.list.replaceChildren();
    await this.how.api.gaps(signal, (told) => this.#tell(told));
  }

  #tell({ stage, error, result }) {
    const { texts } = this.how;
    const known = { "no-database": texts.gapsNoDatabase, "faulty-before": texts.gapsFaulty };
    if (stage === "done") this.#show(result);
    else if (stage === "failed") say(this.said, known[error] ?? texts.failed);
    else say(this.said, stage === "building" ? texts.building : texts.gapsGrouping);
  }

  #show({ count, groups }) {
    const { texts } = this.how;
    const rest = count - groups.length;
    say(this.said, [count ? texts.gapsCount(count) : texts.gapsNone, rest ? texts.gapsRest(groups.length) : ""].join(" ").trim());
    this.list.replaceChildren(...groups.map((gap, at) => this.#row(gap, `gap-${at}`)));
  }

  #row(gap, id) {
    const { texts } = this.how;
    const row = document.createElement("li");
    const asked = inLanguage("h4", gap.language, gap.question);
    asked.id = id;
    const facts = document.createElement("p");
    facts.className = "facts";
    facts.textContent = texts.gapFacts(gap.count, new Date(gap.latest).toLocaleDateString("sv-SE"));
    const others = document.createElement("ul");
    others.append(...gap.examples.filter((each) => each !== gap.question).map((each) => inLanguage("li", gap.language, each)));
    row.append(asked, facts, ...(others.children.length ? [others] : []), this.#nearest(gap), this.#deeds(gap, id));
    return row;
  }

  #nearest({ nearest }) {
    const { texts, language, onOpen } = this.how;
    const line = document.createElement("p");
    if (!nearest) {
      line.textContent = texts.gapNoNearest;
      return line;
    }
    const title = nearest.titles[language];
    const open = button(title, () => onOpen(nearest.id));
    open.className = "link";
    open.setAttribute("aria-label", texts.openPassage(title));
    line.append(texts.gapNearest, " ", open);
    return line;
  }

  /** Each button is described by the question, since there are as many of them as there are gaps. */
  #deeds(gap, id) {
    const { texts, language, onTry, onAdd } = this.how;
    const deeds = document.createElement("div");
    deeds.className = "deeds";
    deeds.append(button(texts.gapTry, () => onTry(gap.question)));
    if (gap.nearest) deeds.append(button(texts.gapAdd(gap.nearest.titles[language]), () => onAdd(gap, gap.nearest.id)));
    const atCursor = button("", () => onAdd(gap, this.passage.id));
    atCursor.className = "at-cursor";
    atCursor.dataset.nearest = gap.nearest?.id ?? "";
    this.#offer(atCursor);
    deeds.append(atCursor, this.#beginning(gap, id));
    for (const deed of deeds.querySelectorAll("button, select")) deed.setAttribute("aria-describedby", id);
    return deeds;
  }

  #beginning(gap, id) {
    const { texts, topics, onBegin } = this.how;
    const field = document.createElement("div");
    field.className = "field";
    const select = document.createElement("select");
    select.id = `${id}-topic`;
    // Where nothing is near, an editor must say what it is about.
    select.required = true;
    if (!gap.nearest) select.append(new Option(texts.gapChooseTopic, ""));
    select.append(...topics().map(({ id: slug, title }) => new Option(title || slug, slug, false, slug === gap.nearest?.topic)));
    const label = document.createElement("label");
    label.htmlFor = select.id;
    label.textContent = texts.gapTopic;
    field.append(label, select, button(texts.gapBegin, () => select.reportValidity() && onBegin(gap, select.value)));
    return field;
  }

  #offer(choice) {
    choice.hidden = !this.passage || this.passage.id === choice.dataset.nearest;
    if (this.passage) choice.textContent = this.how.texts.gapAddAtCursor(this.passage.title || this.passage.id);
  }
}

function inLanguage(kind, language, text) {
  const element = document.createElement(kind);
  element.lang = language;
  element.textContent = text;
  return element;
}
