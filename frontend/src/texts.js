// The sentences of a page. They stand in texts/, and come with the page in the language it is read in.
import { element } from "./elements.js";

/** @typedef {string} Language by its tag, as the files of texts/ are named
 *  @typedef {{ language: string, locale: string, sentences: Record<string, string> }} Told
 *  @typedef {Record<string, string | number>} Facts */

const TIME = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit" });

export class Texts {
  /** @param {Told} told */
  constructor({ language, locale, sentences }) {
    this.language = language;
    this.locale = locale;
    this.sentences = sentences;
    this.forms = new Intl.PluralRules(locale);
    this.numbers = new Intl.NumberFormat(locale, { useGrouping: "always" }); // as the server does
    this.languages = new Intl.DisplayNames(locale, { type: "language" });
    this.compare = new Intl.Collator(locale).compare;
  }

  /** The sentence for *key* with *facts* filled in; of one that counts, the form that `count` asks for.
   *  @param {string} key @param {Facts} [facts] */
  say(key, facts = {}) {
    return this.#form(key, facts.count).replace(/\{(\w+)\}/g, (_, name) => {
      if (!(name in facts)) throw new Error(`${key} wants ${name}`);
      const fact = facts[name];
      return typeof fact === "number" ? this.number(fact) : fact;
    });
  }

  /** @param {string} key */
  knows(key) {
    return key in this.sentences || `${key}.other` in this.sentences;
  }

  /** The sentences below *key*, by what they are called there.
   *  @param {string} key
   *  @returns {Record<string, string>} */
  below(key) {
    const start = `${key}.`;
    const found = Object.entries(this.sentences).filter(([each]) => each.startsWith(start));
    return Object.fromEntries(found.map(([each, sentence]) => [each.slice(start.length), sentence]));
  }

  /** @param {number} value */
  number(value) {
    return this.numbers.format(value);
  }

  /** What a language is called, as in a sentence.
   *  @param {Language} tag */
  nameOf(tag) {
    return this.languages.of(tag) ?? tag;
  }

  /** What a language is called where it stands by itself.
   *  @param {Language} tag */
  headingOf(tag) {
    const [first = "", ...rest] = this.nameOf(tag);
    return first.toLocaleUpperCase(this.locale) + rest.join("");
  }

  /** The time of day.
   *  @param {string | Date} [moment] now, if left out */
  clock(moment = new Date()) {
    return new Date(moment).toLocaleTimeString(this.locale, TIME);
  }

  /** @param {string | Date} moment */
  day(moment) {
    return new Date(moment).toLocaleDateString(this.locale);
  }

  /** The time, with its day unless that is today.
   *  @param {string} moment */
  dayAndClock(moment) {
    const then = new Date(moment);
    const isToday = then.toDateString() === new Date().toDateString();
    return isToday ? this.clock(then) : `${this.day(then)} ${this.clock(then)}`;
  }

  /** @param {string} key @param {string | number | undefined} count */
  #form(key, count) {
    const form = typeof count === "number" ? `${key}.${this.forms.select(count)}` : key;
    const found = this.sentences[key] ?? this.sentences[form] ?? this.sentences[`${key}.other`];
    if (found === undefined) throw new Error(`no sentence is called ${key}`);
    return found;
  }
}

/** The sentences that came with the page. */
export const textsOfPage = () => new Texts(JSON.parse(element("texts", HTMLScriptElement).text));
