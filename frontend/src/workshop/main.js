// The page: joins the list of files, the text, its marks, and the panels beside it.
import { element, inside, say, styled } from "../elements.js";
import { visitor } from "../tab/signin.js";
import { textsOfPage } from "../texts.js";
import { Accounts } from "./accounts.js";
import { Api, statusOf } from "./api.js";
import { Changes } from "./changes.js";
import { Completion } from "./completion.js";
import { Conflict } from "./conflict.js";
import { Copies } from "./copies.js";
import { Desk } from "./desk.js";
import { Drafts } from "./drafts.js";
import { Editor } from "./editor.js";
import { Edits } from "./edits.js";
import { FileList } from "./filelist.js";
import { Gaps } from "./gaps.js";
import { MostAsked } from "./mostasked.js";
import { askForName } from "./newfile.js";
import { NewRoutine } from "./newroutine.js";
import { OpenFile } from "./openfile.js";
import { PassageForm } from "./passageform.js";
import { Presence } from "./presence.js";
import { Preview } from "./preview.js";
import { Problems } from "./problems.js";
import { Publishing } from "./publishing.js";
import { makeTabs } from "./tabs.js";
import { Rearranging } from "./rearranging.js";
import { Replacing } from "./replacing.js";
import { Together } from "./together.js";
import { View } from "./view.js";
import { Wordings } from "./wordings.js";

const NARROW = "(max-width: 900px)";
const KEYS = ["tab", "suggest", "save", "next_error", "search", "indent", "undo"];
const HASH = /^#(.*?\.yaml)(?::(\d+))?$/;

const texts = textsOfPage();
const { language } = texts;
const nonce = document.querySelector("meta[name=style-nonce]")?.getAttribute("content") ?? "";
const signIn = document.body.dataset.signIn;

showKeys();
element("publish-tab").hidden = !signIn;
const showTab = makeTabs(element("tabs"));
/** @type {NodeListOf<HTMLAnchorElement>} */
const otherLanguages = document.querySelectorAll("header a[hreflang]");
for (const link of otherLanguages) {
  // What is open stays open in the other language.
  link.addEventListener("click", () => { link.hash = location.hash; });
}
const files = element("files", HTMLDetailsElement);
if (matchMedia(NARROW).matches) files.open = false;

const api = new Api(language, await token());
const base = await firstBase();
const list = new FileList(element("file-list"), element("filter", HTMLInputElement), texts);
const completion = new Completion(kindOf, texts);
const drafts = new Drafts(base.editor || base.folder);
const editor = new Editor(element("editor"), {
  texts,
  nonce,
  completion,
  onChange: () => desk.changed(),
  onMove: () => desk.moved(),
  onSave: () => desk.save(),
  onGo: () => view.focus(),
  onOwnWord: (facts) => together.addOwnWord(facts),
});
const file = new OpenFile(editor, () => completion.names, texts);
const form = new PassageForm({
  api,
  drafts,
  texts,
  file,
  editor,
  names: () => completion.names,
  onOpen: goToPassage,
  onSave: () => desk.save(),
  onOwnWord: (facts) => together.addOwnWord(facts),
});
const view = new View({ form, editor });
const preview = new Preview({
  api,
  texts,
  language,
  draft: () => file.draft,
  isFaulty: () => file.isFaulty,
  titleOf: (id) => passage(id)?.title ?? id,
  onOpen: goToPassage,
  onAdd: (what) => edits.addQuestion(what),
});
const changes = new Changes({
  api,
  texts,
  draft: () => file.draft,
  isWanted: () => view.isForm && file.isUnsaved && !file.isFaulty,
  onOpen: goToPassage,
  onPress: () => showTab("changes-tab"),
  onAccept: (lost, region) => together.acceptLost(lost, region),
});
const gaps = new Gaps({
  api,
  texts,
  language,
  names: () => completion.names,
  desk: () => desk,
  edits: () => edits,
  together: () => together,
  onOpen: goToPassage,
  onTry: tryQuestion,
});
new MostAsked({ api, texts, language, onOpen: goToPassage, onTry: tryQuestion });
new Accounts({ api, texts });
const desk = new Desk({
  api,
  texts,
  file,
  editor,
  form,
  view,
  drafts,
  list,
  preview,
  changes,
  gaps,
  conflict: new Conflict(element("conflict", HTMLDialogElement), texts, nonce),
  copies: new Copies(texts, drafts),
  problems: new Problems(element("problem-list"), element("problems-summary"), texts, goToMark),
  onSaved: renew,
});
const edits = new Edits({ api, texts, desk, file, editor, names: () => completion.names });
new Wordings({ api, texts, desk, form, file, editor });
const together = new Together({ api, texts, desk, list, onTakenBack: () => gaps.refresh() });
new Replacing({ api, texts, desk, together, titleOf: (id) => passage(id)?.title ?? id });
new NewRoutine({
  api,
  texts,
  desk,
  together,
  names: () => completion.names,
  onOpen: goToPassage,
});
new Rearranging({ api, texts, desk, form, together, names: () => completion.names, onOpen: goToPassage });

const publishing = new Publishing({
  api,
  texts,
  nonce,
  list,
  onOpen: goToPassage,
  onAccept: (lost, region) => together.acceptLost(lost, region),
});

element("add-passage").addEventListener("click", () => edits.addPassage());
element("new-file").addEventListener("click", async () => {
  const slug = await askForName(completion.names.topics);
  if (slug) location.hash = `passages/${slug}.yaml`;
});
element("skip").addEventListener("click", (event) => {
  event.preventDefault();
  if (file.name) view.focus();
  else element("filter").focus();
});
addEventListener("hashchange", follow);
// Their buttons have their listeners by now.
for (const part of document.querySelectorAll("nav, aside")) part.removeAttribute("inert");
take(base);
await follow();
if (signIn) new Presence({ api, texts, file, desk, list });

/** What tells who writes; null where nobody is asked.
 *  @returns {Promise<(() => Promise<string>) | null>} */
async function token() {
  if (!signIn) return null;
  try {
    return (await visitor(signIn === "name")).token;
  } catch (error) {
    say(element("state"), texts.say("workshop.not_signed_in"));
    throw error;
  }
}

/** The base as it is when the page opens; the page is no use without it.
 *  @returns {Promise<import("./api.js").Base>} */
async function firstBase() {
  say(element("state"), texts.say("workshop.reading"));
  for (;;) {
    try {
      const first = await api.base();
      say(element("state"), "");
      return first;
    } catch (error) {
      const isRefused = statusOf(error) === 403;
      say(element("state"), texts.say(isRefused ? "workshop.not_reviewer" : "workshop.not_reached"));
      await new Promise((resolve) => { setTimeout(resolve, 2_000); });
    }
  }
}

/** @param {import("./api.js").Base} told */
function take({ folder, files: all, names, schemas, unspelt }) {
  say(element("unspelt"), unspelt.join(" "));
  element("folder").textContent = folder.split(/[\\/]/).slice(-2).join("/");
  element("folder").title = folder;
  completion.names = names;
  completion.schemas = schemas;
  form.speak(Object.entries(names.languages));
  list.files = all;
  const titles = new Map(names.topics.map(({ id, title }) => [id, title]));
  const topics = Object.entries(names.topic_of);
  list.titles = new Map([
    ...topics.map(([name, topic]) => /** @type {const} */ ([name, titles.get(topic)])),
    ...names.routines.map(({ file: name, title }) => /** @type {const} */ ([name, title])),
  ]);
  desk.showList();
}

/** After a save there may be new names to complete and new files to list. */
async function renew() {
  take(await api.base());
  await gaps.outdate();
  if (signIn) await publishing.outdate();
}

/** Opens what the address names: `#passages/kris.yaml`, or `#passages/kris.yaml:12`. */
async function follow() {
  const [, name, line] = HASH.exec(decodeURIComponent(location.hash)) ?? [];
  if (!name) return;
  if (matchMedia(NARROW).matches) files.open = false;
  await desk.open(name);
  if (line) editor.goTo(Number(line));
}

/** @param {import("./api.js").Mark} mark */
function goToMark({ file: name, line, column }) {
  if (name === file.name) {
    editor.goTo(line, column);
    if (view.isForm) form.goTo({ line, column });
  } else location.hash = `${name}:${line}`;
}

/** @param {string} id */
async function goToPassage(id) {
  const found = passage(id);
  if (!found) return;
  if (found.file !== file.name) {
    history.pushState(null, "", `#${found.file}:${found.line}`);
    await desk.open(found.file);
  }
  if (found.file === file.name) editor.goTo(found.line);
}

/** @param {string} question */
function tryQuestion(question) {
  showTab("answer-tab");
  preview.ask(question);
}

/** The passage with this id: where it stands in the open text, else where it stood when saved.
 *  @param {string} id */
function passage(id) {
  /** @param {import("./api.js").Named[]} all */
  const named = (all) => all.find((each) => each.id === id);
  return named(file.passages ?? []) ?? named(completion.names.passages);
}

/** @param {string} name */
function kindOf(name) {
  return name.replace(/\/.*|\.yaml$/, "");
}

function showKeys() {
  const rows = KEYS.flatMap((name) => {
    const term = document.createElement("dt");
    term.append(styled("kbd", "", texts.say(`workshop.keys.${name}.key`)));
    return [term, styled("dd", "", texts.say(`workshop.keys.${name}.does`))];
  });
  inside(element("keys"), "dl").append(...rows);
}
