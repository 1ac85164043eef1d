/** Context: the sentences around a hit, and lines of a concordance. Pure; offsets are UTF-16 units of the block's text. */

/** @typedef {{block: string, start: number, end: number}} Hit */
/** @typedef {Hit & {number: number}} Numbered  a hit with its number in the article, from 1 */
/** @typedef {{text: string, hit: Numbered | null, first: boolean}} Piece  `first`: the piece a hit begins with */
/** @typedef {{block: string, hits: Numbered[]}} Group */

const SENTENCE_END = /[。！？!?…]+[”’」』）)】》"]*/g;
const REACH = 64;
const SHORT = 44;
const MOST_HITS = 12;
const ELLIPSIS = "…";
const PAUSE = /[，、；：,;:]/;
const PAIRS = ["“”", "‘’", "「」", "『』", "（）", "()", "《》", "〈〉", "【】"];

/** The hits with their numbers, those of one block together; a block with very many is given in parts. @param {Hit[]} hits @returns {Group[]} */
export function groups(hits) {
  /** @type {Group[]} */ const found = [];
  hits.forEach((hit, index) => {
    const last = found.at(-1);
    const numbered = { ...hit, number: index + 1 };
    if (last && last.block === hit.block && last.hits.length < MOST_HITS) last.hits.push(numbered);
    else found.push({ block: hit.block, hits: [numbered] });
  });
  return found;
}

/**
 * The whole sentences that hold `start` to `end`.
 * @param {string} text @param {number} start @param {number} end
 * @returns {[number, number]}
 */
export function sentences(text, start, end) {
  let from = 0;
  for (const stop of stops(text)) {
    if (stop <= start) from = stop;
    else if (stop >= end) return [skipSpace(text, from, start), stop];
  }
  return [skipSpace(text, from, start), text.length];
}

/** Where the sentences of a text end; the many hits of one block ask for the same. @param {string} text */
function stops(text) {
  if (last.text !== text) last = { text, stops: Array.from(text.matchAll(SENTENCE_END), (match) => match.index + match[0].length) };
  return last.stops;
}

/** @type {{text: string, stops: number[]}} */
let last = { text: "", stops: [] };

/**
 * The sentences a reader copies: all that the hits of one passage touch, without a mark at either end whose other half
 * stands outside of them.
 * @param {string} text @param {Hit[]} hits @returns {string}
 */
export function quotation(text, hits) {
  const [first, last] = [Math.min(...hits.map((hit) => hit.start)), Math.max(...hits.map((hit) => hit.end))];
  let [from, to] = sentences(text, first, last);
  while (to > last && (/\s/.test(text[to - 1]) || alone(text.slice(from, to), text[to - 1], 1))) to--;
  while (from < first && (/\s/.test(text[from]) || alone(text.slice(from, to), text[from], 0))) from++;
  return text.slice(from, to).trim();
}

/** Whether `mark` closes (side 1) or opens (side 0) more often in a text than it is opened or closed. @param {string} text @param {string} mark @param {0 | 1} side */
function alone(text, mark, side) {
  const pair = PAIRS.find((one) => one[side] === mark);
  const count = (/** @type {string} */ one) => text.split(one).length;
  return !!pair && count(mark) > count(pair[1 - side]);
}

/**
 * A block's text around its hits, cut where sentences end where that is near, every hit a piece of its own.
 * @param {string} text
 * @param {Numbered[]} hits
 * @param {number} [reach] how many characters of context to keep at most on each side
 * @returns {Piece[]}
 */
export function snippet(text, hits, reach = REACH) {
  /** @type {[number, number][]} */ const windows = [];
  for (const hit of [...hits].sort((a, b) => a.start - b.start)) {
    const [from, to] = around(text, hit, reach);
    const last = windows.at(-1);
    if (last && from <= last[1] + 8) last[1] = Math.max(last[1], to);
    else windows.push([from, to]);
  }
  /** @type {Piece[]} */ const pieces = [];
  const told = new Set();
  windows.forEach(([from, to], index) => {
    // Where a sentence begins or ends nothing of it is missing, and no sign of omission stands.
    const cut = sentences(text, from, from + 1)[0] < from;
    if (index > 0 || cut) pieces.push(plain(ELLIPSIS));
    pieces.push(...marked(text, hits, from, to, told));
    if (index === windows.length - 1 && sentences(text, to - 1, to)[1] > to) pieces.push(plain(ELLIPSIS));
  });
  return pieces;
}

/** How many characters stand within reach of the hits of one block. @param {Hit[]} hits in order @param {number} [length] of the block's text @returns {number} */
export function reachOf(hits, length = Infinity) {
  let covered = 0;
  let reached = 0;
  for (const { start, end } of hits) {
    const from = Math.max(start - REACH, covered, 0);
    covered = Math.max(covered, Math.min(end + REACH, length));
    reached += Math.max(0, covered - from);
  }
  return reached;
}

/** The whole text, every hit in it a piece of its own. @param {string} text @param {Numbered[]} hits @returns {Piece[]} */
export function whole(text, hits) {
  return marked(text, hits, 0, text.length, new Set());
}

/**
 * A line of a concordance.
 * @param {string} text @param {Hit} hit @param {number} [width] characters on each side
 * @returns {{left: string, key: string, right: string}}
 */
export function line(text, hit, width = 48) {
  return {
    left: text.slice(edge(text, Math.max(0, hit.start - width)), hit.start),
    key: text.slice(hit.start, hit.end),
    right: text.slice(hit.end, edge(text, Math.min(text.length, hit.end + width))),
  };
}

/** Where a block stands, in words. @param {string} block @returns {string} */
export function place(block) {
  if (block === "title") return "题名";
  if (block === "byline") return "署名";
  const number = block.slice(1);
  return block.startsWith("h") ? `小标题 ${number}` : `第 ${number} 段`;
}

/** A hit's place as attributes of its element. @param {Numbered} hit */
export function placeData({ block, start, end, number }) {
  return { "data-block": block, "data-start": start, "data-end": end, "data-hit": number };
}

/** @param {string} text @param {Hit} hit @param {number} reach @returns {[number, number]} */
function around(text, hit, reach) {
  let [from, to] = sentences(text, hit.start, hit.end);
  // A short sentence says little alone: take the neighbours in.
  if (to - from < SHORT && to < text.length) to = sentences(text, to, to + 1)[1];
  if (to - from < SHORT && from > 0) from = sentences(text, from - 1, from)[0];
  // A cut is better made where the sentence pauses.
  const slack = reach / 5;
  if (hit.start - from > reach) from = pauseAfter(text, edge(text, hit.start - reach), slack);
  if (to - hit.end > reach) to = pauseBefore(text, edge(text, hit.end + reach), slack);
  return [from, to];
}

/** @param {string} text @param {number} at @param {number} slack */
function pauseAfter(text, at, slack) {
  const pause = text.slice(at, at + slack).search(PAUSE);
  return pause < 0 ? at : at + pause + 1;
}

/** @param {string} text @param {number} at @param {number} slack */
function pauseBefore(text, at, slack) {
  for (let end = at; end > at - slack; end--) if (PAUSE.test(text[end - 1])) return end;
  return at;
}

/** @param {string} text @param {Numbered[]} hits @param {number} from @param {number} to @param {Set<number>} told @returns {Piece[]} */
function marked(text, hits, from, to, told) {
  const inside = hits.filter((hit) => hit.end > from && hit.start < to);
  const cuts = [...new Set([from, to, ...inside.flatMap((hit) => [Math.max(from, hit.start), Math.min(to, hit.end)])])];
  cuts.sort((a, b) => a - b);
  // Hits may overlap: a piece belongs to the one that began last, so that most have a piece of their own.
  const owners = cuts.slice(0, -1).map((start, index) =>
    inside.filter((hit) => hit.start <= start && hit.end >= cuts[index + 1]).sort((a, b) => b.start - a.start || a.end - b.end)[0],
  );
  return owners.flatMap((owner, index) => {
    const start = cuts[index];
    // One that others cover wholly has no character left; where it begins it has an empty piece.
    const covered = inside.filter((hit) => !told.has(hit.number) && Math.max(from, hit.start) === start && !owners.includes(hit));
    const first = !!owner && !told.has(owner.number);
    for (const hit of owner ? [...covered, owner] : covered) told.add(hit.number);
    return [...covered.map((hit) => ({ text: "", hit, first: true })), { text: text.slice(start, cuts[index + 1]), hit: owner ?? null, first }];
  });
}

/** @param {string} text @returns {Piece} */
function plain(text) {
  return { text, hit: null, first: false };
}

/** The nearest place at or before `at` that parts no character from its marks or its other half. @param {string} text @param {number} at */
function edge(text, at) {
  while (at > 0 && at < text.length && /^[\udc00-\udfff\p{M}\u200d]/u.test(text[at])) at--;
  return at;
}

/** @param {string} text @param {number} from @param {number} limit */
function skipSpace(text, from, limit) {
  while (from < limit && /\s/.test(text[from])) from++;
  return from;
}
