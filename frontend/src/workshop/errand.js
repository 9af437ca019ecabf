// What the server works at for a while: begun and broken off by buttons, told of as it goes.
import { say } from "../elements.js";
import { isGivenUp, statusOf } from "./api.js";

export class Errand {
  /** @param {{ start: HTMLElement, stop: HTMLElement, bar: HTMLProgressElement, said: HTMLElement }} parts
   *  @param {import("../texts.js").Texts} texts
   *  @param {(signal: AbortSignal) => Promise<void>} work */
  constructor(parts, texts, work) {
    this.start = parts.start;
    this.stop = parts.stop;
    this.bar = parts.bar;
    this.said = parts.said;
    this.texts = texts;
    this.work = work;
    /** @type {AbortController | null} */
    this.running = null;
    /** @type {Promise<void>} */
    this.ending = Promise.resolve();
    this.start.addEventListener("click", () => this.run());
    this.stop.addEventListener("click", () => this.running?.abort());
  }

  async run() {
    if (this.running) return;
    this.running = new AbortController();
    this.ending = this.#work(this.running.signal);
    await this.ending;
  }

  /** @param {AbortSignal} signal */
  async #work(signal) {
    this.#working(true);
    try {
      await this.work(signal);
    } catch (error) {
      if (isGivenUp(error)) say(this.said, "");
      else say(this.said, statusOf(error) ? this.texts.say("workshop.failed") : this.texts.say("workshop.not_reached"));
    } finally {
      this.running = null;
      this.#working(false);
    }
  }

  /** Breaks off what is running, and waits until it is. */
  async stopped() {
    this.running?.abort();
    await this.ending;
  }

  /** @param {boolean} isWorking */
  #working(isWorking) {
    const hadFocus = [this.start, this.stop].some((each) => each === document.activeElement);
    this.start.hidden = isWorking;
    this.stop.hidden = this.bar.hidden = !isWorking;
    this.bar.removeAttribute("value");
    if (hadFocus) (isWorking ? this.stop : this.start).focus();
  }
}
