// Two versions of one file: both are shown, and neither is lost whichever is chosen.
import { yaml } from "@codemirror/lang-yaml";
import { syntaxHighlighting } from "@codemirror/language";
import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers, showPanel } from "@codemirror/view";
import { inside, styled } from "../elements.js";
import { hangingIndent } from "./hanging.js";
import { highlighting, theme } from "./theme.js";

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
    this.view = new MergeView({
      parent: this.place,
      a: { doc: theirs ?? "", extensions: this.#reading(this.texts.say("workshop.theirs")) },
      b: { doc: mine, extensions: this.#reading(this.texts.say("workshop.mine")) },
      collapseUnchanged: { margin: 3, minSize: 6 },
      gutter: true,
    });
    this.dialog.returnValue = "";
    this.dialog.showModal();
    return new Promise((resolve) => {
      this.dialog.addEventListener("close", () => resolve(this.dialog.returnValue), { once: true });
    });
  }

  /** @param {string} label */
  #reading(label) {
    return [
      EditorState.readOnly.of(true),
      EditorView.cspNonce.of(this.nonce),
      EditorState.phrases.of(this.texts.below("workshop.phrases")),
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
}
