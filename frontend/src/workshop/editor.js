// The box that YAML is written in: CodeMirror, in the page's colours and language.
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, redo, undo } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { styled } from "../elements.js";
import { hangingIndent } from "./hanging.js";
import { highlighting, theme } from "./theme.js";

const UNKNOWN_WORD = "unknown-word";

export class Editor {
  /** @param {HTMLElement} parent
   *  @param {{ texts: import("../texts.js").Texts, nonce: string, completion: import("./completion.js").Completion,
   *    onChange: () => void, onMove: () => void, onSave: () => void, onGo: () => void,
   *    onOwnWord: (facts: any) => Promise<unknown> }} how */
  constructor(parent, how) {
    this.how = how;
    /** @type {Map<string, EditorState>} */
    this.states = new Map();
    /** @type {string | null} */
    this.name = null;
    this.view = new EditorView({ parent, state: this.#state("", "") });
  }

  get text() {
    return this.view.state.sliceDoc();
  }

  get line() {
    const { doc, selection } = this.view.state;
    return doc.lineAt(selection.main.head).number;
  }

  /** Shows *text*; what was undone and redone in a file is remembered while the page is open.
   *  @param {string} name @param {string} text */
  open(name, text) {
    if (this.name) this.states.set(this.name, this.view.state);
    const known = this.states.get(name);
    this.name = name;
    this.view.setState(known && known.sliceDoc() === text ? known : this.#state(name, text));
    this.how.onMove();
  }

  /** Puts *text* in the place of the present one as one change that can be undone.
   *  @param {string} text */
  replace(text) {
    const old = this.text;
    if (old === text) return;
    let from = 0;
    while (from < old.length && from < text.length && old[from] === text[from]) from += 1;
    let end = 0;
    const most = Math.min(old.length, text.length) - from;
    while (end < most && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
    const normal = this.view.state.toText(text.slice(from, text.length - end));
    const { doc } = this.view.state;
    const [start, to] = [from, old.length - end].map((at) => placeIn(this.view.state, old, at));
    this.view.dispatch({ changes: { from: start, to: Math.min(to, doc.length), insert: normal }, scrollIntoView: true });
  }

  /** Moves the cursor to *line* and *column* (both from 1), and the focus to where one writes.
   *  @param {number} line @param {number} [column] */
  goTo(line, column = 1) {
    const at = placeOf(this.view.state.doc, line, column);
    this.view.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: "center" }),
    });
    this.how.onGo();
  }

  /** @param {import("./api.js").Mark[]} marks */
  mark(marks) {
    const { doc } = this.view.state;
    const diagnostics = marks.map((mark) => {
      const from = placeOf(doc, mark.line, mark.column);
      const { word } = mark.facts;
      const to = mark.code === UNKNOWN_WORD ? Math.min(from + word.length, doc.length) : endOf(doc, from);
      return { from, to, severity: mark.level, message: mark.text, actions: this.#actions(mark) };
    });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** What one can do at once about a word that isn't known.
   *  @param {import("./api.js").Mark} mark */
  #actions({ code, facts }) {
    if (code !== UNKNOWN_WORD) return [];
    const { texts, onOwnWord } = this.how;
    return [
      ...(facts.suggestion ?? []).map((/** @type {string} */ name) => ({
        name,
        apply: (/** @type {EditorView} */ view, /** @type {number} */ from, /** @type {number} */ to) =>
          view.dispatch({ changes: { from, to, insert: name } }),
      })),
      { name: texts.say("workshop.own_word"), apply: () => { onOwnWord(facts); } },
    ];
  }

  focus() {
    this.view.focus();
  }

  undo() {
    undo(this.view);
  }

  redo() {
    redo(this.view);
  }

  /** @param {string} name @param {string} doc */
  #state(name, doc) {
    const { texts, nonce, completion, onChange, onMove, onSave } = this.how;
    // A file keeps its line ends: CodeMirror would else write every one of them as \n.
    const lineEnd = /\r\n/.test(doc) && !/[^\r]\n/.test(doc) ? "\r\n" : "\n";
    return EditorState.create({
      doc,
      extensions: [
        EditorState.lineSeparator.of(lineEnd),
        EditorState.phrases.of(texts.below("workshop.phrases")),
        EditorView.cspNonce.of(nonce),
        EditorView.lineWrapping,
        hangingIndent,
        EditorView.contentAttributes.of({
          "aria-label": name ? texts.say("workshop.text_of", { name }) : texts.say("workshop.no_file"),
          "aria-describedby": "keys-summary",
          tabindex: "0",
        }),
        lineNumbers(),
        foldGutter({ markerDOM: foldMarker }),
        lintGutter(),
        history(),
        drawSelection(),
        highlightSpecialChars(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        indentOnInput(),
        indentUnit.of("  "),
        bracketMatching(),
        closeBrackets(),
        yaml(),
        syntaxHighlighting(highlighting),
        theme,
        autocompletion({ override: [completion.sourceFor(name)], icons: false }),
        // Tab is not bound: it leaves the box, as it leaves every other field of the page.
        keymap.of([
          { key: "Mod-s", run: () => (onSave(), true), preventDefault: true },
          { key: "Tab", run: acceptCompletion },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
          ...lintKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange();
          if (update.docChanged || update.selectionSet) onMove();
        }),
      ],
    });
  }
}

/** The place in the document of the character number *at* of *text*, its text with real line ends.
 *  @param {EditorState} state @param {string} text @param {number} at */
function placeIn(state, text, at) {
  return state.lineBreak.length === 1 ? at : text.slice(0, at).replaceAll("\r\n", "\n").length;
}

/** The place of *line* and *column*; the server counts characters where the browser counts pairs.
 *  @param {import("@codemirror/state").Text} doc @param {number} line @param {number} column */
function placeOf(doc, line, column) {
  const found = doc.line(Math.max(1, Math.min(line, doc.lines)));
  const before = [...found.text].slice(0, column - 1).join("");
  return found.from + before.length;
}

/** Where the thing that begins at *from* ends: a key before its colon, anything else with its line.
 *  @param {import("@codemirror/state").Text} doc @param {number} from */
function endOf(doc, from) {
  const line = doc.lineAt(from);
  const rest = line.text.slice(from - line.from);
  const key = /^[\w-]+(?=:(\s|$))/.exec(rest);
  return from + (key ? key[0].length : rest.trimEnd().length);
}

/** @param {boolean} isOpen */
function foldMarker(isOpen) {
  return styled("span", "fold", isOpen ? "⌄" : "›");
}
