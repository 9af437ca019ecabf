// Long lines go on under their own beginning, so that the indentation, which YAML lives by, shows.
import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";

/** Columns: deeper than this, a narrow window would have no room for the words. */
const DEEPEST = 24;

export const hangingIndent = ViewPlugin.fromClass(
  class {
    /** @param {import("@codemirror/view").EditorView} view */
    constructor(view) {
      this.decorations = indents(view);
    }

    /** @param {import("@codemirror/view").ViewUpdate} update */
    update({ view, docChanged, viewportChanged }) {
      if (docChanged || viewportChanged) this.decorations = indents(view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** @param {import("@codemirror/view").EditorView} view */
function indents(view) {
  /** @type {RangeSetBuilder<Decoration>} */
  const builder = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      const columns = Math.min(/^\s*(?:-\s+)*/.exec(line.text)?.[0].length ?? 0, DEEPEST);
      if (columns) builder.add(line.from, line.from, indentOf(columns));
      at = line.to + 1;
    }
  }
  return builder.finish();
}

/** @type {Map<number, Decoration>} */
const known = new Map();

/** @param {number} columns */
function indentOf(columns) {
  const style = `text-indent: -${columns}ch; padding-left: calc(${columns}ch + 6px)`;
  const indent = known.get(columns) ?? Decoration.line({ attributes: { style } });
  known.set(columns, indent);
  return indent;
}
