// What a new text looks like before anything has been written in it.

export const slugOf = (name) => name.replace(/^passages\/|\.yaml$/g, "");

export const fileTemplate = (slug, words) =>
  `topic: ${slug}\npassages:\n${passageTemplate(`${slug}-1`, words)}`;

/** Puts a new passage last in *text*; also tells the line that it begins on.
 *  @param {string[]} taken ids that it can't have */
export function withPassage(text, slug, taken, words) {
  let number = taken.length + 1;
  while (taken.includes(`${slug}-${number}`)) number += 1;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const begun = text.endsWith("\n") || !text ? text : text + end;
  const added = passageTemplate(`${slug}-${number}`, words).replaceAll("\n", end);
  return { text: begun + added, line: begun.split("\n").length };
}

/** One passage, with every field that must be there. */
function passageTemplate(id, words) {
  const inLanguage = (language) => `    ${language}:
      title: ${words.title}
      text: |
        ${words.text}
      asked_as:
        - ${words.asked}
      must_answer:
        - ${words.test}
`;
  return `  - id: ${id}
    basis: routine
    confirmed: false
    reviewed: ${new Date().toLocaleDateString("sv-SE")}
    source: {id: sala-routine}
${inLanguage("sv")}${inLanguage("en")}`;
}
