// Texts not saved yet, kept in the browser so that nothing is lost if the page is closed.

/** Stands before a file's name where what is stored is a copy of its text. */
export const COPY = "copy of ";

export class Drafts {
  /** @param {string} folder tells the drafts of one base from those of another */
  constructor(folder) {
    this.prefix = `workshop ${folder} `;
  }

  /** @param {string} name
   *  @returns {{ text: string, begunWith: string | null, at: string } | null} */
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + name) ?? "null");
    } catch {
      return null;
    }
  }

  /** Whether the draft could be stored: storage may be full, or shut.
   *  @param {string} name @param {string} text @param {string | null} begunWith */
  store(name, text, begunWith) {
    try {
      const draft = { text, begunWith, at: new Date().toISOString() };
      localStorage.setItem(this.prefix + name, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} name */
  drop(name) {
    localStorage.removeItem(this.prefix + name);
  }

  /** The files with a text that isn't saved; a copy of one is no file. */
  files() {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(this.prefix))
      .map((key) => key.slice(this.prefix.length))
      .filter((name) => name.endsWith(".yaml") && !name.startsWith(COPY));
  }
}
