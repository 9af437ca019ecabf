// What may be written where the cursor stands: names of fields, choices, and ids of other things.
import { placeAt } from "./place.js";

/** @typedef {{ $ref?: string, type?: string, properties?: Record<string, Schema>, items?: Schema,
 *    required?: string[], enum?: unknown[], const?: unknown, description?: string,
 *    anyOf?: Schema[], oneOf?: Schema[], allOf?: Schema[], [more: string]: unknown }} Schema
 *  @typedef {import("@codemirror/autocomplete").Completion} Option */

/** @type {["sources" | "passages" | "topics", RegExp][]} */
const REFERENCES = [
  ["sources", /(^|\.)(source|see_also\.\[\])\.id$|^source$/],
  ["passages", /(^|\.)(related|examples)\.\[\]$|(^|\.)passage$/],
  ["topics", /^(topic|offered_on\.\[\])$/],
];

export class Completion {
  /** @param {(name: string) => string} kindOf @param {import("../texts.js").Texts} texts */
  constructor(kindOf, texts) {
    this.kindOf = kindOf;
    this.texts = texts;
    /** @type {import("./api.js").Names} */
    this.names = { languages: {}, routines: [], untold: {}, sources: [], passages: [], topics: [], contacts: [], areas: [], topic_of: {}, basis_of: {} };
    /** @type {Record<string, Schema>} */
    this.schemas = {};
  }

  /** A CodeMirror source for the file called *name*.
   *  @param {string} name
   *  @returns {import("@codemirror/autocomplete").CompletionSource} */
  sourceFor(name) {
    return (context) => {
      const line = context.state.doc.lineAt(context.pos);
      const lines = context.state.doc.toJSON();
      const place = placeAt(lines, line.number - 1, context.pos - line.from);
      const options = this.#options(this.kindOf(name), place);
      const word = context.matchBefore(/[\p{L}\d_-]*/u);
      if (!word || !options.length || (!context.explicit && !word.text)) return null;
      return { from: word.from, options, validFor: /^[\p{L}\d_-]*$/u };
    };
  }

  /** @param {string} kind @param {import("./place.js").Place} place
   *  @returns {Option[]} */
  #options(kind, place) {
    const schema = schemaAt(this.schemas[kind], place.path);
    const isScalar = place.isKey && schema && !schema.properties;
    if (place.isKey && !isScalar) return this.#fields(schema, place.siblings);
    const path = place.path.join(".");
    const [named] = REFERENCES.find(([, form]) => form.test(path)) ?? [];
    if (named) return this.names[named].map(({ id, title }) => ({ label: id, detail: title, type: "constant" }));
    if (/(^|\.)(reviewed|review_by)$/.test(path)) return [this.#today()];
    return choicesOf(schema).map((label) => ({ label, type: "enum" }));
  }

  /** @param {Schema | undefined} schema @param {Set<string>} siblings
   *  @returns {Option[]} */
  #fields(schema, siblings) {
    const required = new Set(schema?.required ?? []);
    return Object.entries(schema?.properties ?? {})
      .filter(([name]) => !siblings.has(name))
      .map(([name, field]) => ({
        label: name,
        apply: `${name}: `,
        detail: required.has(name) ? this.texts.say("workshop.required") : "",
        info: field.description || undefined,
        boost: required.has(name) ? 1 : 0,
        type: "property",
      }));
  }

  /** @returns {Option} */
  #today() {
    const now = new Date();
    const part = (/** @type {number} */ number) => String(number).padStart(2, "0");
    const label = `${now.getFullYear()}-${part(now.getMonth() + 1)}-${part(now.getDate())}`;
    return { label, detail: this.texts.say("workshop.today"), type: "constant" };
  }
}

/** The schema at *path* in *root*, with all its references followed; undefined where none is.
 *  @param {Schema | undefined} root @param {string[]} path */
export function schemaAt(root, path) {
  let found = resolved(root, root);
  for (const step of path) {
    found = step === "[]" ? found?.items : found?.properties?.[step];
    found = resolved(root, found);
  }
  return found;
}

/** @param {Schema | undefined} root @param {Schema | undefined} schema
 *  @returns {Schema | undefined} */
function resolved(root, schema) {
  let found = schema;
  for (let depth = 0; found?.$ref && depth < 10; depth += 1) {
    const { $ref: reference, ...rest } = found;
    const steps = reference.replace(/^#\//, "").split("/");
    found = { ...steps.reduce((at, step) => at?.[step], /** @type {any} */ (root)), ...rest };
  }
  const choices = found?.anyOf ?? found?.oneOf ?? found?.allOf;
  if (!choices) return found;
  const whole = choices.map((each) => resolved(root, each)).filter((each) => each?.type !== "null");
  return { ...whole[0], ...found };
}

/** @param {Schema | undefined} schema */
function choicesOf(schema) {
  if (schema?.type === "boolean") return ["true", "false"];
  return (schema?.enum ?? (schema?.const === undefined ? [] : [schema.const])).map(String);
}
