// Asks what a new file of passages is to be called.

import { element, inside } from "../elements.js";

/** @param {{ id: string, title: string }[]} topics
 *  @returns {Promise<string | null>} the name without folder and ending */
export function askForName(topics) {
  const dialog = element("new", HTMLDialogElement);
  const form = inside(dialog, "form");
  const field = element("new-name", HTMLInputElement);
  element("new-topics").replaceChildren(...topics.map(({ id, title }) => new Option(title, id)));
  field.value = "";
  dialog.showModal();
  return new Promise((resolve) => {
    /** @param {string | null} answer */
    const done = (answer) => {
      form.onsubmit = element("new-cancel").onclick = dialog.oncancel = null;
      dialog.close();
      resolve(answer);
    };
    form.onsubmit = (event) => {
      event.preventDefault();
      done(field.value.trim());
    };
    element("new-cancel").onclick = () => done(null);
    dialog.oncancel = () => done(null);
  });
}
