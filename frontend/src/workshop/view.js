// Whether texts are written in a form or as YAML: chosen once, and remembered by the browser.
import { element } from "../elements.js";

const KEY = "workshop view";

export class View {
  /** @type {string | null} */
  name = null;
  /** @type {string | null} */
  chosen = remembered();

  /** @param {{ form: import("./passageform.js").PassageForm, editor: import("./editor.js").Editor }} how */
  constructor({ form, editor }) {
    this.form = form;
    this.editor = editor;
    for (const [id, wanted] of [["as-form", "form"], ["as-yaml", "yaml"]]) {
      element(id).addEventListener("click", () => this.#choose(wanted));
    }
    element("undo").addEventListener("click", () => this.#step(() => editor.undo()));
    element("redo").addEventListener("click", () => this.#step(() => editor.redo()));
  }

  /** Whether the open file is shown as a form. */
  get isForm() {
    return this.name !== null && this.name.startsWith("passages/") && this.chosen !== "yaml";
  }

  /** @param {string | null} name the file that is open */
  show(name) {
    this.name = name;
    element("views").hidden = !name?.startsWith("passages/");
    element("form").hidden = !this.isForm;
    element("editor").hidden = name === null || this.isForm;
    element("keys-summary").hidden = element("keys").hidden = this.isForm;
    element("as-form").setAttribute("aria-pressed", String(this.isForm));
    element("as-yaml").setAttribute("aria-pressed", String(!this.isForm));
  }

  focus() {
    if (this.isForm) this.form.focus();
    else this.editor.focus();
  }

  /** @param {string} wanted */
  async #choose(wanted) {
    await this.form.flush();
    this.chosen = wanted;
    try {
      localStorage.setItem(KEY, wanted);
    } catch {
      // Where storage is shut, the choice lasts as long as the page.
    }
    this.show(this.name);
    if (this.isForm) await this.form.refresh({ all: true });
    else this.editor.focus();
  }

  /** @param {() => void} step */
  async #step(step) {
    await this.form.flush();
    step();
    await this.form.refresh({ all: true });
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
