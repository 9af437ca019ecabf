// Where the person writes: Enter sends, Shift+Enter breaks the line, the box grows with the text.

import { inside, styled } from "./elements.js";

export class Composer {
  /** @param {HTMLFormElement} form
   *  @param {(text: string) => void} onSend */
  constructor(form, onSend) {
    this.form = form;
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
    this.box.addEventListener("input", () => this.#fit());
  }

  /** @param {string} text */
  set label(text) {
    inside(this.form, "label").textContent = text;
  }

  /** Gives back a text that could not be sent, unless something new has been written.
   *  @param {string} text @param {string} sentence */
  giveBack(text, sentence) {
    if (!this.box.value) this.box.value = text;
    this.#fit();
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
    if (!text) return;
    this.box.value = "";
    this.#fit();
    onSend(text);
  }

  #fit() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight}px`;
  }
}
