// Two versions of one file: both are shown, and neither is lost whichever is chosen.
import { yaml } from "@codemirror/lang-yaml";
import { syntaxHighlighting } from "@codemirror/language";
import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers, showPanel } from "@codemirror/view";
import { inside, styled } from "../elements.js";
import { hangingIndent } from "./hanging.js";
import { highlighting, theme } from "./theme.js";

/** @typedef {{ label: string, text: string }} Version */

export class Conflict {
  /** @param {HTMLDialogElement} dialog
   *  @param {import("../texts.js").Texts} texts
   *  @param {string} nonce that the page's policy lets style sheets in by */
  constructor(dialog, texts, nonce) {
    this.dialog = dialog;
    this.texts = texts;
    this.nonce = nonce;
    this.place = inside(dialog, "div");
    dialog.addEventListener("close", () => this.view?.destroy());
  }

  /** Shows both texts; the promise tells what was chosen: "take", "keep" or "" (neither).
   *  @param {string | null} theirs null where the file is gone
   *  @param {string} mine
   *  @returns {Promise<string>} */
  ask(theirs, mine) {
    const { texts } = this;
    const versions = {
      a: { label: texts.say("workshop.theirs"), text: theirs ?? "" },
      b: { label: texts.say("workshop.mine"), text: mine },
    };
    this.view = sideBySide(this.place, versions, texts, this.nonce);
    this.dialog.returnValue = "";
    this.dialog.showModal();
    return new Promise((resolve) => {
      this.dialog.addEventListener("close", () => resolve(this.dialog.returnValue), { once: true });
    });
  }
}

/** Shows two texts beside each other, with what differs marked.
 *  @param {HTMLElement} parent @param {{ a: Version, b: Version }} versions
 *  @param {import("../texts.js").Texts} texts @param {string} nonce */
export function sideBySide(parent, { a, b }, texts, nonce) {
  return new MergeView({
    parent,
    a: { doc: a.text, extensions: reading(a.label, texts, nonce) },
    b: { doc: b.text, extensions: reading(b.label, texts, nonce) },
    collapseUnchanged: { margin: 3, minSize: 6 },
    gutter: true,
  });
}

/** @param {string} label @param {import("../texts.js").Texts} texts @param {string} nonce */
function reading(label, texts, nonce) {
  return [
    EditorState.readOnly.of(true),
    EditorView.cspNonce.of(nonce),
    EditorState.phrases.of(texts.below("workshop.phrases")),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    EditorView.lineWrapping,
    hangingIndent,
    // The heading goes with its text, whether they stand side by side or one above the other.
    showPanel.of(() => ({ top: true, dom: styled("h3", "", label) })),
    lineNumbers(),
    yaml(),
    syntaxHighlighting(highlighting),
    theme,
  ];
}
