// "Fråga Rutinboten" on a message: a dialog that nobody else sees, with cards of the bot in it.
import { dataOf, drawCard } from "./cards.js";
import { element, say } from "./elements.js";

/** @typedef {import("./wire.js").Dialog} Dialog */

export class Asking {
  /** @param {import("./texts.js").Texts} texts
   *  @param {() => import("./wire.js").Wire} wire */
  constructor(texts, wire) {
    this.texts = texts;
    this.wire = wire;
    this.dialog = element("asking", HTMLDialogElement);
    this.shown = element("asked");
    this.status = element("asking-status");
  }

  /** Opens the dialog over *activity*, a message.
   *  @param {import("./wire.js").Activity} activity */
  open(activity) {
    this.shown.replaceChildren();
    this.dialog.showModal();
    this.#show(this.wire().askAbout(activity));
  }

  /** Shows the card that *answer* brings; one that was there stays until then.
   *  @param {Promise<Dialog>} answer */
  async #show(answer) {
    say(this.status, this.texts.say("chat.working"));
    this.shown.setAttribute("aria-busy", "true");
    try {
      const { card } = await answer;
      const drawn = drawCard(card.content, (action) => {
        this.#show(this.wire().pressInDialog(dataOf(action)));
      });
      this.shown.replaceChildren(drawn ?? this.texts.say("chat.card_failed"));
      this.shown.focus({ preventScroll: true });
      this.shown.scrollTop = 0;
      say(this.status, "");
    } catch {
      say(this.status, this.texts.say("chat.press_failed"));
    } finally {
      this.shown.setAttribute("aria-busy", "false");
    }
  }
}
