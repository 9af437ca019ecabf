// Texts not saved yet, kept in the browser so that nothing is lost if the page is closed.

export class Drafts {
  /** @param {string} folder tells the drafts of one base from those of another */
  constructor(folder) {
    this.prefix = `workshop ${folder} `;
  }

  /** @returns {{ text: string, begunWith: string | null, at: string } | null} */
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + name));
    } catch {
      return null;
    }
  }

  /** Whether the draft could be kept: storage may be full, or shut. */
  keep(name, text, begunWith) {
    try {
      const draft = { text, begunWith, at: new Date().toISOString() };
      localStorage.setItem(this.prefix + name, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  drop(name) {
    localStorage.removeItem(this.prefix + name);
  }

  names() {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(this.prefix))
      .map((key) => key.slice(this.prefix.length));
  }
}
