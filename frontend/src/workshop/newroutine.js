// A new routine by form: its files are made by the server, and saved together or not at all.
import { element, inside, say, styled } from "../elements.js";
import { Refused, statusOf } from "./api.js";
import { WordsField } from "./formfields.js";

/** @typedef {import("./api.js").Mark} Mark
 *  @typedef {import("./api.js").BegunRoutine} BegunRoutine
 *  @typedef {{ field: WordsField, where: (string | number)[] }} Placed where in its file a field stands */

const BAD_REQUEST = 400;
const NAMES = ["name", "owner", "definite_name", "matter"];
const WITHOUT_BRACES = "[^\\{\\}]*[^\\{\\}\\s][^\\{\\}]*";
/** Characters of a field: the routine in a sentence stands in a title, too.
 *  @type {Record<string, number>} */
const LONGEST = { id: 40, definite_name: 65, url: 500 };
const LONGEST_NAME = 200;

export class NewRoutine {
  /** What is typed, by field; it stays until the routine is made.
   *  @type {Map<string, string>} */
  typed = new Map();
  /** @type {Placed[]} */
  placed = [];
  isMaking = false;

  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts,
   *    desk: import("./desk.js").Desk, together: import("./together.js").Together,
   *    names: () => import("./api.js").Names, onOpen: (id: string) => Promise<void> }} how */
  constructor(how) {
    this.how = how;
    this.dialog = element("routine", HTMLDialogElement);
    this.body = element("routine-fields");
    this.said = element("routine-said");
    this.faults = element("routine-faults");
    element("new-routine").addEventListener("click", () => this.#open());
    element("routine-cancel").addEventListener("click", () => this.dialog.close());
    inside(this.dialog, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#make();
    });
  }

  #open() {
    this.#build();
    this.#tell([], "");
    this.dialog.showModal();
  }

  /** One group of names for each language of the base. */
  #build() {
    const { names, texts } = this.how;
    const id = this.#field("id", ["id"], "id", { pattern: "[a-z0-9]+(-[a-z0-9]+)*" });
    const sides = Object.entries(names().languages).map(([language, place]) => ({
      title: texts.headingOf(language),
      fields: NAMES.map((name) => this.#field(`${language}.${name}`, [...place, name], name, { lang: language, pattern: WITHOUT_BRACES })),
    }));
    const first = {
      title: texts.say("workshop.routine_first"),
      fields: Object.entries(names().untold).flatMap(([language, untold]) => untold.map((name) => (
        this.#field(`first.${language}.${name}`, [], name, { lang: language, pattern: WITHOUT_BRACES, of: language })
      ))),
    };
    const reached = {
      title: texts.say("workshop.routine_reached"),
      fields: [
        this.#field("email", ["contacts", 0, "email"], "email", { kind: "email", isOptional: true }),
        this.#field("phone", ["contacts", 0, "phone"], "phone", { kind: "tel", isOptional: true }),
        this.#field("url", [], "url", { kind: "url", pattern: "https?://\\S+", isOptional: true }),
      ],
    };
    const groups = [...sides, first, reached].filter(({ fields }) => fields.length);
    this.placed = [id, ...groups.flatMap(({ fields }) => fields)];
    this.body.replaceChildren(id.field.root, ...groups.map(({ title, fields }) => {
      const set = styled("fieldset", "side", "");
      set.append(styled("legend", "", title), ...fields.map(({ field }) => field.root));
      return set;
    }));
  }

  /** @param {string} key @param {(string | number)[]} where @param {string} said
   *  @param {{ kind?: "text" | "email" | "tel" | "url", lang?: string, pattern?: string,
   *    isOptional?: boolean, of?: import("./api.js").Language }} how *of*: a language to name beside the label
   *  @returns {Placed} */
  #field(key, where, said, { kind, lang, pattern, isOptional = false, of }) {
    const { texts } = this.how;
    const hint = texts.say(`workshop.routine_hint.${said}`);
    const field = new WordsField(
      ["routine", ...key.split(".")],
      texts.say(`workshop.routine_field.${said}`) + (of ? ` (${texts.nameOf(of)})` : ""),
      (_, value) => this.typed.set(key, String(value ?? "")),
      { kind, lang, hint },
    );
    field.show(this.typed.get(key) ?? "");
    field.box.required = !isOptional;
    field.box.maxLength = LONGEST[said] ?? LONGEST_NAME;
    if (pattern) field.box.setAttribute("pattern", pattern);
    if (pattern) field.box.title = hint;
    return { field, where };
  }

  async #make() {
    if (this.isMaking) return;
    this.isMaking = true;
    const opens = await this.#save().finally(() => { this.isMaking = false; });
    if (opens === null) return;
    const { desk, names, onOpen, texts } = this.how;
    this.typed.clear();
    this.dialog.close();
    const first = names().passages.find(({ file }) => file === opens);
    if (first) await onOpen(first.id);
    desk.head.notice(texts.say("workshop.routine_made"));
  }

  /** The file to open once the routine is saved; null where it isn't, and why is said. */
  async #save() {
    const { api, desk, texts, together } = this.how;
    this.#tell([], texts.say("workshop.saving"));
    try {
      const made = await api.beginRoutine({ ...this.#told(), files: await desk.unsaved() });
      const saves = (/** @type {import("./api.js").FileVersion[]} */ files) => this.#saved(files, made);
      return (await together.save(made.files, this.said, this.faults, saves)) ? made.opens : null;
    } catch (error) {
      this.#refused(error);
      return null;
    }
  }

  /** @param {unknown} error */
  #refused(error) {
    const { texts } = this.how;
    const isTaken = error instanceof Refused && error.told.error === "id-taken";
    const id = this.placed[0].field;
    if (isTaken) id.fault([{ level: "error", text: texts.say("workshop.routine_id_taken"), rest: [] }]);
    if (isTaken) id.focus();
    const status = statusOf(error);
    const sentence = status === BAD_REQUEST ? "workshop.routine_unusable" : status ? "workshop.not_rearranged" : "workshop.not_reached";
    say(this.said, isTaken ? "" : texts.say(sentence));
  }

  /** Saves *files*; what hinders that is told at its field, where it has one.
   *  @param {import("./api.js").FileVersion[]} files @param {BegunRoutine} made */
  async #saved(files, made) {
    try {
      return await this.how.api.saveTogether(files);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const marks = this.#tell(error.told.marks ?? [], "", made);
      throw new Refused(error.status, { ...error.told, marks });
    }
  }

  /** Tells each of *marks* at its field, and returns the others.
   *  @param {Mark[]} marks @param {string} sentence @param {BegunRoutine} [made] */
  #tell(marks, sentence, made) {
    say(this.said, sentence);
    this.faults.replaceChildren();
    const shown = this.placed.map(({ field, where }) => {
      const own = marks.filter((mark) => mark.file === made?.file && placeOf(mark, made.places) === where.join("."));
      field.fault(own.map(({ level, text }) => ({ level, text, rest: [] })));
      return { field, own };
    });
    shown.find(({ own }) => own.length)?.field.focus();
    return marks.filter((mark) => !shown.some(({ own }) => own.includes(mark)));
  }

  #told() {
    const value = (/** @type {string} */ key) => this.typed.get(key) ?? "";
    const { languages, untold } = this.how.names();
    /** @param {string} start @param {[string, string[]][]} wanted names, by language */
    const said = (start, wanted) => Object.fromEntries(wanted.map(([language, names]) => [
      language,
      Object.fromEntries(names.map((name) => [name, value(`${start}${language}.${name}`)])),
    ]));
    return {
      routine: value("id"),
      names: said("", Object.keys(languages).map((language) => [language, NAMES])),
      first: said("first.", Object.entries(untold)),
      email: value("email") || null,
      phone: value("phone") || null,
      url: value("url") || null,
    };
  }
}

/** @param {Mark} mark @param {import("./api.js").FieldPlace[]} places */
const placeOf = ({ line, column }, places) => places.findLast(
  (each) => each.line < line || (each.line === line && each.column <= column),
)?.field.join(".");
