// Who else is here: told every now and then, with what has become of the open file meanwhile.
import { element, say } from "../elements.js";

const TOLD_EVERY_MS = 15_000;

export class Presence {
  window = crypto.randomUUID();
  /** @type {number | undefined} */
  soon;

  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts,
   *    file: import("./openfile.js").OpenFile, desk: import("./desk.js").Desk,
   *    list: import("./filelist.js").FileList }} how */
  constructor(how) {
    this.how = how;
    addEventListener("hashchange", () => this.tell());
    addEventListener("pagehide", () => how.api.presence(this.window, "", { isLast: true }).catch(() => {}));
    void this.tell();
  }

  async tell() {
    clearTimeout(this.soon);
    const { api, desk, file } = this.how;
    const name = file.name ?? "";
    try {
      const { others, hash } = await api.presence(this.window, name);
      this.#show(others, name);
      if (name && name === file.name && hash !== file.begunWith) await desk.check();
    } catch {
      this.#show([], name); // what can't be reached is told where something is done
    }
    this.soon = setTimeout(() => this.tell(), TOLD_EVERY_MS);
  }

  /** @param {import("./api.js").OpenElsewhere[]} others @param {string} open */
  #show(others, open) {
    const { list, texts } = this.how;
    const here = others.filter(({ file }) => file === open).map(({ name }) => name);
    const elsewhere = others.filter(({ file }) => file !== open)
      .map(({ name, file }) => texts.say("workshop.publish.has_open", { name, file: list.titleOf(file) }));
    const said = [...(here.length ? [texts.say("workshop.publish.also_here", { names: here.join(", ") })] : []), ...elsewhere];
    const told = said.join(" ");
    if (element("others").textContent !== told) say(element("others"), told);
    element("others").classList.toggle("warn", here.length > 0);
  }
}
