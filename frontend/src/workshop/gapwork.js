// What is made of a gap in the box: phrasings for a text there is, or a text begun. Nothing is saved.

export class GapWork {
  /** @param {{ api: object, texts: object, desk: object, editor: object, names: () => object,
   *    passage: (id: string) => object | undefined }} how */
  constructor(how) {
    Object.assign(this, how);
  }

  /** Adds what people asked to the passage with this id, in whichever file it stands. */
  async add({ examples, language }, id) {
    const found = this.passage(id);
    if (!found) {
      this.desk.head.notice(this.texts.notAdded);
      return;
    }
    await this.#write(found.file, (draft) => this.api.gapPhrasings({ draft, language, asked: examples, passage: id }),
      (added) => (added ? this.texts.gapAdded(added) : this.texts.gapHadThem));
  }

  /** Begins a text on it, last in the topic's file. */
  async begin({ examples, language }, topic) {
    await this.#write(this.#fileOf(topic), (draft) => this.api.gapPassage({ draft, language, asked: examples, topic }),
      () => this.texts.gapBegun);
  }

  async #write(name, change, inWords) {
    const { desk, editor, texts } = this;
    if (!(await this.#open(name))) return;
    const before = editor.text;
    try {
      const { text, added, line } = await change({ name, text: desk.isBlank ? "" : before });
      if (desk.name !== name || editor.text !== before) return;
      editor.replace(text);
      if (added) editor.goTo(line);
      desk.head.notice(inWords(added));
    } catch (error) {
      if (error.status === 422 || error.status === 404) desk.head.notice(texts.notAdded);
      else desk.head.failed(error);
    }
  }

  /** Opens the file, with its name in the address as if it had been chosen in the list. */
  async #open(name) {
    await this.desk.open(name);
    if (this.desk.name !== name) return false;
    if (location.hash !== `#${name}`) history.pushState(null, "", `#${name}`);
    return true;
  }

  #fileOf(topic) {
    const files = Object.entries(this.names().topic_of).filter(([, of]) => of === topic).map(([file]) => file);
    const usual = `passages/${topic}.yaml`;
    return files.includes(usual) ? usual : files[0] ?? usual;
  }
}
