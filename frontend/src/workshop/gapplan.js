// What is about to be done with a gap: where to, what it would change, and then all of it at once.
import { element, say, styled } from "../elements.js";
import { isGivenUp, statusOf } from "./api.js";
import { Comparison } from "./comparison.js";

/** @typedef {import("./gaps.js").Gap} Gap
 *  @typedef {import("./api.js").Named} Named
 *  @typedef {import("./api.js").GapDraft} GapDraft
 *  @typedef {import("./api.js").Rearranged} Rearranged
 *  @typedef {"phrasing" | "passage" | "not-ours" | "junk"} GapDeed
 *  @typedef {{ files: Rearranged[], made?: GapDraft, trial?: import("./api.js").FileVersion | null,
 *    said: string }} Planned */

const AREAS = "elsewhere.yaml";

export class GapPlan {
  /** @type {Gap | null} */
  gap = null;
  /** @type {GapDeed} */
  deed = "junk";
  /** Null until it is known what would be saved.
   *  @type {Planned | null} */
  planned = null;
  /** @type {Named | null} */
  atCursor = null;
  isSaving = false;
  /** The gaps of passages that are begun and not saved, by the passages' ids.
   *  @type {Map<string, string>} */
  begun = new Map();
  /** @type {AbortController | null} */
  comparing = null;

  /** @param {import("./gaps.js").Gaps["how"] & { onDone: (sentence: string) => Promise<void>,
   *    onDropped: () => void }} how */
  constructor(how) {
    this.how = how;
    this.form = element("gap-plan", HTMLFormElement);
    this.field = element("gap-target");
    this.said = element("gap-plan-said");
    this.changes = element("gap-changes");
    this.hindrances = element("gap-hindrances");
    this.submit = element("gap-save", HTMLButtonElement);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    element("gap-cancel").addEventListener("click", () => this.cancel());
  }

  get isOpen() {
    return !this.form.hidden;
  }

  /** @returns {HTMLSelectElement | null} */
  get select() {
    return this.field.querySelector("select");
  }

  /** @param {Gap} gap @param {GapDeed} deed @param {string} [target] what is meant, where it is known */
  begin(gap, deed, target) {
    this.drop();
    this.gap = gap;
    this.deed = deed;
    element("gap-plan-title").textContent = this.how.texts.say(`workshop.gap_deed.${deed}`);
    this.field.replaceChildren(...this.#fieldFor(gap, target));
    this.form.hidden = false;
    this.form.scrollIntoView({ block: "nearest" });
    if (this.select && !this.select.value) {
      say(this.said, this.how.texts.say("workshop.gap_choose"));
      this.select.focus();
    } else this.#plan();
  }

  cancel() {
    this.drop();
    this.how.onDropped();
  }

  drop() {
    this.#clear();
    this.gap = null;
    this.form.hidden = true;
  }

  #clear() {
    this.comparing?.abort();
    this.planned = null;
    this.submit.disabled = true;
    this.changes.replaceChildren();
    this.hindrances.replaceChildren();
    say(this.said, "");
  }

  /** @param {Gap} gap @param {string} [target] @returns {HTMLElement[]} */
  #fieldFor(gap, target) {
    const { texts } = this.how;
    const { deed } = this;
    if (deed === "junk") return [];
    const box = document.createElement("select");
    box.id = "gap-to";
    box.required = true;
    box.append(new Option(texts.say("workshop.choose_one"), ""), ...this.#choices(gap));
    const usual = { phrasing: gap.nearest[0]?.id, passage: gap.nearest[0]?.topic, "not-ours": gap.area };
    box.value = target ?? usual[deed] ?? "";
    box.addEventListener("change", () => this.#plan());
    const label = styled("label", "", texts.say(`workshop.gap_target.${deed}`));
    label.htmlFor = box.id;
    return [label, box];
  }

  /** @param {Gap} gap @returns {HTMLElement[]} */
  #choices({ nearest }) {
    const { texts, names, language } = this.how;
    const { passages, topics, areas } = names();
    if (this.deed === "passage") return topics.map(optionOf);
    if (this.deed === "not-ours") return sorted(areas, texts).map(optionOf);
    const first = nearest.map(({ id, titles }) => ({ id, title: titles[language] ?? id }));
    if (this.atCursor) first.push({ ...this.atCursor, title: texts.say("workshop.gap_at_cursor", { title: this.atCursor.title }) });
    const known = new Set(first.map(({ id }) => id));
    const rest = sorted(passages.filter(({ id }) => !known.has(id)), texts);
    return [group(texts.say("workshop.gap_nearest"), first), group(texts.say("workshop.gap_all"), rest)].filter((each) => each.children.length);
  }

  async #plan() {
    this.#clear();
    const { gap, deed } = this;
    const { texts } = this.how;
    const target = this.select?.value ?? "";
    if (!gap || (this.select && !target)) return;
    say(this.said, texts.say("workshop.finding_out"));
    try {
      const planned = await this.#made(gap, deed, target);
      if (gap !== this.gap || deed !== this.deed || target !== (this.select?.value ?? "")) return;
      if (!planned) return say(this.said, texts.say("workshop.gap_had_them"));
      this.planned = planned;
      this.submit.disabled = false;
      this.submit.scrollIntoView({ block: "nearest" });
      await this.#compare(planned);
    } catch (error) {
      if (!isGivenUp(error)) say(this.said, statusOf(error) ? texts.say("workshop.not_added") : texts.say("workshop.not_reached"));
    }
  }

  /** What would be saved; nothing where all wordings stand there already.
   *  @param {Gap} gap @param {GapDeed} deed @param {string} target
   *  @returns {Promise<Planned | null>} */
  async #made({ examples: asked, language }, deed, target) {
    const { api, texts, names, edits } = this.how;
    if (deed === "junk") return { files: [], said: texts.say("workshop.gap_junk_explain") };
    const passage = names().passages.find(({ id }) => id === target);
    const file = deed === "passage" ? edits().fileOf(target) : passage?.file ?? AREAS;
    const { name, text: before, begun_with } = await this.#version(file);
    const about = { draft: { name, text: before ?? "" }, language, asked };
    if (deed === "passage") {
      const { made, trial } = await api.gapPassage({ ...about, topic: target });
      return { files: [], made, trial: trial === null ? null : { name, text: trial, begun_with }, said: texts.say("workshop.gap_begins_in", { name }) };
    }
    const { text, added, made } = deed === "phrasing"
      ? await api.gapPhrasings({ ...about, passage: target })
      : await api.gapArea({ ...about, area: target });
    return added ? { files: [{ name, text, before, begun_with }], made, said: texts.say("workshop.gap_adds", { count: added, title: this.#chosen }) } : null;
  }

  /** What the target is called. */
  get #chosen() {
    return this.select?.selectedOptions[0]?.text ?? "";
  }

  /** The file as it is being written, or as it stands on disk.
   *  @param {string} name @returns {Promise<import("./api.js").FileVersion>} */
  async #version(name) {
    const { api, desk } = this.how;
    const unsaved = (await desk().unsaved()).find((each) => each.name === name);
    if (unsaved) return unsaved;
    const { text, hash } = await api.file(name);
    return { name, text, begun_with: hash };
  }

  /** Tells what else would change; one may save without waiting for it.
   *  @param {Planned} planned */
  async #compare({ files, trial, said }) {
    const { api, texts } = this.how;
    const compared = trial ? [trial] : files.map(({ name, text, begun_with }) => ({ name, text, begun_with }));
    if (!compared.length) return say(this.said, `${said} ${texts.say("workshop.gap_press")}`);
    say(this.said, `${said} ${texts.say("workshop.impact_unknown")} ${texts.say("workshop.gap_press")}`);
    this.comparing = new AbortController();
    await api.changes(compared, this.comparing.signal, (told) => {
      if (told.stage === "failed") say(this.said, `${said} ${texts.say("workshop.gap_not_compared")}`);
      if (told.stage !== "done") return;
      const changes = trial ? told.result.changes.filter(isOld) : told.result.changes;
      const found = new Comparison({ ...told.result, changes }, {
        ...this.how,
        onAccept: (lost) => this.how.together().acceptLost(lost, this.said),
      });
      say(this.said, `${said} ${found.inNumber}. ${texts.say("workshop.gap_press")}`);
      this.changes.replaceChildren(...found.lists());
      this.submit.scrollIntoView({ block: "nearest" });
    });
  }

  async save() {
    const { gap, planned, deed } = this;
    if (!gap || !planned || this.isSaving) return;
    const { texts, edits } = this.how;
    this.isSaving = true;
    this.comparing?.abort();
    try {
      const topic = this.select?.value ?? "";
      const isDone = deed === "passage"
        ? await edits().beginPassage(gap, topic, (made) => this.#decide(gap, [], made))
        : await this.#decide(gap, planned.files, planned.made);
      if (!isDone) return;
      if (deed !== "passage") this.how.onDropped();
      await this.how.onDone(texts.say(`workshop.gap_done.${deed}`));
    } finally {
      this.isSaving = false;
    }
  }

  /** Whether it could be decided; why not is said in the plan, which stays.
   *  @param {Gap} gap @param {Rearranged[]} files @param {GapDraft} [made] */
  #decide({ asked, answers, routine }, files, made) {
    const { api, together } = this.how;
    const { deed: handling } = this;
    return together().save(files, this.said, this.hindrances, async (now) => {
      const told = await api.handleGap({ files: now, asked, answers, routine, handling, ...(made && { made }) });
      if (made && handling === "passage") this.begun.set(made.passage, told.gap.id);
      return told;
    });
  }

  /** Notes that passages which were begun here are saved by now. */
  async takeBegun() {
    const { api, names } = this.how;
    const saved = new Set(names().passages.map(({ id }) => id));
    for (const [passage, gap] of this.begun) {
      if (!saved.has(passage)) continue;
      this.begun.delete(passage);
      await api.takeGap(gap).catch(() => {});
    }
  }
}

/** @param {import("./comparison.js").Change} change */
const isOld = ({ kind }) => kind !== "new";

/** @param {{ id: string, title: string }} named */
const optionOf = ({ id, title }) => new Option(title || id, id);

/** @template {{ title: string }} T @param {T[]} named @param {import("../texts.js").Texts} texts */
const sorted = (named, texts) => named.toSorted((one, other) => texts.compare(one.title, other.title));

/** @param {string} label @param {{ id: string, title: string }[]} named */
function group(label, named) {
  const made = document.createElement("optgroup");
  made.label = label;
  made.append(...named.map(optionOf));
  return made;
}
