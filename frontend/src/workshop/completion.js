// What may be written where the cursor stands: names of fields, choices, and ids of other things.
import { placeAt } from "./place.js";

const REFERENCES = [
  ["sources", /(^|\.)(source|see_also\.\[\])\.id$|^source$/],
  ["passages", /(^|\.)(related|examples)\.\[\]$|(^|\.)passage$/],
  ["topics", /^(topic|offered_on\.\[\])$/],
];

export class Completion {
  /** @param {(name: string) => string} kindOf @param {object} texts */
  constructor(kindOf, texts) {
    this.kindOf = kindOf;
    this.texts = texts;
    this.names = { sources: [], passages: [], topics: [] };
    this.schemas = {};
  }

  /** A CodeMirror source for the file called *name*. */
  sourceFor(name) {
    return (context) => {
      const line = context.state.doc.lineAt(context.pos);
      const lines = context.state.doc.toJSON();
      const place = placeAt(lines, line.number - 1, context.pos - line.from);
      const options = this.#options(this.kindOf(name), place);
      const word = context.matchBefore(/[\p{L}\d_-]*/u);
      if (!options.length || (!context.explicit && !word.text)) return null;
      return { from: word.from, options, validFor: /^[\p{L}\d_-]*$/u };
    };
  }

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

  #fields(schema, siblings) {
    const required = new Set(schema?.required ?? []);
    return Object.entries(schema?.properties ?? {})
      .filter(([name]) => !siblings.has(name))
      .map(([name, field]) => ({
        label: name,
        apply: `${name}: `,
        detail: required.has(name) ? this.texts.required : "",
        info: field.description || undefined,
        boost: required.has(name) ? 1 : 0,
        type: "property",
      }));
  }

  #today() {
    const now = new Date();
    const part = (number) => String(number).padStart(2, "0");
    const label = `${now.getFullYear()}-${part(now.getMonth() + 1)}-${part(now.getDate())}`;
    return { label, detail: this.texts.today, type: "constant" };
  }
}

/** The schema at *path* in *root*, with all its references followed; undefined where none is. */
export function schemaAt(root, path) {
  let found = resolved(root, root);
  for (const step of path) {
    found = step === "[]" ? found?.items : found?.properties?.[step];
    found = resolved(root, found);
  }
  return found;
}

function resolved(root, schema) {
  let found = schema;
  for (let depth = 0; found?.$ref && depth < 10; depth += 1) {
    const { $ref: reference, ...rest } = found;
    const steps = reference.replace(/^#\//, "").split("/");
    found = { ...steps.reduce((at, step) => at?.[step], root), ...rest };
  }
  const choices = found?.anyOf ?? found?.oneOf ?? found?.allOf;
  if (!choices) return found;
  const whole = choices.map((each) => resolved(root, each)).filter((each) => each?.type !== "null");
  return { ...whole[0], ...found };
}

function choicesOf(schema) {
  if (schema?.type === "boolean") return ["true", "false"];
  return (schema?.enum ?? (schema?.const === undefined ? [] : [schema.const])).map(String);
}
