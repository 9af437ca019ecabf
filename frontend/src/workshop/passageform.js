// The text at the cursor as a form. What is typed goes into the YAML, which remains the one truth.
import { element, say, styled } from "../elements.js";
import { isGivenUp, statusOf } from "./api.js";
import { ChoiceField, LinesField, TicksField, WordsField } from "./formfields.js";
import { SourceField } from "./sourcefield.js";

/** @typedef {import("./api.js").Named} Named
 *  @typedef {import("./api.js").Mark} Mark
 *  @typedef {import("./formfields.js").FormField} FormField
 *  @typedef {import("./formfields.js").Value} Value */

const WRITTEN_AFTER_MS = 150;
const LISTS = "lists.yaml";

export class PassageForm {
  /** @type {Named | null} */
  passage = null;
  /** What is typed and not in the text yet, by field.
   *  @type {Map<string, { field: string[], value: Value }>} */
  waiting = new Map();
  /** @type {Promise<void> | null} */
  writing = null;
  /** @type {number | undefined} */
  soon;
  /** @type {import("./api.js").FieldPlace[]} */
  places = [];
  wantsFocus = false;
  /** @type {[import("./api.js").Language, string[]][]} */
  spoken = [];

  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts,
   *    drafts: import("./drafts.js").Drafts,
   *    file: import("./openfile.js").OpenFile, editor: import("./editor.js").Editor,
   *    names: () => import("./api.js").Names, onOpen: (id: string) => void,
   *    onSave: () => void, onOwnWord: (facts: any) => Promise<unknown> }} how */
  constructor(how) {
    this.how = how;
    this.root = element("form", HTMLFormElement);
    this.said = element("form-said");
    this.body = element("form-body");
    this.which = element("which", HTMLSelectElement);
    this.common = this.#common();
    element("about").append(...this.common.map(({ root }) => root));
    /** @type {FormField[]} */
    this.fields = this.common;
    this.which.addEventListener("change", () => how.onOpen(this.which.value));
    this.root.addEventListener("submit", (event) => event.preventDefault());
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      how.onSave();
    });
  }

  /** Has a side for each language, where it stands in a passage; nothing is touched where there is no other.
   *  @param {[import("./api.js").Language, string[]][]} languages */
  speak(languages) {
    if (JSON.stringify(languages) === JSON.stringify(this.spoken)) return;
    this.spoken = languages;
    const sides = languages.map(([language, place]) => this.#side(language, place));
    element("sides").replaceChildren(...sides.map(({ root }) => root));
    this.fields = [...sides.flatMap(({ fields }) => fields), ...this.common];
    void this.refresh({ all: true });
  }

  get isWaiting() {
    return this.waiting.size > 0;
  }

  /** The passage at the cursor has become another.
   *  @param {Named | null} passage */
  async follow(passage) {
    const isAnother = passage?.id !== this.passage?.id;
    if (isAnother) await this.flush();
    this.passage = passage;
    this.#list();
    if (isAnother) await this.refresh({ all: true });
  }

  /** Shows what the text holds now; a field that is being typed in keeps its words.
   *  @param {{ all?: boolean }} [how] */
  async refresh({ all = false } = {}) {
    const { api, drafts, file, texts } = this.how;
    const { passage } = this;
    const { draft } = file;
    if (!draft || !passage) {
      this.body.hidden = true;
      say(this.said, file.passages?.length === 0 ? texts.say("workshop.no_passage") : "");
      return;
    }
    try {
      const { values, places, patterns } = await api.fields(draft, passage.id, drafts.get(LISTS)?.text ?? null);
      if (this.passage?.id !== passage.id || draft.name !== file.name) return;
      this.places = places;
      for (const field of this.fields) {
        const isBusy = field.hasFocus || this.waiting.has(field.path.join("."));
        if (all || !isBusy) field.show(at(values, field.path));
        if (field instanceof LinesField) field.showPatterns(within(patterns, field.path));
      }
      this.body.hidden = false;
      say(this.said, "");
      this.mark();
      if (this.wantsFocus) this.focus();
    } catch (error) {
      if (isGivenUp(error)) return;
      this.body.hidden = true;
      say(this.said, statusOf(error) ? texts.say("workshop.no_form") : texts.say("workshop.not_reached"));
    }
  }

  /** Shows each mark of the passage at its field. */
  mark() {
    const { file } = this.how;
    const here = file.marks.filter((mark) => mark.file === file.name && this.#isHere(mark));
    const placed = here.map((mark) => ({ mark, where: this.#placeOf(mark) }));
    /** @type {Set<Mark>} */
    const shown = new Set();
    for (const field of this.fields) {
      const own = placed.filter(({ where }) => where && isWithin(where, field.path));
      own.forEach(({ mark }) => shown.add(mark));
      field.fault(own.map(({ mark, where }) => ({
        level: mark.level,
        text: this.#inWords(mark),
        remedies: this.#remedies(mark, field),
        rest: (where ?? []).slice(field.path.length),
      })));
    }
    const rest = here.filter((mark) => !shown.has(mark));
    element("form-faults").replaceChildren(
      ...rest.map((mark) => styled("p", `fault ${mark.level}`, mark.text)),
    );
  }

  /** How many ways to ask and how many test questions the passage has. */
  get counts() {
    const all = (/** @type {string} */ name) => this.fields.flatMap((field) =>
      (field instanceof LinesField && field.path.at(-1) === name ? field.lines : [])).length;
    return [all("asked_as"), all("must_answer")];
  }

  focus() {
    this.wantsFocus = this.body.hidden !== false;
    if (!this.wantsFocus) this.fields[0].focus();
  }

  /** Puts the focus where *mark* is, once its passage is shown.
   *  @param {{ line: number, column: number }} mark */
  async goTo(mark) {
    await this.refresh();
    const where = this.#placeOf(mark);
    const field = where && this.fields.find(({ path }) => isWithin(where, path));
    if (field) field.focus(where.slice(field.path.length));
    else this.focus();
  }

  /** Writes what waits into the text. */
  async flush() {
    clearTimeout(this.soon);
    this.writing ??= this.#write().finally(() => { this.writing = null; });
    await this.writing;
  }

  /** @param {string[]} field @param {Value} value */
  set(field, value) {
    this.waiting.set(field.join("."), { field, value });
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.flush(), WRITTEN_AFTER_MS);
  }

  async #write() {
    const { api, editor, file, texts } = this.how;
    while (this.waiting.size && this.passage && file.draft) {
      const { draft } = file;
      const changes = [...this.waiting.values()];
      try {
        const { text } = await api.setFields(draft, this.passage.id, changes);
        if (file.name !== draft.name || editor.text !== draft.text) continue;
        editor.replace(text);
        say(this.said, "");
      } catch (error) {
        say(this.said, statusOf(error) === 422 ? texts.say("workshop.not_in_yaml") : texts.say("workshop.not_reached"));
        if (statusOf(error) === null) return;
      }
      for (const each of changes) {
        const key = each.field.join(".");
        if (this.waiting.get(key) === each) this.waiting.delete(key);
      }
    }
  }

  #list() {
    const all = this.how.file.passages ?? [];
    this.which.replaceChildren(
      ...all.map(({ id, title }) => new Option(title || id, id, false, id === this.passage?.id)),
    );
  }

  /** @param {{ line: number }} mark */
  #isHere({ line }) {
    const here = this.how.file.passages?.findLast((each) => each.line <= line);
    return here !== undefined && here.id === this.passage?.id;
  }

  /** @param {{ line: number, column: number }} mark */
  #placeOf({ line, column }) {
    const before = this.places.findLast(
      (each) => each.line < line || (each.line === line && each.column <= column),
    );
    return before?.field ?? null;
  }

  /** @param {Mark} mark */
  #inWords({ code, facts, text }) {
    const { texts } = this.how;
    const isEmpty = code === "text-too-short" && facts.min_length < 2;
    const key = `workshop.fault.${isEmpty ? "unfinished" : code}`;
    const ground = texts.below("workshop.ground")[facts.expected] ?? facts.expected;
    return texts.knows(key) ? texts.say(key, { ...facts, ground }) : text;
  }

  /** What one can do at once about a word that isn't known, and has been typed into *field* or is named by it.
   *  @param {Mark} mark @param {FormField} field */
  #remedies({ code, facts }, field) {
    if (code !== "unknown-word") return [];
    const { texts, onOwnWord } = this.how;
    const { word, suggestion = [] } = facts;
    const meant = field instanceof WordsField ? suggestion : [];
    return [
      ...meant.map((/** @type {string} */ other) => ({
        label: other,
        name: texts.say("workshop.write_instead", { other, word }),
        press: () => /** @type {WordsField} */ (field).replaceWord(word, other),
      })),
      {
        label: texts.say("workshop.own_word"),
        name: texts.say("workshop.own_word_named", { word }),
        press: async () => {
          field.focus();
          await onOwnWord(facts);
        },
      },
    ];
  }

  /** @param {import("./api.js").Language} language @param {string[]} place */
  #side(language, place) {
    const { texts } = this.how;
    /** @type {import("./formfields.js").Setter} */
    const set = (field, value) => this.set(field, value);
    /** @param {string} field @param {string} label @param {object} how */
    const inWords = (field, label, how) => new WordsField([...place, field], label, set, { lang: language, ...how });
    /** @param {string} field @param {string} label @param {string} hint */
    const inLines = (field, label, hint) => new LinesField([...place, field], label, set, {
      lang: language, hint, nth: (number) => `${label} ${number}`, remove: (line) => texts.say("workshop.remove_line", { line }),
      makes: (count) => texts.say("workshop.makes_sentences", { count }),
    });
    const fields = [
      inWords("title", texts.say("workshop.field_title"), { hint: texts.say("workshop.title_hint") }),
      inWords("short", texts.say("workshop.field_short"), { kind: "long", rows: 2, hint: texts.say("workshop.short_hint"), optional: true }),
      inWords("text", texts.say("workshop.field_text"), { kind: "long", hint: texts.say("workshop.text_hint") }),
      inLines("asked_as", texts.say("workshop.field_asked_as"), texts.say("workshop.asked_as_hint")),
      inLines("must_answer", texts.say("workshop.field_must_answer"), texts.say("workshop.must_answer_hint")),
    ];
    const root = styled("fieldset", "side", "");
    root.append(styled("legend", "", texts.headingOf(language)), ...fields.map((each) => each.root));
    return { root, fields };
  }

  #common() {
    const { texts, names } = this.how;
    /** @type {import("./formfields.js").Setter} */
    const set = (field, value) => this.set(field, value);
    const grounds = Object.entries(texts.below("workshop.ground")).map(([id, title]) => ({ id, title }));
    const contacts = () => names().contacts;
    return [
      new SourceField(texts.say("workshop.field_source"), set, { texts, names }),
      new ChoiceField(["basis"], texts.say("workshop.field_basis"), set, { choices: () => grounds, hint: texts.say("workshop.basis_hint") }),
      new TicksField(["contacts"], texts.say("workshop.field_contacts"), set, { choices: contacts, hint: texts.say("workshop.no_contacts") }),
      new ChoiceField(["owner"], texts.say("workshop.field_owner"), set, { choices: contacts, none: texts.say("workshop.routine_owner") }),
      new WordsField(["reviewed"], texts.say("workshop.field_reviewed"), set, { kind: "date" }),
      new WordsField(["review_by"], texts.say("workshop.field_review_by"), set, { kind: "date", hint: texts.say("workshop.review_by_hint"), optional: true }),
    ];
  }
}

/** What stands at *path* in *values*.
 *  @param {any} values @param {string[]} path
 *  @returns {unknown} */
const at = (values, path) => path.reduce((held, step) => held?.[step], values);

/** The sentences of each pattern among the lines at *path*, by the line's number.
 *  @param {import("./api.js").PatternShown[]} patterns @param {string[]} path */
const within = (patterns, path) => new Map(
  patterns.filter(({ field }) => isWithin(field, path)).map(({ field, sentences }) => [Number(field.at(-1)), sentences]),
);

/** @param {(string | number)[]} where @param {string[]} path */
const isWithin = (where, path) => path.every((step, number) => where[number] === step);
