// What people asked that the base had no good answer to: read on demand, what lies near the base first.
import { button, element, say, styled } from "../elements.js";
import { Errand } from "./errand.js";

/** @typedef {import("./api.js").Named} Named
 *  @typedef {import("./texts.js").Language} Language
 *  @typedef {{ question: string, language: Language, count: number, latest: string,
 *    examples: string[], nearest: Nearest | null }} Gap
 *  @typedef {{ id: string, topic: string, titles: Record<Language, string> }} Nearest */

export class Gaps {
  /** @param {{ api: import("./api.js").Api, texts: import("./texts.js").Texts,
   *    language: Language, topics: () => Named[],
   *    onOpen: (id: string) => void, onTry: (question: string) => void,
   *    onAdd: (gap: Gap, id: string) => void, onBegin: (gap: Gap, topic: string) => void }} how */
  constructor(how) {
    this.how = how;
    this.said = element("gaps-said");
    this.list = element("gaps");
    /** @type {Named | null} */
    this.passage = null;
    const parts = {
      start: element("read-gaps"),
      stop: element("stop-reading"),
      bar: element("gaps-progress", HTMLProgressElement),
      said: this.said,
    };
    this.errand = new Errand(parts, how.texts, (signal) => this.#read(signal));
  }

  /** The passage at the cursor has become another: it too may be given a gap's wordings.
   *  @param {Named | null} passage */
  follow(passage) {
    if (passage?.id === this.passage?.id && passage?.title === this.passage?.title) return;
    this.passage = passage;
    /** @type {NodeListOf<HTMLElement>} */
    const choices = this.list.querySelectorAll(".at-cursor");
    for (const choice of choices) this.#offer(choice);
  }

  /** The base has been saved since the gaps were read. */
  outdate() {
    if (this.list.children.length && !this.errand.running) say(this.said, this.how.texts.gapsOld);
  }

  /** @param {AbortSignal} signal */
  async #read(signal) {
    this.list.replaceChildren();
    await this.how.api.gaps(signal, (told) => this.#tell(told));
  }

  /** @param {{ stage: string, error?: string, result: { count: number, groups: Gap[] } }} told */
  #tell({ stage, error, result }) {
    const { texts } = this.how;
    /** @type {Record<string, string>} */
    const known = { "no-database": texts.gapsNoDatabase, "faulty-before": texts.gapsFaulty };
    if (stage === "done") this.#show(result);
    else if (stage === "failed") say(this.said, known[error ?? ""] ?? texts.failed);
    else say(this.said, stage === "building" ? texts.building : texts.gapsGrouping);
  }

  /** @param {{ count: number, groups: Gap[] }} result */
  #show({ count, groups }) {
    const { texts } = this.how;
    const rest = count > groups.length ? ` ${texts.gapsRest(groups.length)}` : "";
    say(this.said, (count ? texts.gapsCount(count) : texts.gapsNone) + rest);
    this.list.replaceChildren(...groups.map((gap, at) => this.#row(gap, `gap-${at}`)));
  }

  /** @param {Gap} gap @param {string} id */
  #row(gap, id) {
    const { texts } = this.how;
    const row = document.createElement("li");
    const asked = inLanguage("h4", gap.language, gap.question);
    asked.id = id;
    const latest = new Date(gap.latest).toLocaleDateString("sv-SE");
    row.append(asked, styled("p", "facts", texts.gapFacts(gap.count, latest)));
    const examples = gap.examples.filter((each) => each !== gap.question);
    if (examples.length) {
      const others = document.createElement("ul");
      others.append(...examples.map((each) => inLanguage("li", gap.language, each)));
      row.append(others);
    }
    row.append(this.#nearest(gap), this.#deeds(gap, id));
    return row;
  }

  /** @param {Gap} gap */
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

  /** Each button is described by the question, since there are as many of them as there are gaps.
   *  @param {Gap} gap @param {string} id */
  #deeds(gap, id) {
    const { texts, language, onTry, onAdd } = this.how;
    const { nearest } = gap;
    const deeds = styled("div", "deeds", "");
    deeds.append(button(texts.gapTry, () => onTry(gap.question)));
    if (nearest) deeds.append(button(texts.gapAdd(nearest.titles[language]), () => onAdd(gap, nearest.id)));
    const atCursor = button("", () => this.passage && onAdd(gap, this.passage.id));
    atCursor.className = "at-cursor";
    atCursor.dataset.nearest = nearest?.id ?? "";
    this.#offer(atCursor);
    deeds.append(atCursor, this.#beginning(gap, id));
    for (const deed of deeds.querySelectorAll("button, select")) deed.setAttribute("aria-describedby", id);
    return deeds;
  }

  /** @param {Gap} gap @param {string} id */
  #beginning(gap, id) {
    const { texts, topics, onBegin } = this.how;
    const field = styled("div", "field", "");
    const select = document.createElement("select");
    select.id = `${id}-topic`;
    // Where nothing is near, an editor must say what it is about.
    select.required = true;
    if (!gap.nearest) select.append(new Option(texts.gapChooseTopic, ""));
    const nearest = gap.nearest?.topic;
    select.append(
      ...topics().map(({ id: slug, title }) => new Option(title || slug, slug, false, slug === nearest)),
    );
    const label = styled("label", "", texts.gapTopic);
    label.htmlFor = select.id;
    field.append(label, select, button(texts.gapBegin, () => select.reportValidity() && onBegin(gap, select.value)));
    return field;
  }

  /** @param {HTMLElement} choice */
  #offer(choice) {
    choice.hidden = !this.passage || this.passage.id === choice.dataset.nearest;
    if (this.passage) choice.textContent = this.how.texts.gapAddAtCursor(this.passage.title || this.passage.id);
  }
}

/** @param {"h4" | "li"} tag @param {Language} language @param {string} text */
function inLanguage(tag, language, text) {
  return Object.assign(styled(tag, "", text), { lang: language });
}
