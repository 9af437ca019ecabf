// What the page asks the workshop's server for.

/** @typedef {{ name: string, text: string }} Draft a file's text as it is being written
 *  @typedef {{ id: string, title: string, file: string, line: number }} Named
 *  @typedef {{ languages: Record<Language, string[]>, routines: Named[], untold: Record<Language, string[]>, passages: Named[], sources: Named[], topics: Named[],
 *    contacts: Named[], areas: Named[], topic_of: Record<string, string>, basis_of: Record<string, string> }} Names
 *  @typedef {{ folder: string, editor: string, files: string[], names: Names, unspelt: string[],
 *    schemas: Record<string, import("./completion.js").Schema> }} Base
 *  @typedef {{ text: string | null, hash: string | null }} FileText both null where it is new
 *  @typedef {{ file: string, line: number, column: number, level: "error" | "warning",
 *    text: string, code: string, facts: Record<string, any> }} Mark
 *  @typedef {{ field: (string | number)[], line: number, column: number }} FieldPlace
 *  @typedef {{ field: (string | number)[], sentences: string[] }} PatternShown
 *  @typedef {{ values: Record<string, unknown>, places: FieldPlace[], patterns: PatternShown[] }} Fields
 *  @typedef {{ field: string[], value: string | string[] | null }} FieldChange
 *  @typedef {{ marks: Mark[], passages?: Named[] | null, hash?: string | null }} Checked
 *  @typedef {Record<Language, object>} Cards
 *  @typedef {{ id: string, title: string, score: number }} Ranked
 *  @typedef {{ language: Language, outcome: "answer" | "suggestions" | "none", cards: Cards,
 *    ranked: Ranked[] }} Answered
 *  @typedef {{ answer: Answered, is_faulty: boolean,
 *    index: { is_current: boolean, is_saved: boolean, built_at: string } }
 *    | { answer: null, index: null }} Asked
 *  @typedef {{ draft: Draft, passage: string, language: Language, field: string,
 *    question: string }} NewPhrasing
 *  @typedef {{ draft: Draft, language: Language, asked: string[] }} FromGap
 *  @typedef {{ passage: string, topic: string, text: string, phrasings: string[] }} GapDraft
 *  @typedef {{ text: string, added: number, line: number, made?: GapDraft }} Edited
 *  @typedef {{ id: string, version: number, handling: string, by: string, at: string }} Handled
 *  @typedef {{ hashes: Record<string, string | null>, gap?: Handled, not_committed?: boolean }} Saved
 *  @typedef {{ name: string, text: string | null, begun_with: string | null }} FileVersion
 *  @typedef {FileVersion & { before: string | null }} Rearranged null where there is no such file
 *  @typedef {{ files: Rearranged[], file: string, opens: string, places: FieldPlace[] }} BegunRoutine
 *    its own file, the one to open, and where in its own each field stands
 *  @typedef {{ deed: "rename" | "move" | "merge" | "delete", passage: string, to?: string }} Deed
 *  @typedef {{ revision: string, at: string, by: string, about: string, block: string }} Wording
 *  @typedef {{ file: string, passage: string, before: string, after: string }} Replacement
 *  @typedef {{ passage: string, language: Language, question: string }} Miss a test question
 *  @typedef {{ name: string, file: string }} OpenElsewhere who has which file open
 *  @typedef {import("../texts.js").Language} Language */

/** An answer that isn't the one asked for; `told` is what the server said of it. */
export class Refused extends Error {
  /** @param {number} status
   *  @param {{ error?: string, said?: string, marks?: Mark[], theirs?: string | null,
   *    name?: string, by?: string, at?: string }} told */
  constructor(status, told) {
    super(told.error ?? `HTTP ${status}`);
    this.status = status;
    this.told = told;
  }
}

export class Api {
  /** @param {Language} language
   *  @param {(() => Promise<string>) | null} token tells the server who writes; null where it doesn't ask */
  constructor(language, token) {
    this.language = language;
    this.token = token;
    /** @type {Map<string, AbortController>} */
    this.asked = new Map();
  }

  /** @returns {Promise<Base>} */
  base = () => this.#get(`workshop/base?lang=${this.language}`);
  /** @param {string} name @returns {Promise<FileText>} */
  file = (name) => this.#get(`workshop/file?${new URLSearchParams({ name })}`);
  /** @param {Draft} draft @returns {Promise<Checked>} */
  check = (draft) => this.#newest("check", { draft });
  /** @param {Draft | null} draft @param {string} passage @returns {Promise<{ cards: Cards }>} */
  passage = (draft, passage) => this.#newest("passage", { draft, passage });
  /** @param {Draft} draft @param {string} passage @param {string | null} lists what patterns name, where that isn't saved
   *  @returns {Promise<Fields>} */
  fields = (draft, passage, lists) => this.#newest("fields", { draft, passage, lists });
  /** @param {Draft} draft @param {string} passage @param {FieldChange[]} changes
   *  @returns {Promise<{ text: string }>} */
  setFields = (draft, passage, changes) => this.#post("set-fields", { draft, passage, changes });
  /** @param {Draft | null} draft @param {string} question @returns {Promise<Asked>} */
  ask = (draft, question) => this.#newest("ask", { draft, question });
  /** @param {Draft | null} draft @returns {Promise<unknown>} */
  index = (draft) => this.#newest("index", { draft });
  /** @param {FromGap & { passage: string }} what @returns {Promise<Edited>} */
  gapPhrasings = (what) => this.#post("gap-phrasings", what);
  /** @param {FromGap & { area: string }} what @returns {Promise<Edited>} */
  gapArea = (what) => this.#post("gap-area", what);
  /** @param {FromGap & { topic: string }} what
   *  @returns {Promise<Edited & { made: GapDraft, trial: string | null }>} */
  gapPassage = (what) => this.#post("gap-passage", what);
  /** @param {{ files: FileVersion[], asked: string, answers: string[], routine: string, handling: string,
   *    made?: GapDraft }} what
   *  @returns {Promise<Saved & { gap: Handled }>} */
  handleGap = (what) => this.#post("handle-gap", what);
  /** @param {{ files: FileVersion[], gap: string, version: number }} what @returns {Promise<Saved>} */
  reopenGap = (what) => this.#post("reopen-gap", what);
  /** @param {string} gap @returns {Promise<Handled>} */
  takeGap = (gap) => this.#post("take-gap", { gap });
  /** @param {string[]} asked @returns {Promise<{ handled: Record<string, Handled> }>} */
  handledGaps = (asked) => this.#newest("handled-gaps", { asked });
  /** @param {import("./accounts.js").AccountList} list
   *  @returns {Promise<{ name: string, content: string }>} */
  listToFillIn = (list) => this.#post("list-to-fill-in", list);
  /** @param {import("./accounts.js").AccountList} list
   *  @returns {Promise<import("./accounts.js").Checked>} */
  checkList = (list) => this.#post("check-list", list);
  /** @param {import("./accounts.js").AccountList} list
   *  @returns {Promise<import("./accounts.js").Checked>} */
  importList = (list) => this.#post("import-list", list);
  /** @param {NewPhrasing} what @returns {Promise<{ text: string }>} */
  phrasing = (what) => this.#post("phrasing", what);
  /** @param {Draft} draft @param {string | null} begunWith @returns {Promise<{ hash: string, not_committed?: boolean }>} */
  save = (draft, begunWith) => this.#post("save", { draft, begun_with: begunWith });

  /** @param {Draft} draft @param {string} passage @returns {Promise<{ wordings: Wording[] }>} */
  wordings = (draft, passage) => this.#post("wordings", { draft, passage });
  /** @param {Draft} draft @param {string} passage @param {string} revision
   *  @returns {Promise<{ text: string }>} */
  restore = (draft, passage, revision) => this.#post("restore", { draft, passage, revision });
  /** @param {Deed} what @param {FileVersion[]} files @returns {Promise<{ files: Rearranged[] }>} */
  rearrange = (what, files) => this.#newest("rearrange", { what, files });
  /** @param {{ routine: string, names: Record<Language, Record<string, string>>,
   *    first: Record<Language, Record<string, string>>, email: string | null,
   *    phone: string | null, url: string | null, files: FileVersion[] }} what
   *  @returns {Promise<BegunRoutine>} */
  beginRoutine = (what) => this.#post("begin-routine", what);
  /** @param {string} words @param {string} by @param {FileVersion[]} files
   *  @returns {Promise<{ files: Rearranged[], places: Replacement[] }>} */
  replaceWords = (words, by, files) => this.#newest("replace-words", { words, by, files });
  /** @param {Miss[]} lost @param {FileVersion[]} files
   *  @returns {Promise<{ files: Rearranged[] }>} */
  acceptLost = (lost, files) => this.#post("accept-lost", { lost, files });
  /** @param {{ language: Language, word: string, files: FileVersion[] }} what
   *  @returns {Promise<{ files: Rearranged[] }>} */
  ownWord = (what) => this.#post("own-word", what);
  /** @param {FileVersion[]} files @returns {Promise<Saved>} */
  saveTogether = (files) => this.#post("save-together", { files });

  /** @returns {Promise<import("./publishing.js").Releases>} */
  releases = () => this.#newest("releases", {});
  /** @param {string} seen @param {string | null} at day and time in Sweden; null for at once */
  publish = (seen, at) => this.#post("publish", { seen, day_and_time: at });
  /** @param {import("./publishing.js").Release} release */
  approveRelease = ({ id, version }) => this.#post("approve-release", { release: id, version });
  /** @param {import("./publishing.js").Release} release */
  turnDownRelease = ({ id, version }) => this.#post("turn-down-release", { release: id, version });
  /** @param {import("./publishing.js").Release} release */
  callBackRelease = ({ id, version }) => this.#post("call-back-release", { release: id, version });
  /** @param {AbortSignal} signal @param {(told: any) => void} tell */
  releaseChanges = (signal, tell) => this.#follow("release-changes", {}, signal, tell);
  /** @param {string} window @param {string} file @param {{ isLast?: boolean }} [how]
   *  @returns {Promise<{ others: OpenElsewhere[], hash: string | null }>} */
  presence = (window, file, { isLast = false } = {}) =>
    this.#post("presence", { window, file }, undefined, { keepalive: isLast });

  /** @param {FileVersion[]} files @param {AbortSignal} signal @param {(told: any) => void} tell */
  changes = (files, signal, tell) => this.#follow("changes", { files }, signal, tell);
  /** @param {AbortSignal} signal @param {(told: any) => void} tell */
  gaps = (signal, tell) => this.#follow("gaps", {}, signal, tell);
  /** @param {AbortSignal} signal @param {(told: any) => void} tell */
  mostAsked = (signal, tell) => this.#follow("most-asked", {}, signal, tell);

  /** Calls *tell* with each thing the server tells while it works.
   *  @param {string} what @param {object} body @param {AbortSignal} signal
   *  @param {(told: any) => void} tell */
  async #follow(what, body, signal, tell) {
    const { body: stream } = await this.#send(what, body, signal);
    if (!stream) return;
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      lines.filter(Boolean).forEach((line) => tell(JSON.parse(line)));
    }
  }

  /** Only the newest call of a kind matters: the one before is given up.
   *  @param {string} what @param {object} body */
  #newest(what, body) {
    this.asked.get(what)?.abort();
    const controller = new AbortController();
    this.asked.set(what, controller);
    return this.#post(what, body, controller.signal);
  }

  /** @param {string} what */
  giveUp(what) {
    this.asked.get(what)?.abort();
  }

  /** @returns {Promise<Record<string, string>>} */
  async #who() {
    return this.token ? { Authorization: `Bearer ${await this.token()}` } : {};
  }

  /** @param {string} url */
  async #get(url) {
    return answer(await fetch(url, { headers: await this.#who() }));
  }

  /** @param {string} what @param {object} body @param {AbortSignal} [signal] @param {RequestInit} [how] */
  async #post(what, body, signal, how) {
    return (await this.#send(what, body, signal, how)).json();
  }

  /** @param {string} what @param {object} body @param {AbortSignal} [signal] @param {RequestInit} [how] */
  async #send(what, body, signal, how = {}) {
    const response = await fetch(`workshop/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(await this.#who()) },
      body: JSON.stringify({ lang: this.language, ...body }),
      signal,
      ...how,
    });
    if (!response.ok) await answer(response);
    return response;
  }
}

/** Whether *error* only says that a newer call has taken this one's place.
 *  @param {unknown} error */
export const isGivenUp = (error) => error instanceof DOMException && error.name === "AbortError";

/** The status that the server refused with; null where it didn't answer at all.
 *  @param {unknown} error */
export const statusOf = (error) => (error instanceof Refused ? error.status : null);

/** @param {Response} response */
async function answer(response) {
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, told);
  return told;
}
