// The page: joins the list of files, the text, its marks, and the panels beside it.
import { fillIn } from "../texts.js";
import { Api } from "./api.js";
import { Changes } from "./changes.js";
import { Completion } from "./completion.js";
import { Conflict } from "./conflict.js";
import { Copies } from "./copies.js";
import { Desk } from "./desk.js";
import { Drafts } from "./drafts.js";
import { Editor } from "./editor.js";
import { FileList } from "./filelist.js";
import { Gaps } from "./gaps.js";
import { GapWork } from "./gapwork.js";
import { askForName } from "./newfile.js";
import { Preview } from "./preview.js";
import { Problems, say } from "./problems.js";
import { makeTabs } from "./tabs.js";
import { languageOf, textsIn } from "./texts.js";

const NARROW = "(max-width: 900px)";
const HASH = /^#(.*?\.yaml)(?::(\d+))?$/;

const address = new URLSearchParams(location.search);
const language = languageOf(address.get("lang"));
const texts = textsIn(language);
const nonce = document.querySelector("meta[name=style-nonce]").content;
const element = (id) => document.getElementById(id);
const api = new Api(language);

document.documentElement.lang = language;
document.title = texts.title;
fillIn(document, texts);
showKeys();
const showTab = makeTabs(element("tabs"));
const other = language === "sv" ? "en" : "sv";
element("language").lang = element("language").hreflang = other;
element("language").addEventListener("click", (event) => {
  // What is open stays open in the other language.
  event.currentTarget.href = `?lang=${other}${location.hash}`;
});
element("language").href = `?lang=${other}`;
if (matchMedia(NARROW).matches) element("files").open = false;

const base = await firstBase();
const list = new FileList(element("file-list"), element("filter"), texts);
const completion = new Completion(kindOf, texts);
const drafts = new Drafts(base.folder);
const editor = new Editor(element("editor"), {
  texts,
  nonce,
  completion,
  onChange: () => desk.changed(),
  onMove: () => desk.moved(),
  onSave: () => desk.save(),
});
const preview = new Preview(element, {
  api,
  texts,
  language,
  draft: () => desk.draft,
  isFaulty: () => desk.isFaulty,
  titleOf: (id) => passage(id)?.title ?? id,
  onOpen: goToPassage,
  onAdd: (what) => desk.addQuestion(what),
});
const changes = new Changes(element, { api, texts, language, draft: () => desk.draft, onOpen: goToPassage });
const gaps = new Gaps(element, {
  api,
  texts,
  language,
  topics: () => completion.names.topics,
  onOpen: goToPassage,
  onTry: (question) => {
    showTab("answer-tab");
    preview.ask(question);
  },
  onAdd: (gap, id) => gapWork.add(gap, id),
  onBegin: (gap, topic) => gapWork.begin(gap, topic),
});
const desk = new Desk(element, {
  api,
  texts,
  editor,
  drafts,
  list,
  preview,
  changes,
  gaps,
  conflict: new Conflict(element("conflict"), texts, nonce),
  copies: new Copies(element, texts, drafts),
  problems: new Problems(element("problem-list"), element("problems-summary"), texts, goToMark),
  onSaved: renew,
});

const gapWork = new GapWork({ api, texts, desk, editor, passage, names: () => completion.names });

element("new-file").addEventListener("click", async () => {
  const slug = await askForName(element, completion.names.topics);
  if (slug) location.hash = `passages/${slug}.yaml`;
});
element("skip").addEventListener("click", (event) => {
  event.preventDefault();
  if (desk.name) editor.focus();
  else element("filter").focus();
});
addEventListener("hashchange", follow);
take(base);
follow();

/** The base as it is when the page opens; the page is no use without it. */
async function firstBase() {
  for (;;) {
    try {
      return await api.base();
    } catch {
      say(element("state"), texts.notReached);
      await new Promise((resolve) => { setTimeout(resolve, 2_000); });
    }
  }
}

function take({ folder, files, names, schemas }) {
  element("folder").textContent = folder.split(/[\\/]/).slice(-2).join("/");
  element("folder").title = folder;
  completion.names = names;
  completion.schemas = schemas;
  list.files = files;
  const titles = new Map(names.topics.map(({ id, title }) => [id, title]));
  list.titles = new Map(Object.entries(names.topic_of).map(([file, topic]) => [file, titles.get(topic)]));
  desk.showList();
}

/** After a save there may be new names to complete and new files to list. */
async function renew() {
  take(await api.base());
  gaps.outdate();
}

/** Opens what the address names: `#passages/kris.yaml`, or `#passages/kris.yaml:12`. */
async function follow() {
  const [, name, line] = HASH.exec(decodeURIComponent(location.hash)) ?? [];
  if (!name) return;
  if (matchMedia(NARROW).matches) element("files").open = false;
  await desk.open(name);
  if (line) editor.goTo(Number(line));
}

function goToMark({ file, line, column }) {
  if (file === desk.name) editor.goTo(line, column);
  else location.hash = `${file}:${line}`;
}

function goToPassage(id) {
  const found = passage(id);
  if (!found) return;
  if (found.file === desk.name) editor.goTo(found.line);
  else location.hash = `${found.file}:${found.line}`;
}

/** The passage with this id: where it stands in the open text, else where it stood when saved. */
function passage(id) {
  const named = (all) => all.find((each) => each.id === id);
  return named(desk.passages ?? []) ?? named(completion.names.passages);
}

function kindOf(name) {
  return name.startsWith("passages/") ? "passages" : name.replace(/\.yaml$/, "");
}

function showKeys() {
  const rows = texts.keys.flatMap(([key, does]) => {
    const term = document.createElement("dt");
    const mark = document.createElement("kbd");
    mark.textContent = key;
    term.append(mark);
    const told = document.createElement("dd");
    told.textContent = does;
    return [term, told];
  });
  document.querySelector("#keys dl").append(...rows);
}
