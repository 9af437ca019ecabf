// What a new text looks like before anything has been written in it.

/** @returns {string} one passage, with every field that must be there */
export function passageTemplate(id, today, words) {
  const text = (language) => `    ${language}:
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
    reviewed: ${today}
    source: {id: sala-routine}
${text("sv")}${text("en")}`;
}

export const fileTemplate = (slug, today, words) =>
  `topic: ${slug}\npassages:\n${passageTemplate(`${slug}-1`, today, words)}`;
