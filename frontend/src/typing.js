// "Rutinboten is typing", until it has answered or ten seconds have passed, as in Teams.

const SHOWN_FOR_MS = 10_000;

export class Typing {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {number | undefined} */
    this.timer = undefined;
  }

  /** @param {string} sentence */
  show(sentence) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), SHOWN_FOR_MS);
    if (this.element.textContent !== sentence) this.element.textContent = sentence;
  }

  hide() {
    clearTimeout(this.timer);
    this.element.textContent = "";
  }
}
