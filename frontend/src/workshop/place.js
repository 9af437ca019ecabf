// Where in a YAML file the cursor stands. It is read from the indentation, so that half-written
// text, which no parser takes, has places too. A list's entries are written "[]" in a path.

const LINE = /^(\s*)((?:-(?:\s+|$))*)(.*)$/;
const KEY = /^("[^"]*"|'[^']*'|[^\s:#{}[\],"'-][^:#{}[\]]*):(?:\s|$)/;

/** @typedef {{ path: string[], isKey: boolean, word: string, siblings: Set<string> }} Place
 *  @typedef {{ content: number, dashes: number[], rest: string, key: string | null,
 *    isEmpty: boolean, isComment: boolean }} Line where its content begins, and what it is */

/** @param {string[]} lines all lines of the text
 *  @param {number} number the cursor's line, counted from 0
 *  @param {number} column the cursor's place in it
 *  @returns {Place} */
export function placeAt(lines, number, column) {
  const line = read(lines[number].slice(0, column));
  const path = parents(lines, number, line);
  const siblings = keysBeside(lines, number, line.content);
  const key = KEY.exec(line.rest);
  if (!key) {
    const flow = flowAt(line.rest);
    if (flow) return { ...flow, path: [...path, ...flow.path] };
    return { path, isKey: true, word: line.rest, siblings };
  }
  const value = line.rest.slice(key[0].length).trimStart();
  path.push(bare(key[1]));
  const flow = flowAt(value);
  if (flow) return { ...flow, path: [...path, ...flow.path] };
  return { path, isKey: false, word: value, siblings };
}

/** @param {string} text @returns {Line} */
function read(text) {
  const [, indent, dashed, rest] = LINE.exec(text) ?? ["", "", "", ""];
  const dashes = [...dashed].flatMap((sign, at) => (sign === "-" ? [indent.length + at] : []));
  const key = KEY.exec(rest);
  return {
    content: indent.length + dashed.length,
    dashes,
    rest,
    key: key ? bare(key[1]) : null,
    isEmpty: !rest && !dashed.length,
    isComment: rest.startsWith("#"),
  };
}

/** The path down to what stands at *line*, found by going up through lines further to the left.
 *  @param {string[]} lines @param {number} number @param {Line} line */
function parents(lines, number, line) {
  /** @type {string[]} */
  const path = [];
  let { content: column } = line;
  let inList = false;
  const enter = (/** @type {Line} */ { dashes }) => {
    if (!dashes.length) return;
    path.unshift(...dashes.map(() => "[]"));
    [column] = dashes;
    inList = true;
  };
  enter(line);
  for (let above = number - 1; above >= 0; above -= 1) {
    const other = read(lines[above]);
    if (other.isEmpty || other.isComment) continue;
    if (!inList && other.content === column && other.dashes.length) {
      enter(other);
    } else if (other.key !== null && isParent(other, column, inList)) {
      path.unshift(other.key);
      column = other.content;
      inList = false;
      enter(other);
    }
  }
  return path;
}

/** @param {Line} other @param {number} column @param {boolean} inList */
function isParent(other, column, inList) {
  if (inList) return other.content <= column && !other.dashes.includes(column);
  return other.content < column;
}

/** The keys that stand in the same mapping already.
 *  @param {string[]} lines @param {number} number @param {number} column */
function keysBeside(lines, number, column) {
  /** @type {Set<string>} */
  const keys = new Set();
  const look = (/** @type {number} */ from, /** @type {number} */ step) => {
    for (let at = from; at >= 0 && at < lines.length; at += step) {
      const other = read(lines[at]);
      if (other.isEmpty || other.isComment) continue;
      if (other.content < column) return;
      const begins = other.dashes.length > 0 && other.content === column;
      if (begins && step > 0) return;
      if (other.content === column && other.key !== null) keys.add(other.key);
      if (begins) return;
    }
  };
  if (!read(lines[number]).dashes.length) look(number - 1, -1);
  look(number + 1, 1);
  return keys;
}

/** The place within `{a: b, c: [d]}` on one line, or null where *text* doesn't begin like that.
 *  @param {string} text
 *  @returns {Place | null} */
function flowAt(text) {
  if (!/^[{[]/.test(text)) return null;
  /** @type {{ isMap: boolean, key: string | null, keys: Set<string> }[]} */
  const frames = [];
  let word = "";
  let quote = "";
  for (const [at, sign] of [...text].entries()) {
    const top = frames.at(-1);
    if (quote) {
      if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") {
      quote = sign;
    } else if (sign === "{" || sign === "[") {
      frames.push({ isMap: sign === "{", key: null, keys: new Set() });
      word = "";
    } else if (sign === "}" || sign === "]") {
      frames.pop();
      word = "";
    } else if (sign === ",") {
      if (top) top.key = null;
      word = "";
    } else if (sign === ":" && top?.isMap && /\s|^$/.test(text.slice(at + 1, at + 2))) {
      top.key = word.trim();
      top.keys.add(top.key);
      word = "";
    } else {
      word += sign;
    }
  }
  const inner = frames.at(-1);
  if (!inner) return null;
  const path = frames.flatMap(({ isMap, key }) => (isMap ? (key ? [key] : []) : ["[]"]));
  const isKey = inner.isMap && inner.key === null;
  return { path, isKey, word: word.trimStart(), siblings: inner.keys };
}

const bare = (/** @type {string} */ key) => key.replace(/^["']|["']$/g, "");
