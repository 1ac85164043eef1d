/**
 * The order of results, and the counts beside them.
 *
 * Relevance, from first to last: more of the words, where any will do; terms standing together, then in one paragraph, then
 * in one article; a hit in the title; a hit in a heading; hits per thousand characters; the order of the source.
 */

/** @typedef {import("./evaluate.js").Answer} Answer */
/** @typedef {import("./match.js").Shown} Shown */
/** @typedef {"relevance" | "date" | "source"} Order */
/** @typedef {"author" | "outlet" | "genre" | "region" | "year"} Facet */
/** @typedef {Partial<Record<Facet, string[]>>} Filters */

/** @type {Record<Facet, (shown: Shown) => string[]>} */
const VALUES = {
  author: (shown) => shown.authors,
  outlet: (shown) => one(shown.outlet),
  genre: (shown) => one(shown.genre),
  region: (shown) => one(shown.region),
  year: (shown) => one(shown.date && shown.date.slice(0, 4)),
};
const TIERS = { adjacent: 0, paragraph: 1, article: 2 };

/** @typedef {{answer: Answer, shown: Shown, number: number, count: number, elsewhere: number, inTitle: boolean, inHeading: boolean}} Result */

/** @param {Answer} answer @returns {Result} */
export function result(answer) {
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
  return { answer, shown, number: shard.first + article, count: places.length - elsewhere, elsewhere, inTitle, inHeading };
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
    return (VALUES[/** @type {Facet} */ (facet)]?.(result.shown) ?? []).some((value) => wanted.includes(value));
  });
}

/** How many articles each value of each facet has, each facet passing over its own filter. @param {Result[]} results @param {Filters} filters */
export function facets(results, filters) {
  return Object.fromEntries(
    Object.entries(VALUES).map(([facet, values]) => {
      /** @type {Map<string, number>} */ const counts = new Map();
      for (const found of results) {
        if (!passes(found, filters, /** @type {Facet} */ (facet))) continue;
        for (const value of new Set(values(found.shown))) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      for (const value of filters[/** @type {Facet} */ (facet)] ?? []) if (!counts.has(value)) counts.set(value, 0);
      const listed = [...counts].map(([value, count]) => ({ value, count }));
      listed.sort((a, b) => (facet === "year" ? b.value.localeCompare(a.value) : b.count - a.count || a.value.localeCompare(b.value, "zh")));
      return [facet, listed];
    }),
  );
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

/** @param {string | null | undefined} value @returns {string[]} */
function one(value) {
  return value ? [value] : [];
}
