// The earlier wordings of the text in the form, and taking one of them back.
import { button, element, say, styled } from "../elements.js";
import { isGivenUp, statusOf } from "./api.js";
import { listChanged } from "./changes.js";

export class Wordings {
  /** @type {AbortController | null} */
  comparing = null;

  /** @param {{ api: import("./api.js").Api, texts: import("../texts.js").Texts,
   *    desk: import("./desk.js").Desk, form: import("./passageform.js").PassageForm,
   *    file: import("./openfile.js").OpenFile, editor: import("./editor.js").Editor }} how */
  constructor(how) {
    this.how = how;
    this.dialog = element("wordings", HTMLDialogElement);
    this.list = element("wordings-list");
    this.said = element("wordings-said");
    element("earlier").addEventListener("click", () => this.#show());
    element("wordings-close").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.comparing?.abort());
  }

  async #show() {
    const { api, form, file, texts } = this.how;
    await form.flush();
    const { draft } = file;
    if (!draft || !form.passage) return;
    element("wordings-title").textContent = texts.say("workshop.wordings_of", { title: form.passage.title });
    this.list.replaceChildren();
    say(this.said, texts.say("workshop.reading"));
    this.dialog.showModal();
    try {
      const { wordings } = await api.wordings(draft, form.passage.id);
      say(this.said, wordings.length ? "" : texts.say("workshop.no_wordings"));
      this.list.replaceChildren(...wordings.map((each) => this.#row(each)));
    } catch (error) {
      say(this.said, statusOf(error) === 404 ? texts.say("workshop.not_in_git") : texts.say("workshop.not_reached"));
    }
  }

  /** @param {import("./api.js").Wording} wording */
  #row({ revision, at, by, about, block }) {
    const { texts } = this.how;
    const row = document.createElement("li");
    const more = document.createElement("details");
    const [said, list] = [styled("p", "", ""), document.createElement("ul")];
    said.setAttribute("role", "status");
    more.append(styled("summary", "", texts.say("workshop.show_wording")), styled("pre", "", block));
    row.append(
      styled("strong", "", texts.say("workshop.wording_at", { time: texts.dayAndClock(at), by })),
      styled("p", "", about),
      more,
      button(texts.say("workshop.restore"), () => this.#restore(revision)),
      " ",
      button(texts.say("workshop.compare_wording"), () => this.#compare(revision, said, list)),
      said,
      list,
    );
    return row;
  }

  /** Tells which questions got another answer with the wording of *revision*; nothing is changed.
   *  @param {string} revision @param {HTMLElement} said @param {HTMLElement} list */
  async #compare(revision, said, list) {
    const { api, file, form, texts } = this.how;
    const { draft } = file;
    if (!draft || !form.passage) return;
    this.comparing?.abort();
    this.comparing = new AbortController();
    const { signal } = this.comparing;
    try {
      const { text } = await api.restore(draft, form.passage.id, revision);
      const files = [{ name: draft.name, text, begun_with: null }];
      await listChanged(this.how, files, signal, {
        kinds: ["lost", "changed", "added"],
        said,
        list,
        counted: "workshop.answered_then",
        none: "workshop.answered_then_none",
      });
    } catch (error) {
      if (isGivenUp(error)) say(said, "");
      else say(said, statusOf(error) ? texts.say("workshop.not_restored") : texts.say("workshop.not_reached"));
    }
  }

  /** @param {string} revision */
  async #restore(revision) {
    const { api, desk, editor, file, form, texts } = this.how;
    const { draft } = file;
    if (!draft || !form.passage) return;
    try {
      const { text } = await api.restore(draft, form.passage.id, revision);
      if (file.name !== draft.name || editor.text !== draft.text) return;
      editor.replace(text);
      this.dialog.close();
      await form.refresh({ all: true });
      desk.head.notice(texts.say("workshop.restored"));
    } catch (error) {
      say(this.said, statusOf(error) ? texts.say("workshop.not_restored") : texts.say("workshop.not_reached"));
    }
  }
}
