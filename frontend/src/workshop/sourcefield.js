// The source of a text, found by typing some of its name; the ground comes with it.
import { styled } from "../elements.js";
import { Field, words } from "./formfields.js";

const SHOWN = 8;

export class SourceField extends Field {
  /** @type {string} */
  chosen = "";
  /** The option that Enter takes. */
  at = 0;

  /** @param {string} label @param {import("./formfields.js").Setter} onSet
   *  @param {{ texts: import("../texts.js").Texts, names: () => import("./api.js").Names }} how */
  constructor(label, onSet, { texts, names }) {
    super(["source"], label, onSet, texts.say("workshop.source_hint"));
    this.texts = texts;
    this.names = names;
    this.box = document.createElement("input");
    this.box.type = "text";
    this.box.autocomplete = "off";
    this.list = document.createElement("ul");
    this.list.id = `${this.id}-list`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.box.setAttribute("role", "combobox");
    this.box.setAttribute("aria-autocomplete", "list");
    this.box.setAttribute("aria-controls", this.list.id);
    const whole = styled("div", "picker", "");
    whole.append(this.box, this.list);
    this.place(this.box, whole);
    this.#close();
    this.box.addEventListener("input", () => this.#open());
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("blur", () => this.#close());
  }

  /** @param {unknown} held */
  show(held) {
    const source = /** @type {{ id?: unknown } | null} */ (typeof held === "object" ? held : null);
    const id = words(source?.id);
    this.chosen = id === "todo" ? "" : id;
    this.box.value = this.#titleOf(this.chosen);
  }

  #found() {
    const { sources, basis_of: basisOf } = this.names();
    const grounds = this.texts.below("workshop.ground");
    const wanted = this.box.value.toLowerCase().split(/\s+/).filter(Boolean);
    return sources
      .map(({ id, title }) => ({ id, title: title || id, ground: grounds[basisOf[id]] ?? "" }))
      .filter(({ id, title, ground }) => {
        const all = `${id} ${title} ${ground}`.toLowerCase();
        return wanted.every((word) => all.includes(word));
      })
      .slice(0, SHOWN);
  }

  #open() {
    const found = this.#found();
    this.at = 0;
    this.list.replaceChildren(...found.map(({ id, title, ground }, number) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${number}`;
      option.dataset.id = id;
      option.setAttribute("role", "option");
      option.append(styled("span", "", title), " ", styled("span", "ground", ground));
      // The box keeps the focus, so that leaving it closes the list.
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        this.#take(id);
      });
      return option;
    }));
    this.list.hidden = !found.length;
    this.box.setAttribute("aria-expanded", String(Boolean(found.length)));
    this.#point();
  }

  #close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
    this.box.value = this.#titleOf(this.chosen);
  }

  #point() {
    const options = [...this.list.children];
    for (const [number, option] of options.entries()) {
      option.setAttribute("aria-selected", String(number === this.at));
    }
    const active = options[this.at];
    if (active) this.box.setAttribute("aria-activedescendant", active.id);
    active?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const options = [...this.list.querySelectorAll("li")];
    if (event.key === "ArrowDown" && this.list.hidden) {
      this.box.select();
      this.box.value = "";
      this.#open();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + step + options.length) % Math.max(1, options.length);
      this.#point();
    } else if (event.key === "Enter") {
      const id = options[this.at]?.dataset.id;
      if (id) this.#take(id);
    } else if (event.key === "Escape" && !this.list.hidden) {
      this.#close();
    } else {
      return;
    }
    event.preventDefault();
  }

  /** @param {string} id */
  #take(id) {
    this.chosen = id;
    this.#close();
    this.onSet(["source", "id"], id);
    const ground = this.names().basis_of[id];
    if (ground) this.onSet(["basis"], ground);
  }

  /** @param {string} id */
  #titleOf(id) {
    return this.names().sources.find((each) => each.id === id)?.title || id;
  }
}
