// What a new text looks like before anything has been written in it.

/** @param {string} name */
export const slugOf = (name) => name.replace(/^passages\/|\.yaml$/g, "");

/** @typedef {import("../texts.js").Texts} Texts */

/** @param {string} slug @param {Texts} texts */
export const fileTemplate = (slug, texts) =>
  `topic: ${slug}\npassages:\n${passageTemplate(`${slug}-1`, texts)}`;

/** Puts a new passage last in *text*; also tells the line that it begins on.
 *  @param {string} text @param {string} slug
 *  @param {string[]} taken ids that it can't have
 *  @param {Texts} texts */
export function withPassage(text, slug, taken, texts) {
  let number = taken.length + 1;
  while (taken.includes(`${slug}-${number}`)) number += 1;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const begun = text.endsWith("\n") || !text ? text : text + end;
  const added = passageTemplate(`${slug}-${number}`, texts).replaceAll("\n", end);
  return { text: begun + added, line: begun.split("\n").length };
}

/** One passage, with every field that must be there. What is to be written says TODO, which is
 *  never saved, and no two of them are alike.
 *  @param {string} id @param {Texts} texts */
function passageTemplate(id, texts) {
  const inLanguage = (/** @type {string} */ language) => {
    const todo = (/** @type {string} */ what) => `"TODO: ${texts.say(`workshop.template.${what}`)} (${id}, ${language})"`;
    return `    ${language}:
      title: ${todo("title")}
      text: ${todo("text")}
      asked_as:
        - ${todo("asked")}
      must_answer:
        - ${todo("test")}
`;
  };
  return `  - id: ${id}
    basis: practice
    confirmed: false
    reviewed: ${new Date().toLocaleDateString("sv-SE")}
    source: {id: todo}
${inLanguage("sv")}${inLanguage("en")}`;
}
