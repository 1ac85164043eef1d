/**
 * The order of results, and the counts beside them.
 *
 * Relevance, from first to last: more of the words, where any will do; terms standing together, then in one paragraph, then
 * in one article; a hit in the title; a hit in a heading; hits per thousand characters; the order of the source.
 */

import { ordered } from "./counting.js";
import { FACETS } from "./filters.js";

/** @typedef {import("./counting.js").Count} Count */
/** @typedef {import("./evaluate.js").Answer} Answer */
/** @typedef {import("./match.js").Shown} Shown */
/** @typedef {"relevance" | "date" | "source"} Order */
/** @typedef {"author" | "outlet" | "genre" | "region" | "year"} Facet */
/** @typedef {Partial<Record<Facet, string[]>>} Filters */

/** @typedef {{without?: Partial<Record<Facet, string>>, within?: Record<string, string>}} Tables  the words for having no value; place -> its province */
/** @typedef {Record<Facet, string[]>} Values */

/** @type {WeakMap<Shown, Values>} an article answers many queries */
const known = new WeakMap();
const TIERS = { adjacent: 0, paragraph: 1, article: 2 };

/** @typedef {{answer: Answer, shown: Shown, number: number, count: number, elsewhere: number, inTitle: boolean, inHeading: boolean, values: Values}} Result */

/** @param {Answer} answer @param {Tables} [tables] of the library @returns {Result} */
export function result(answer, tables = {}) {
  const { shard, article, places } = answer;
  const title = shard.firsts[article];
  let elsewhere = 0;
  let inHeading = false;
  for (const place of places) {
    if (place.block < title + 2) elsewhere++;
    else if (shard.kinds[place.block] === "heading") inHeading = true;
  }
  const shown = shard.articles[article];
  const inTitle = places.some((place) => place.block === title);
  return { answer, shown, number: shard.first + article, count: places.length - elsewhere, elsewhere, inTitle, inHeading, values: valuesOf(shown, tables) };
}

/** @param {Result[]} results @param {Order} order @returns {Result[]} */
export function sorted(results, order) {
  const compare = { relevance: byRelevance, date: byDate, source: bySource }[order] ?? byRelevance;
  return [...results].sort((a, b) => compare(a, b) || bySource(a, b));
}

/** Whether a result passes the filters, `but` for one facet. @param {Result} result @param {Filters} filters @param {Facet} [but] */
export function passes(result, filters, but) {
  return Object.entries(filters).every(([facet, wanted]) => {
    if (facet === but || !wanted?.length) return true;
    return (result.values[/** @type {Facet} */ (facet)] ?? []).some((value) => wanted.includes(value));
  });
}

/** How many articles each value of each facet has, each facet passing over its own filter. @param {Result[]} results @param {Filters} filters @param {Tables} [tables] @returns {Record<string, Count[]>} */
export function facets(results, filters, { without = {}, within = {} } = {}) {
  const holders = new Map(Object.entries(within));
  return Object.fromEntries(
    FACETS.map((facet) => {
      /** @type {Map<string, number>} */ const counts = new Map();
      for (const found of results) {
        if (!passes(found, filters, facet)) continue;
        for (const value of new Set(found.values[facet])) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      for (const value of filters[facet] ?? []) if (!counts.has(value)) counts.set(value, 0);
      return [facet, ordered(facet, counts, holders, without[facet])];
    }),
  );
}

/** The values of each kind that an article has, or the word for having none. @param {Shown} shown @param {Tables} tables @returns {Values} */
function valuesOf(shown, { without = {}, within = {} }) {
  const before = known.get(shown);
  if (before) return before;
  const { authors, outlet, genre, region, date } = shown;
  const given = { author: authors, outlet: [outlet], genre: [genre], region: [region && within[region], region], year: [date?.slice(0, 4)] };
  const values = FACETS.map((facet) => {
    const some = given[facet].filter(Boolean);
    return [facet, some.length || !without[facet] ? some : [without[facet]]];
  });
  const found = /** @type {Values} */ (Object.fromEntries(values));
  known.set(shown, found);
  return found;
}

/** @param {Result} a @param {Result} b */
function byRelevance(a, b) {
  return (
    b.answer.parts - a.answer.parts ||
    tier(a) - tier(b) ||
    Number(b.inTitle) - Number(a.inTitle) ||
    Number(b.inHeading) - Number(a.inHeading) ||
    density(b) - density(a)
  );
}

/** The newest first; articles without a date last. @param {Result} a @param {Result} b */
function byDate(a, b) {
  const [first, second] = [a.shown.order, b.shown.order];
  return first < second ? 1 : first > second ? -1 : 0;
}

/** @param {Result} a @param {Result} b */
function bySource(a, b) {
  return a.number - b.number;
}

/** @param {Result} found */
function tier(found) {
  return found.answer.together ? TIERS[found.answer.together] : 0;
}

/** @param {Result} found */
function density(found) {
  return (found.count + found.elsewhere) / Math.max(found.shown.length, 1);
}
