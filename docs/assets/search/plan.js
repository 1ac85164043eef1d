/**
 * Which articles of a large volume can answer a query at all. Every two neighbouring characters of a term must stand in
 * an article that holds it, so the postings of its rarest pairs leave few candidates; the text then decides.
 */

import { bare } from "./fold.js";
import { pairKey } from "./shards.js";

/** @typedef {import("./shards.js").Library} Library */
/** @typedef {import("./shards.js").Volume} Volume */
/** @typedef {import("./query.js").Clause} Clause */
/** @typedef {import("./query.js").Unit} Unit */
/** @typedef {import("./evaluate.js").Step} Step */
/** @typedef {[firsts: number[], seconds: number[]]} Pair  ranks of two neighbours, each one of several characters that are read as one */

const PAIRS = 2;
const MOST_PAIRS = 10;
// Postings are a third the size of a text shard: more of them are worth it while they may spare two shards.
const FEW = 2;

/**
 * Numbers, within the volume, of the shards worth reading; in order.
 * @param {Library} library @param {Volume} volume @param {Clause[]} clauses @param {Step} step
 * @returns {Promise<number[]>}
 */
export async function shardsFor(library, volume, clauses, step) {
  if (volume.whole) return volume.shards.map((_, number) => number);
  const parts = await Promise.all(clauses.map((clause) => ofClause(library, volume, clause, step)));
  return [...new Set(parts.flatMap((part) => [...part]))].sort((a, b) => a - b);
}

/** @param {Library} library @param {Volume} volume @param {Clause} clause @param {Step} step @returns {Promise<Set<number>>} */
async function ofClause(library, volume, clause, step) {
  const units = clause.all.flatMap((unit) => (unit.kind === "near" ? [unit.first, unit.second] : [unit]));
  const found = await Promise.all(units.map((unit) => ofText(library, volume, unit, step)));
  if (step === "any") return new Set(found.flatMap((one) => [...shardsOf(volume, one)]));
  // Articles are compared with articles as long as every part knows its articles; a single character knows shards only.
  const articles = found.filter((one) => "articles" in one);
  let shards = articles.length ? shardsOf(volume, { articles: intersection(articles.map((one) => one.articles ?? [])) }) : null;
  for (const one of found) {
    if ("shards" in one) {
      const own = new Set(one.shards);
      shards = shards ? new Set([...shards].filter((shard) => own.has(shard))) : own;
    }
  }
  return shards ?? new Set();
}

/** @param {Library} library @param {Volume} volume @param {import("./query.js").Plain | import("./query.js").Exact} unit @param {Step} step @returns {Promise<{articles?: ArrayLike<number>, shards?: number[]}>} */
async function ofText(library, volume, unit, step) {
  const folding = /** @type {import("./fold.js").Folding} */ (library.folding);
  const folded = folding.text(unit.text);
  const text = [...(step === "punctuation" ? bare(folded).text : folded)];
  const alike = unit.kind === "plain" && unit.either ? (/** @type {string} */ char) => folding.alike(char) : (/** @type {string} */ char) => [char];
  const ranks = text.map((char) => /** @type {number[]} */ (alike(char).map((one) => library.ranks.get(one)).filter((rank) => rank !== undefined)));
  if (!text.length || ranks.some((some) => !some.length)) return { articles: [] };
  if (ranks.length === 1) {
    const known = await Promise.all(ranks[0].map((rank) => library.character(volume, rank)));
    return { shards: known.flatMap(({ shards }) => shards) };
  }
  const pairs = rarest(ranks);
  /** @type {ArrayLike<number> | null} */ let candidates = null;
  for (let at = 0; at < pairs.length; at += PAIRS) {
    const lists = await Promise.all(pairs.slice(at, at + PAIRS).map((pair) => holding(library, volume, pair, step)));
    candidates = intersection(candidates ? [candidates, ...lists] : lists);
    if (shardsOf(volume, { articles: candidates }).size <= FEW) break;
  }
  return { articles: candidates ?? [] };
}

/** The articles that hold a pair; where punctuation is passed over, also those in which marks part it. @param {Library} library @param {Volume} volume @param {Pair} pair @param {Step} step @returns {Promise<ArrayLike<number>>} */
async function holding(library, volume, [firsts, seconds], step) {
  const begins = step === "punctuation" ? firsts.flatMap((first) => [first, first + library.ranks.size]) : firsts;
  const lists = await Promise.all(begins.flatMap((first) => seconds.map((second) => library.posting(volume, first, second))));
  const some = lists.filter((list) => list.length);
  return some.length > 1 ? Int32Array.from(new Set(some.flatMap((list) => [...list]))).sort() : (some[0] ?? []);
}

/** The pairs that are likely to leave the fewest candidates: those of the rarest characters. @param {number[][]} ranks @returns {Pair[]} */
function rarest(ranks) {
  /** @type {Map<number, Pair>} */ const pairs = new Map();
  for (let i = 1; i < ranks.length; i++) pairs.set(pairKey(ranks[i - 1][0], ranks[i][0]), [ranks[i - 1], ranks[i]]);
  return [...pairs.values()].sort((a, b) => weight(b) - weight(a)).slice(0, MOST_PAIRS);
}

/** @param {Pair} pair a high rank is a rare character */
function weight([firsts, seconds]) {
  return Math.log(Math.min(...firsts) + 2) + Math.log(Math.min(...seconds) + 2);
}

/** @param {ArrayLike<number>[]} lists ascending @returns {number[]} */
function intersection(lists) {
  const sorted = [...lists].sort((a, b) => a.length - b.length);
  let kept = Array.from(sorted[0] ?? []);
  for (const list of sorted.slice(1)) {
    let at = 0;
    kept = kept.filter((number) => {
      while (at < list.length && list[at] < number) at++;
      return at < list.length && list[at] === number;
    });
  }
  return kept;
}

/** @param {Volume} volume @param {{articles?: ArrayLike<number>, shards?: number[]}} found @returns {Set<number>} */
function shardsOf(volume, found) {
  const shards = new Set(found.shards ?? []);
  let at = 0;
  for (const article of Array.from(found.articles ?? [])) {
    while (at + 1 < volume.shards.length && volume.shards[at + 1] <= article) at++;
    shards.add(at);
  }
  return shards;
}
