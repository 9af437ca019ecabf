// Beside the text: the card of the text at the cursor, or what a question would be answered with.
import { dataOf, drawCard } from "../cards.js";
import { button, element, say, styled } from "../elements.js";
import { isGivenUp, statusOf } from "./api.js";
import { Ranking } from "./ranking.js";

/** @typedef {import("./api.js").Named} Named
 *  @typedef {import("../texts.js").Language} Language */

const ASKED_AFTER_MS = 400;
const BUILT_AFTER_MS = 2_500;
const RADIO = "card-language";
const ALL = "all";

export class Preview {
  /** The passage at the cursor.
   *  @type {Named | null} */
  passage = null;
  /** The id of the passage that was chosen on a card instead.
   *  @type {string | null} */
  chosen = null;
  /** The id of the passage whose card is drawn.
   *  @type {string | null} */
  drawnOf = null;
  /** @type {import("./ranking.js").Question | null} */
  asked = null;
  /** @type {Language | null} */ languageAsked = null;
  /** @type {number | undefined} */ waiting;
  /** @type {number | undefined} */ building;

  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts,
   *    language: Language, draft: () => import("./api.js").Draft | null,
   *    isFaulty: () => boolean, titleOf: (id: string) => string, onOpen: (id: string) => void,
   *    onAdd: (what: import("./ranking.js").Added) => void }} how */
  constructor(how) {
    this.how = how;
    this.question = element("question", HTMLInputElement);
    this.heading = element("card-title");
    this.notes = element("card-notes");
    this.cards = element("cards");
    this.ranking = new Ranking(how);
    this.search = element("search-state");
    this.said = element("card-said");
    this.languages = element("card-languages");
    /** What was chosen, a language or all of them, also while the card there is lacks it.
     *  @type {Language | typeof ALL} */
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
  }

  get isAsking() {
    return this.question.value.trim() !== "";
  }

  /** The passage at the cursor has become another.
   *  @param {Named | null} passage */
  follow(passage) {
    if (passage?.id === this.passage?.id && passage?.title === this.passage?.title) return;
    const isAnother = passage?.id !== this.passage?.id;
    this.passage = passage;
    if (isAnother) this.chosen = null;
    if (!this.isAsking && isAnother) this.refresh();
    else this.ranking.offer(this.asked, passage);
  }

  /** Puts *question*, as if it had been written in the field.
   *  @param {string} question */
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
      this.heading.textContent = texts.say("workshop.no_card");
      this.notes.replaceChildren();
      this.cards.replaceChildren();
      this.drawnOf = null;
      return;
    }
    const title = this.chosen || !this.passage ? titleOf(id) : this.passage.title;
    this.heading.textContent = this.chosen ? texts.say("workshop.card_of_chosen", { title }) : texts.say("workshop.card_of", { title });
    try {
      const { cards } = await api.passage(draft(), id);
      this.#draw(cards);
      this.drawnOf = id;
      this.#note([texts.say("workshop.words_now")]);
    } catch (error) {
      if (![404, 422].includes(statusOf(error) ?? 0)) throw error;
      if (this.drawnOf !== id) this.cards.replaceChildren();
      this.#note([texts.say("workshop.words_then")]);
    }
    if (this.chosen) this.notes.append(this.#back());
  }

  async #ask() {
    const { api, texts, draft } = this.how;
    this.chosen = null;
    this.heading.textContent = texts.say("workshop.answer_title");
    const told = await api.ask(draft(), this.question.value.trim());
    if (!told.answer) {
      this.cards.replaceChildren();
      this.#note([]);
      this.#build(0);
      return;
    }
    const { answer, index } = told;
    this.asked = { question: this.question.value.trim(), language: answer.language };
    if (this.shown !== ALL && this.languageAsked !== answer.language) this.#show(answer.language);
    this.languageAsked = answer.language;
    this.drawnOf = null;
    this.#draw(answer.cards);
    const notes = [texts.say(`workshop.outcome.${answer.outcome}`), texts.say("workshop.answers_in", { language: texts.nameOf(answer.language) })];
    if (told.is_faulty) notes.push(texts.say("workshop.words_then"));
    else if (answer.outcome !== "none") notes.push(texts.say("workshop.words_now"));
    this.#note(notes);
    this.ranking.show(answer.ranked);
    this.ranking.offer(this.asked, this.passage);
    const knows = index.is_saved ? texts.say("workshop.search_saved") : texts.say("workshop.search_draft", { time: texts.clock(index.built_at) });
    if (index.is_current) say(this.search, knows);
    else if (told.is_faulty) say(this.search, `${knows} ${texts.say("workshop.search_faulty")}`);
    else this.#build(BUILT_AFTER_MS, knows);
  }

  /** Has the search learn the text, once nobody has written for a while; then asks again.
   *  @param {number} after in milliseconds
   *  @param {string} [knows] what the index of now is of */
  #build(after, knows = "") {
    const { api, texts, draft, isFaulty } = this.how;
    clearTimeout(this.building);
    if (isFaulty()) {
      say(this.search, `${knows} ${texts.say("workshop.search_faulty")}`.trim());
      return;
    }
    say(this.search, knows ? `${knows} ${texts.say("workshop.search_building")}` : texts.say("workshop.search_first"));
    this.search.classList.add("busy");
    this.building = setTimeout(async () => {
      try {
        await api.index(draft());
        this.search.classList.remove("busy");
        if (this.isAsking) await this.refresh();
      } catch (error) {
        this.search.classList.remove("busy");
        if (isGivenUp(error)) return;
        if (statusOf(error) === 422) say(this.search, `${knows} ${texts.say("workshop.search_faulty")}`.trim());
        else this.#fail(error);
      }
    }, after);
  }

  /** @param {import("./api.js").Cards} cards */
  #draw(cards) {
    const { texts } = this.how;
    const drawn = Object.entries(cards).map(([language, content]) => {
      const frame = styled("div", "card", "");
      frame.lang = language;
      frame.setAttribute("role", "group");
      frame.setAttribute("aria-label", texts.say("workshop.card_in", { language: texts.nameOf(language) }));
      const card = drawCard(content, (action) => this.#press(action));
      if (card) frame.append(card);
      else frame.textContent = texts.say("workshop.card_failed");
      return frame;
    });
    this.cards.replaceChildren(...drawn);
    this.#offer(Object.keys(cards));
    this.#show(this.shown);
  }

  /** Lets one choose among *languages*, where there is more than one.
   *  @param {Language[]} languages */
  #offer(languages) {
    const { texts } = this.how;
    this.languages.hidden = languages.length < 2;
    const offered = [...radios()].map(({ value }) => value).join();
    if (offered === [...languages, ALL].join()) return; // one of them may have the focus
    for (const { parentElement: label } of radios()) label?.remove();
    this.languages.append(
      ...languages.map((each) => this.#choice(each, texts.headingOf(each))),
      this.#choice(ALL, texts.say("workshop.all_languages")),
    );
  }

  /** @param {Language | typeof ALL} value @param {string} name */
  #choice(value, name) {
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: RADIO, value });
    radio.addEventListener("change", () => this.#show(value));
    const label = document.createElement("label");
    label.append(radio, " ", styled("span", "", name));
    return label;
  }

  /** @param {Language | typeof ALL} which */
  #show(which) {
    this.shown = which;
    const offered = [...radios()].map(({ value }) => value);
    const now = offered.includes(which) ? which : offered[0];
    for (const radio of radios()) radio.checked = radio.value === now;
    for (const frame of this.cards.children) {
      const isHidden = now !== ALL && frame.getAttribute("lang") !== now;
      frame.toggleAttribute("hidden", isHidden);
    }
  }

  /** A press leads to another text's card, as in Teams; what Teams would store is only told of.
   *  @param {import("adaptivecards").Action} action */
  #press(action) {
    const { action: what, passage } = dataOf(action);
    if (what !== "show") {
      say(this.said, this.how.texts.say("workshop.in_teams"));
      return;
    }
    this.question.value = "";
    this.chosen = passage ?? null;
    this.refresh();
  }

  /** @param {string[]} sentences */
  #note(sentences) {
    this.notes.replaceChildren(...(sentences.length ? [styled("p", "", sentences.join(" "))] : []));
  }

  #back() {
    return button(this.how.texts.say("workshop.back_to_cursor"), () => {
      this.chosen = null;
      this.refresh();
      this.question.focus();
    });
  }

  /** @param {unknown} error */
  #fail(error) {
    const { texts } = this.how;
    say(this.said, statusOf(error) ? texts.say("workshop.failed") : texts.say("workshop.not_reached"));
  }
}

/** The choices of which language the card is shown in.
 *  @returns {NodeListOf<HTMLInputElement>} */
const radios = () => document.querySelectorAll(`[name=${RADIO}]`);
