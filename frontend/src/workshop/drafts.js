// Texts not saved yet, kept in the browser so that nothing is lost if the page is closed.

/** @typedef {{ text: string, begunWith: string | null, at: string }} Kept */

/** Stands before a file's name where what is stored is a copy of its text. */
export const COPY = "copy of ";

export class Drafts {
  /** What the browser doesn't keep, for as long as the page is open: it may be full, or closed to a
   *  page within another's.
   *  @type {Map<string, Kept>} */
  #unkept = new Map();

  /** @param {string} whose tells the drafts of one base, or of one editor, from those of another */
  constructor(whose) {
    this.prefix = `workshop ${whose} `;
  }

  /** @param {string} name @returns {Kept | null} */
  get(name) {
    const unkept = this.#unkept.get(name);
    if (unkept) return unkept;
    try {
      return JSON.parse(localStorage.getItem(this.prefix + name) ?? "null");
    } catch {
      return null;
    }
  }

  /** Whether the draft is kept by the browser.
   *  @param {string} name @param {string} text @param {string | null} begunWith */
  store(name, text, begunWith) {
    const draft = { text, begunWith, at: new Date().toISOString() };
    try {
      localStorage.setItem(this.prefix + name, JSON.stringify(draft));
      this.#unkept.delete(name);
      return true;
    } catch {
      this.#unkept.set(name, draft);
      return false;
    }
  }

  /** @param {string} name */
  drop(name) {
    this.#unkept.delete(name);
    try {
      localStorage.removeItem(this.prefix + name);
    } catch {
      // what isn't kept needn't be dropped
    }
  }

  /** The files with a text that isn't saved; a copy of one is no file. */
  files() {
    const names = [...new Set([...this.#unkept.keys(), ...this.#keptNames()])];
    return names.filter((name) => name.endsWith(".yaml") && !name.startsWith(COPY));
  }

  #keptNames() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
      return keys.map((key) => key.slice(this.prefix.length));
    } catch {
      return [];
    }
  }
}
