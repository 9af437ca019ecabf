// What is to be corrected, as a list one can press: the marks in the text, for everyone.

const SHOWN = 50;

export class Problems {
  /** @param {HTMLElement} list @param {HTMLElement} summary
   *  @param {(mark: object) => void} onPress */
  constructor(list, summary, texts, onPress) {
    this.list = list;
    this.summary = summary;
    this.texts = texts;
    this.onPress = onPress;
  }

  /** @param {object[]} marks of all files @param {string | null} name the file that is open */
  show(marks, name) {
    const here = marks.filter((mark) => mark.file === name);
    const sorted = [...here, ...marks.filter((mark) => mark.file !== name)];
    this.list.replaceChildren(...sorted.slice(0, SHOWN).map((mark) => this.#row(mark, name)));
    if (sorted.length > SHOWN) {
      const more = document.createElement("li");
      more.textContent = this.texts.more(sorted.length - SHOWN);
      this.list.append(more);
    }
    say(this.summary, this.#inShort(marks));
  }

  #inShort(marks) {
    const errors = marks.filter((mark) => mark.level === "error").length;
    const warnings = marks.length - errors;
    const counts = [];
    if (errors) counts.push(this.texts.errors(errors));
    if (warnings) counts.push(this.texts.warnings(warnings));
    if (!errors) counts.unshift(this.texts.noProblems);
    return counts.join(errors ? ", " : " ");
  }

  #row(mark, name) {
    const row = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = `problem ${mark.level}`;
    const level = document.createElement("strong");
    level.textContent = this.texts[mark.level] ?? mark.level;
    const { atLine, inFile } = this.texts;
    const place = document.createElement("span");
    place.className = "place";
    place.textContent = mark.file === name ? atLine(mark.line) : inFile(mark.file, mark.line);
    const text = document.createElement("span");
    text.className = "text";
    text.textContent = mark.text;
    button.append(level, " ", place, " ", text);
    button.addEventListener("click", () => this.onPress(mark));
    row.append(button);
    return row;
  }
}

/** Says *sentence* in a live region, but not again while it stands there. */
export function say(element, sentence) {
  if (element.textContent !== sentence) element.textContent = sentence;
}
