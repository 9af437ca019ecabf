// What the page asks the workshop's server for.

/** An answer that isn't the one asked for; `told` is what the server said of it. */
export class Refused extends Error {
  constructor(status, told) {
    super(told.error ?? `HTTP ${status}`);
    this.status = status;
    this.told = told;
  }
}

export class Api {
  constructor(language) {
    this.language = language;
    this.asked = new Map();
  }

  base = () => this.#get(`/workshop/base?lang=${this.language}`);
  file = (name) => this.#get(`/workshop/file?${new URLSearchParams({ name })}`);
  check = (draft) => this.#newest("check", { draft });
  passage = (draft, passage) => this.#newest("passage", { draft, passage });
  ask = (draft, question) => this.#newest("ask", { draft, question });
  index = (draft) => this.#newest("index", { draft });
  gapPhrasings = (what) => this.#post("gap-phrasings", what);
  gapPassage = (what) => this.#post("gap-passage", what);
  phrasing = (what) => this.#post("phrasing", what);
  save = (draft, begunWith) => this.#post("save", { draft, begun_with: begunWith });

  changes = (draft, signal, tell) => this.#follow("changes", { draft }, signal, tell);
  gaps = (signal, tell) => this.#follow("gaps", {}, signal, tell);

  /** Calls *tell* with each thing the server tells while it works. */
  async #follow(what, body, signal, tell) {
    const response = await this.#send(what, body, signal);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      lines.filter(Boolean).forEach((line) => tell(JSON.parse(line)));
    }
  }

  /** Only the newest call of a kind matters: the one before is given up. */
  #newest(what, body) {
    this.asked.get(what)?.abort();
    const controller = new AbortController();
    this.asked.set(what, controller);
    return this.#post(what, body, controller.signal);
  }

  giveUp(what) {
    this.asked.get(what)?.abort();
  }

  async #get(url) {
    return answer(await fetch(url));
  }

  async #post(what, body, signal) {
    return (await this.#send(what, body, signal)).json();
  }

  async #send(what, body, signal) {
    const response = await fetch(`/workshop/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ lang: this.language, ...body }),
      signal,
    });
    if (!response.ok) await answer(response);
    return response;
  }
}

/** Whether *error* only says that a newer call has taken this one's place. */
export const isGivenUp = (error) => error.name === "AbortError";

async function answer(response) {
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, told);
  return told;
}
