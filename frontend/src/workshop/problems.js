// What is to be corrected, as a list one can press: the marks in the text, for everyone.

import { button, say, styled } from "../elements.js";

/** @typedef {import("./api.js").Mark} Mark */

const SHOWN = 50;

export class Problems {
  /** @param {HTMLElement} list @param {HTMLElement} summary
   *  @param {import("../texts.js").Texts} texts @param {(mark: Mark) => void} onPress */
  constructor(list, summary, texts, onPress) {
    this.list = list;
    this.summary = summary;
    this.texts = texts;
    this.onPress = onPress;
  }

  /** @param {Mark[]} marks of all files @param {string | null} name the file that is open */
  show(marks, name) {
    const here = marks.filter((mark) => mark.file === name);
    const sorted = [...here, ...marks.filter((mark) => mark.file !== name)];
    this.list.replaceChildren(...sorted.slice(0, SHOWN).map((mark) => this.#row(mark, name)));
    if (sorted.length > SHOWN) {
      this.list.append(styled("li", "", this.texts.say("workshop.more", { count: sorted.length - SHOWN })));
    }
    say(this.summary, this.#inShort(marks));
  }

  /** @param {Mark[]} marks */
  #inShort(marks) {
    const errors = marks.filter((mark) => mark.level === "error").length;
    const warnings = marks.length - errors;
    const counts = [];
    if (errors) counts.push(this.texts.say("workshop.errors", { count: errors }));
    if (warnings) counts.push(this.texts.say("workshop.warnings", { count: warnings }));
    if (!errors) counts.unshift(this.texts.say("workshop.no_problems"));
    return counts.join(errors ? ", " : " ");
  }

  /** @param {Mark} mark @param {string | null} name */
  #row(mark, name) {
    const row = document.createElement("li");
    const press = button("", () => this.onPress(mark));
    press.className = `problem ${mark.level}`;
    const { file, level, line } = mark;
    const key = file === name ? "workshop.at_line" : "workshop.in_file";
    const place = this.texts.say(key, { file, line: String(line) });
    press.append(
      styled("strong", "", this.texts.say(`workshop.level.${level}`)), " ",
      styled("span", "place", place), " ",
      styled("span", "text", mark.text),
    );
    row.append(press);
    return row;
  }
}
