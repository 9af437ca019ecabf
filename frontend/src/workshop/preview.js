// Beside the text: the card of the text at the cursor, or what a question would be answered with.
import { drawCard } from "../cards.js";
import { isGivenUp } from "./api.js";
import { clock } from "./clock.js";
import { say } from "./problems.js";
import { button, Ranking } from "./ranking.js";

const ASKED_AFTER_MS = 400;
const BUILT_AFTER_MS = 2_500;

export class Preview {
  /** @param {(id: string) => HTMLElement} element
   *  @param {{ api: object, texts: object, language: "sv" | "en", draft: () => object | null,
   *    isFaulty: () => boolean, titleOf: (id: string) => string, onOpen: (id: string) => void,
   *    onAdd: (what: object) => void }} how */
  constructor(element, how) {
    this.how = how;
    this.question = element("question");
    this.heading = element("card-title");
    this.notes = element("card-notes");
    this.cards = element("cards");
    this.ranking = new Ranking(element, how);
    this.search = element("search-state");
    this.said = element("card-said");
    this.passage = null;
    this.chosen = null;
    this.shown = how.language;
    this.question.addEventListener("input", () => this.#soon());
    element("asking").addEventListener("submit", (event) => {
      event.preventDefault();
      this.refresh();
    });
    element("clear").addEventListener("click", () => {
      this.question.value = "";
      this.question.focus();
      this.refresh();
    });
    for (const radio of document.querySelectorAll("[name=card-language]")) {
      radio.checked = radio.value === this.shown;
      radio.addEventListener("change", () => this.#show(radio.value));
    }
  }

  get isAsking() {
    return this.question.value.trim() !== "";
  }

  /** The passage at the cursor has become another. */
  follow(passage) {
    if (passage?.id === this.passage?.id && passage?.title === this.passage?.title) return;
    const isAnother = passage?.id !== this.passage?.id;
    this.passage = passage;
    if (isAnother) this.chosen = null;
    if (!this.isAsking && isAnother) this.refresh();
    else this.ranking.offer(this.asked, passage);
  }

  /** Puts *question*, as if it had been written in the field. */
  ask(question) {
    this.question.value = question;
    this.question.focus();
    this.refresh();
  }

  /** Draws anew, from the text as it is now. */
  async refresh() {
    clearTimeout(this.waiting);
    say(this.said, "");
    try {
      if (this.isAsking) await this.#ask();
      else await this.#showPassage();
    } catch (error) {
      if (!isGivenUp(error)) this.#fail(error);
    }
  }

  #soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.refresh(), ASKED_AFTER_MS);
  }

  async #showPassage() {
    const { api, texts, titleOf, draft } = this.how;
    this.how.api.giveUp("ask");
    clearTimeout(this.building);
    this.asked = null;
    const id = this.chosen ?? this.passage?.id;
    this.ranking.clear();
    say(this.search, "");
    if (!id) {
      this.heading.textContent = texts.noCard;
      this.notes.replaceChildren();
      this.cards.replaceChildren();
      this.drawnOf = null;
      return;
    }
    const title = this.chosen ? titleOf(id) : this.passage.title;
    this.heading.textContent = this.chosen ? texts.cardOfChosen(title) : texts.cardOf(title);
    try {
      const { cards } = await api.passage(draft(), id);
      this.#draw(cards);
      this.drawnOf = id;
      this.#note([texts.wordsNow]);
    } catch (error) {
      if (error.status !== 422 && error.status !== 404) throw error;
      if (this.drawnOf !== id) this.cards.replaceChildren();
      this.#note([texts.wordsThen]);
    }
    if (this.chosen) this.notes.append(this.#back());
  }

  async #ask() {
    const { api, texts, draft } = this.how;
    this.chosen = null;
    this.heading.textContent = texts.answerTitle;
    const told = await api.ask(draft(), this.question.value.trim());
    const { answer, index } = told;
    if (!answer) {
      this.cards.replaceChildren();
      this.#note([]);
      this.#build(0);
      return;
    }
    this.asked = { question: this.question.value.trim(), language: answer.language };
    if (this.shown !== "both" && this.languageAsked !== answer.language) this.#show(answer.language);
    this.languageAsked = answer.language;
    this.drawnOf = null;
    this.#draw(answer.cards);
    const notes = [texts.outcomes[answer.outcome], texts.answersIn[answer.language]];
    if (told.is_faulty) notes.push(texts.wordsThen);
    else if (answer.outcome !== "none") notes.push(texts.wordsNow);
    this.#note(notes);
    this.ranking.show(answer.ranked);
    this.ranking.offer(this.asked, this.passage);
    const knows = index.is_saved ? texts.searchSaved : texts.searchDraft(clock(index.built_at));
    if (index.is_current) say(this.search, knows);
    else if (told.is_faulty) say(this.search, `${knows} ${texts.searchFaulty}`);
    else this.#build(BUILT_AFTER_MS, knows);
  }

  /** Has the search learn the text, once nobody has written for a while; then asks again. */
  #build(after, knows = "") {
    const { api, texts, draft, isFaulty } = this.how;
    clearTimeout(this.building);
    if (isFaulty()) {
      say(this.search, `${knows} ${texts.searchFaulty}`.trim());
      return;
    }
    say(this.search, knows ? `${knows} ${texts.searchBuilding}` : texts.searchFirst);
    this.search.classList.add("busy");
    this.building = setTimeout(async () => {
      try {
        await api.index(draft());
        this.search.classList.remove("busy");
        if (this.isAsking) await this.refresh();
      } catch (error) {
        this.search.classList.remove("busy");
        if (isGivenUp(error)) return;
        if (error.status === 422) say(this.search, `${knows} ${texts.searchFaulty}`.trim());
        else this.#fail(error);
      }
    }, after);
  }

  #draw(cards) {
    const drawn = Object.entries(cards).map(([language, json]) => {
      const frame = document.createElement("div");
      frame.className = "card";
      frame.lang = language;
      frame.dataset.language = language;
      frame.setAttribute("role", "group");
      frame.setAttribute("aria-label", this.how.texts.cardIn[language]);
      const card = drawCard(json, (action) => this.#press(action));
      if (card) frame.append(card);
      else frame.textContent = this.how.texts.cardFailed;
      return frame;
    });
    this.cards.replaceChildren(...drawn);
    this.#show(this.shown);
  }

  #show(which) {
    this.shown = which;
    for (const radio of document.querySelectorAll("[name=card-language]")) {
      radio.checked = radio.value === which;
    }
    for (const frame of this.cards.children) {
      frame.hidden = which !== "both" && frame.dataset.language !== which;
    }
  }

  /** A press leads to another text's card, as in Teams; what Teams would store is only told of. */
  #press(action) {
    const { action: what, passage } = action.data ?? {};
    if (what !== "show") {
      say(this.said, this.how.texts.inTeams);
      return;
    }
    this.question.value = "";
    this.chosen = passage;
    this.refresh();
  }

  #note(sentences) {
    const note = document.createElement("p");
    note.textContent = sentences.join(" ");
    this.notes.replaceChildren(...(sentences.length ? [note] : []));
  }

  #back() {
    return button(this.how.texts.backToCursor, () => {
      this.chosen = null;
      this.refresh();
      this.question.focus();
    });
  }

  #fail(error) {
    const { texts } = this.how;
    say(this.said, error.status ? texts.failed : texts.notReached);
  }
}
