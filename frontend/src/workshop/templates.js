// What a new text looks like before anything has been written in it.

/** Before the dash of a passage, where a file has none yet. */
const MARGIN = "  ";

/** @param {string} name */
export const slugOf = (name) => name.replace(/^passages\/|\.yaml$/g, "");

/** @typedef {import("../texts.js").Texts} Texts */

/** @typedef {import("./api.js").Names["languages"]} Languages */

/** @param {string} slug @param {Languages} languages @param {Texts} texts */
export const fileTemplate = (slug, languages, texts) =>
  `topic: ${slug}\npassages:\n${passageTemplate(`${slug}-1`, MARGIN, languages, texts)}`;

/** Puts a new passage last in *text*; also tells the line that it begins on.
 *  @param {string} text @param {string} slug
 *  @param {string[]} taken ids that it can't have
 *  @param {Languages} languages @param {Texts} texts */
export function withPassage(text, slug, taken, languages, texts) {
  let number = taken.length + 1;
  while (taken.includes(`${slug}-${number}`)) number += 1;
  const margin = /^( *)- /m.exec(text)?.[1] ?? MARGIN;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const begun = text.endsWith("\n") || !text ? text : text + end;
  const added = passageTemplate(`${slug}-${number}`, margin, languages, texts).replaceAll("\n", end);
  return { text: begun + added, line: begun.split("\n").length };
}

/** One passage, with every field that must be there. What is to be written says TODO, which is
 *  never saved, and no two of them are alike.
 *  @param {string} id @param {string} margin @param {Languages} languages @param {Texts} texts */
function passageTemplate(id, margin, languages, texts) {
  const head = [
    `- id: ${id}`,
    "  basis: practice",
    "  confirmed: false",
    `  reviewed: ${new Date().toLocaleDateString("sv-SE")}`,
    "  source: {id: todo}",
  ];
  /** @type {string[]} */
  let above = [];
  // Those among the translations stand together, whatever the order of the languages.
  const inOrder = Object.entries(languages).sort(([, a], [, b]) => a.length - b.length);
  const sides = inOrder.flatMap(([language, place]) => {
    const todo = (/** @type {string} */ what) => `"TODO: ${texts.say(`workshop.template.${what}`)} (${id}, ${language})"`;
    const inside = "  ".repeat(place.length + 1);
    const steps = place.flatMap((step, depth) => (above[depth] === step ? [] : [`${"  ".repeat(depth + 1)}${step}:`]));
    above = place;
    return [
      ...steps,
      `${inside}title: ${todo("title")}`,
      `${inside}text: ${todo("text")}`,
      `${inside}asked_as:`,
      `${inside}  - ${todo("asked")}`,
      `${inside}must_answer:`,
      `${inside}  - ${todo("test")}`,
    ];
  });
  return [...head, ...sides].map((line) => `${margin}${line}\n`).join("");
}
