/**
 * A query against a shard: which articles answer it, and where. Pure: no fetching, no order.
 */

import { bare } from "./fold.js";

/** @typedef {import("./query.js").Clause} Clause */
/** @typedef {import("./query.js").Unit} Unit */
/** @typedef {import("./match.js").Shard} Shard */
/** @typedef {import("./match.js").Place} Place */
/** @typedef {"adjacent" | "paragraph" | "article"} Together */
/** @typedef {{shard: Shard, article: number, places: Place[], together: Together | null, parts: number}} Answer  `article`: its number in the shard; `parts`: how many of the words, where any will do */
/** @typedef {"exact" | "punctuation" | "paragraph" | "article" | "any"} Step  how strictly the query is read */

const TIERS = ["adjacent", "paragraph", "article"];

/**
 * @param {Shard} shard
 * @param {Clause[]} clauses
 * @param {Step} step
 * @returns {Answer[]} in the order of the source
 */
export function evaluate(shard, clauses, step = "exact") {
  /** @type {Map<number, Answer>} */ const answers = new Map();
  for (const clause of clauses) {
    for (const answer of ofClause(shard, clause, step)) {
      const other = answers.get(answer.article);
      answers.set(answer.article, other ? merged(other, answer) : answer);
    }
  }
  return [...answers.values()].sort((a, b) => a.article - b.article);
}

/** @param {Shard} shard @param {Clause} clause @param {Step} step @returns {Answer[]} */
function ofClause(shard, clause, step) {
  const found = clause.all.map((unit) => byArticle(shard, placesOf(shard, unit, step)));
  const banned = clause.none.map((unit) => byArticle(shard, placesOf(shard, unit, "exact")));
  const candidates = step === "any" ? new Set(found.flatMap((one) => [...one.keys()])) : new Set(rarest(found).keys());
  /** @type {Answer[]} */ const answers = [];
  const adjacent = clause.all.length > 1 && step === "exact" ? adjacency(shard, clause) : null;
  for (const article of candidates) {
    const held = found.filter((one) => one.has(article));
    if (step !== "any" && held.length < found.length) continue;
    if (banned.some((one) => one.has(article))) continue;
    const lists = held.map((one) => one.get(article) ?? []);
    const blocks = sharedBlocks(lists);
    if (step === "paragraph" && !blocks.size) continue;
    /** @type {Together | null} */ let together = null;
    if (held.length > 1) together = adjacent?.has(article) ? "adjacent" : blocks.size ? "paragraph" : "article";
    const places = step === "paragraph" ? lists.flat().filter((place) => blocks.has(place.block)) : lists.flat();
    answers.push({ shard, article, places: distinct(places), together, parts: step === "any" ? held.length : 1 });
  }
  return answers;
}

/** Where a unit stands. @param {Shard} shard @param {Unit} unit @param {Step} step @returns {Place[]} */
export function placesOf(shard, unit, step) {
  if (unit.kind === "near") return near(shard, placesOf(shard, unit.first, "exact"), placesOf(shard, unit.second, "exact"), unit.within);
  if (unit.kind === "exact") return shard.places(unit.text, "raw");
  const folded = foldedText(shard, unit);
  return step === "punctuation" ? shard.places(bare(folded).text, "bare", unit.either) : shard.places(folded, "folded", unit.either);
}

/** @param {Shard} shard @param {import("./query.js").Plain} unit */
function foldedText({ folding }, { text, either }) {
  const folded = folding.text(text);
  return either ? folding.either(folded) : folded;
}

/**
 * Stretches that begin with one and end with the other, whichever is first, at most `within` characters between them, none
 * of them holding another.
 * @param {Shard} shard @param {Place[]} some @param {Place[]} others @param {number} within
 */
function near(shard, some, others, within) {
  /** @type {Place[]} */ const found = [];
  // Of two lists in order: a stretch that holds no other ends at the next place of the other list, or begins at the last.
  let before = -1;
  let after = 0;
  for (const place of some) {
    while (before + 1 < others.length && precedes(others[before + 1], place)) before++;
    while (after < others.length && !precedes(place, others[after])) after++;
    for (const other of [others[before], others[after]]) {
      if (other?.block !== place.block || shard.between(place, other) > within) continue;
      found.push({ block: place.block, start: Math.min(place.start, other.start), end: Math.max(place.end, other.end) });
    }
  }
  return innermost(distinct(found));
}

/** Whether one ends before the other begins. @param {Place} a @param {Place} b */
function precedes(a, b) {
  return a.block < b.block || (a.block === b.block && a.end <= b.start);
}

/** Of stretches in order those that hold no other. @param {Place[]} places */
function innermost(places) {
  /** @type {Place[]} */ const found = [];
  for (const place of places) {
    // Behind in order, one that ends sooner or with it stands inside.
    while (found.length && found[found.length - 1].block === place.block && found[found.length - 1].end >= place.end) found.pop();
    const last = found[found.length - 1];
    if (!last || last.block !== place.block || last.start !== place.start) found.push(place);
  }
  return found;
}

/** Articles in which all plain units stand one behind the other as typed. @param {Shard} shard @param {Clause} clause @returns {Set<number>} */
function adjacency(shard, clause) {
  if (clause.all.some((unit) => unit.kind === "near")) return new Set();
  const units = /** @type {import("./query.js").Plain[]} */ (clause.all);
  const together = units.map((unit) => foldedText(shard, unit)).join("");
  return new Set(shard.places(together, "folded", units.some((unit) => unit.either)).map((place) => shard.owners[place.block]));
}

/** @param {Shard} shard @param {Place[]} places @returns {Map<number, Place[]>} */
function byArticle(shard, places) {
  /** @type {Map<number, Place[]>} */ const found = new Map();
  for (const place of places) {
    const article = shard.owners[place.block];
    const list = found.get(article);
    if (list) list.push(place);
    else found.set(article, [place]);
  }
  return found;
}

/** @param {Map<number, Place[]>[]} found */
function rarest(found) {
  return found.reduce((least, one) => (one.size < least.size ? one : least));
}

/** The blocks in which every list has a place. @param {Place[][]} lists @returns {Set<number>} */
function sharedBlocks(lists) {
  const [first, ...rest] = lists.map((list) => new Set(list.map((place) => place.block)));
  return new Set([...(first ?? [])].filter((block) => rest.every((one) => one.has(block))));
}

/** In the order of the text, each stretch once. @param {Place[]} places @returns {Place[]} */
function distinct(places) {
  const sorted = [...places].sort((a, b) => a.block - b.block || a.start - b.start || a.end - b.end);
  return sorted.filter((place, i) => i === 0 || !same(place, sorted[i - 1]));
}

/** @param {Answer} a @param {Answer} b @returns {Answer} */
function merged(a, b) {
  const tiers = [a.together, b.together].filter((one) => one !== null);
  const together = tiers.length < 2 ? null : /** @type {Together} */ (TIERS[Math.min(...tiers.map((one) => TIERS.indexOf(one)))]);
  return { ...a, places: distinct([...a.places, ...b.places]), together, parts: Math.max(a.parts, b.parts) };
}

/** @param {Place} a @param {Place} b */
function same(a, b) {
  return a.block === b.block && a.start === b.start && a.end === b.end;
}
