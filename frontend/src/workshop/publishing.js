// What is saved and not in use yet: what differs, which questions that changes, and publishing it.
import { button, element, inside, say, styled } from "../elements.js";
import { Refused, statusOf } from "./api.js";
import { tellComparison } from "./changes.js";
import { Comparison } from "./comparison.js";
import { sideBySide } from "./conflict.js";
import { Errand } from "./errand.js";

/** @typedef {{ id: string, version: number, standing: string, is_open: boolean, is_own: boolean, by: string,
 *    asked_at: string, due_at: string | null, changed_at: string, answered_by: string | null }} Release
 *  @typedef {{ name: string, before: string | null, after: string | null }} Differing
 *  @typedef {{ seen: string, changed: Differing[], releases: Release[], second_reader: boolean,
 *    pinned: boolean }} Releases */

/** @type {Intl.DateTimeFormatOptions} */
const IN_SWEDEN = { dateStyle: "short", timeStyle: "short", timeZone: "Europe/Stockholm" };
const SOON_MS = 2_000;
const LATER_MS = 15_000;
const LOGGED = 8;

export class Publishing {
  /** @type {Releases | null} */
  told = null;
  /** @type {number | undefined} */
  looking;

  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts, nonce: string,
   *    list: import("./filelist.js").FileList, onOpen: (id: string) => void,
   *    onAccept: (lost: import("./api.js").Miss, region: HTMLElement) => Promise<boolean> }} how */
  constructor(how) {
    this.how = how;
    this.said = element("publish-said");
    this.at = element("publish-at", HTMLInputElement);
    element("publish-tab").addEventListener("click", () => this.refresh());
    element("publish-now").addEventListener("click", () => this.#publish(null));
    element("publish-later").addEventListener("click", () => this.#later());
    this.comparedSaid = element("publish-compared");
    this.bar = element("publish-progress", HTMLProgressElement);
    const [start, stop] = [element("publish-compare"), element("stop-publish-compare")];
    const parts = { start, stop, bar: this.bar, said: this.comparedSaid };
    this.errand = new Errand(parts, how.texts, (signal) => this.#compare(signal));
  }

  /** Tells how it stands by now; looks again for as long as something is on its way. */
  async refresh() {
    clearTimeout(this.looking);
    try {
      this.#show(await this.how.api.releases());
    } catch (error) {
      this.#failed(error);
    }
  }

  /** After a save, or a while, where it can be seen. */
  async outdate() {
    if (!element("publish-panel").hidden) await this.refresh();
  }

  /** @param {Releases} told */
  #show(told) {
    const { texts } = this.how;
    const open = told.releases.find((each) => each.is_open);
    const isTried = open?.standing === "waiting" && !open.due_at;
    if (this.told?.seen !== told.seen) this.#forgetCompared();
    this.told = told;
    element("publish-pinned").hidden = !told.pinned;
    say(element("publish-count"), told.changed.length ? texts.say("workshop.publish.count", { count: told.changed.length }) : texts.say("workshop.publish.nothing"));
    element("publish-form").hidden = Boolean(open) || !told.changed.length;
    element("publish-second").hidden = !told.second_reader;
    element("publish-compare").hidden = !told.changed.length;
    this.#showOpen(open, isTried);
    element("publish-files").replaceChildren(...told.changed.map((each) => this.#file(each)));
    const logged = told.releases.filter((each) => !each.is_open).slice(0, LOGGED);
    element("publish-log").replaceChildren(...logged.map((each) => styled("li", "", this.#inWords(each))));
    element("publish-latest").hidden = !logged.length;
    if (open) this.looking = setTimeout(() => this.outdate(), isTried ? SOON_MS : LATER_MS);
  }

  /** @param {Release | undefined} open @param {boolean} isTried */
  #showOpen(open, isTried) {
    const { api, texts } = this.how;
    element("release").hidden = !open;
    if (!open) return;
    say(element("release-told"), isTried ? texts.say("workshop.publish.tried") : this.#inWords(open));
    const answers = open.standing === "asked" && !open.is_own
      ? [this.#answer(texts.say("workshop.publish.approve"), open, api.approveRelease), this.#answer(texts.say("workshop.publish.turn_down"), open, api.turnDownRelease)]
      : [];
    const back = this.#answer(texts.say("workshop.publish.call_back"), open, api.callBackRelease);
    element("release-deeds").replaceChildren(...answers, ...(isTried ? [] : [back]));
  }

  /** @param {string} title @param {Release} release
   *  @param {(release: Release) => Promise<unknown>} answer */
  #answer(title, release, answer) {
    return button(title, () => this.#carryOut(() => answer(release)));
  }

  /** @param {Differing} file */
  #file({ name, before, after }) {
    const { list, nonce, texts } = this.how;
    const more = document.createElement("details");
    const place = document.createElement("div");
    place.className = "versions";
    const title = list.titleOf(name);
    const kind = before === null ? texts.say("workshop.file_comes", { title }) : after === null ? texts.say("workshop.file_goes", { title }) : title;
    more.append(styled("summary", "", kind), place);
    more.addEventListener("toggle", () => {
      if (!more.open || place.hasChildNodes()) return;
      const versions = { a: { label: texts.say("workshop.publish.before"), text: before ?? "" }, b: { label: texts.say("workshop.publish.after"), text: after ?? "" } };
      sideBySide(place, versions, texts, nonce);
    });
    return more;
  }

  /** @param {Release} release */
  #inWords({ standing, by, due_at: due, asked_at: asked, changed_at: changed, answered_by: other }) {
    const { texts } = this.how;
    const nobody = texts.say("workshop.publish.erased");
    const then = standing === "asked" ? asked : standing === "waiting" ? due ?? changed : changed;
    const at = new Date(then).toLocaleString(texts.locale, IN_SWEDEN);
    return texts.say(`workshop.publish.stands.${standing}`, { by: by || nobody, at, other: other || nobody });
  }

  #later() {
    if (this.at.value) return this.#publish(this.at.value);
    say(this.said, this.how.texts.say("workshop.publish.when"));
    return this.at.focus();
  }

  /** @param {string | null} at */
  #publish(at) {
    const { api } = this.how;
    return this.#carryOut(() => api.publish(this.told?.seen ?? "", at));
  }

  /** @param {() => Promise<unknown>} work */
  async #carryOut(work) {
    say(this.said, "");
    try {
      await work();
      await this.refresh();
      inside(element("publish-panel"), "h3").focus();
    } catch (error) {
      await this.refresh();
      this.#failed(error);
    }
  }

  /** @param {unknown} error */
  #failed(error) {
    const { texts } = this.how;
    const code = error instanceof Refused ? error.told.error ?? "" : "";
    const key = `workshop.publish.refused.${code}`;
    if (statusOf(error) === null) say(this.said, texts.say("workshop.not_reached"));
    else say(this.said, texts.knows(key) ? texts.say(key) : texts.say("workshop.failed"));
  }

  #forgetCompared() {
    say(this.comparedSaid, "");
    element("publish-changes").replaceChildren();
  }

  /** @param {AbortSignal} signal */
  #compare(signal) {
    const { api, texts } = this.how;
    const { comparedSaid: said, bar } = this;
    const onAccept = (/** @type {import("./api.js").Miss} */ lost) => this.how.onAccept(lost, said);
    return api.releaseChanges(signal, (told) => tellComparison(told, { said, bar, texts }, (result, isPartial) => {
      const found = new Comparison(result, { ...this.how, isPartial, onAccept });
      say(said, found.inShort);
      element("publish-changes").replaceChildren(...found.lists());
    }));
  }
}
