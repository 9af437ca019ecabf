// Where the person writes: Enter sends, Shift+Enter breaks the line, the box grows with the text.

export class Composer {
  /** @param {HTMLFormElement} form
   *  @param {(text: string) => void} onSend */
  constructor(form, onSend) {
    this.form = form;
    this.box = form.querySelector("textarea");
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

  set label(text) {
    this.form.querySelector("label").textContent = text;
  }

  /** Gives back a text that could not be sent, unless something new has been written. */
  giveBack(text, sentence) {
    if (!this.box.value) this.box.value = text;
    this.#fit();
    this.clearTrouble();
    const trouble = document.createElement("p");
    trouble.className = "trouble";
    trouble.setAttribute("role", "alert");
    trouble.textContent = sentence;
    this.form.prepend(trouble);
  }

  clearTrouble() {
    this.form.querySelector(".trouble")?.remove();
  }

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
