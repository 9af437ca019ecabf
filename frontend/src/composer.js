// Where the person writes: Enter sends, Shift+Enter breaks the line, the box grows with the text.
// How long the text may be is told when it nears that; one that is too long stays in the box.

import { element, inside, styled } from "./elements.js";

const TOLD_FROM = 0.8;

export class Composer {
  /** Characters of a message; the server tells.
   *  @type {number} */
  longest = Infinity;

  /** @param {HTMLFormElement} form
   *  @param {import("./texts.js").Texts} texts
   *  @param {(text: string) => void} onSend */
  constructor(form, texts, onSend) {
    this.form = form;
    this.texts = texts;
    this.length = element("length");
    this.box = inside(form, "textarea");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(onSend);
    });
    this.box.addEventListener("keydown", (event) => {
      // While a word is being composed (accents, other scripts), Enter belongs to it.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send(onSend);
    });
    this.box.addEventListener("input", () => this.#changed());
  }

  /** @param {string} text */
  set label(text) {
    inside(this.form, "label").textContent = text;
  }

  /** Gives back a text that could not be sent, unless something new has been written.
   *  @param {string} text @param {string} sentence */
  giveBack(text, sentence) {
    if (!this.box.value) this.box.value = text;
    this.#changed();
    this.clearTrouble();
    const trouble = styled("p", "trouble", sentence);
    trouble.setAttribute("role", "alert");
    this.form.prepend(trouble);
  }

  clearTrouble() {
    this.form.querySelector(".trouble")?.remove();
  }

  /** @param {(text: string) => void} onSend */
  #send(onSend) {
    const text = this.box.value.trim();
    if (!text || this.#tellLength()) return;
    this.box.value = "";
    this.#changed();
    onSend(text);
  }

  #changed() {
    this.#fit();
    this.#tellLength();
  }

  /** Returns whether the text is too long. */
  #tellLength() {
    const length = [...this.box.value.trim()].length;
    const isTooLong = length > this.longest;
    const told = isTooLong ? "chat.too_long" : "chat.length";
    const { longest } = this;
    this.length.textContent = length < TOLD_FROM * longest ? "" : this.texts.say(told, { length, longest });
    this.length.classList.toggle("trouble", isTooLong);
    return isTooLong;
  }

  #fit() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight}px`;
  }
}
