/** The rows of the full list: which pass the filters, in which order, and how many each filter would leave. Pure. */

import { ordered } from "../search/counting.js";
import { FACETS } from "../search/filters.js";

/** @typedef {import("../search/filters.js").Filters} Filters */
/** @typedef {import("./state.js").State} State */
/** @typedef {{place: number, title: string, date: string, length: number, facets: Record<string, string[]>}} Row */

const PINYIN = new Intl.Collator("zh-Hans-u-co-pinyin");
const COMPARE = {
  source: (/** @type {Row} */ a, /** @type {Row} */ b) => a.place - b.place,
  title: (/** @type {Row} */ a, /** @type {Row} */ b) => PINYIN.compare(bare(a.title), bare(b.title)),
  date: (/** @type {Row} */ a, /** @type {Row} */ b) => (a.date < b.date ? -1 : Number(a.date > b.date)),
  length: (/** @type {Row} */ a, /** @type {Row} */ b) => a.length - b.length,
};

/** @param {Row} row @param {Filters} filters @param {string} [but] a facet whose own filter is passed over */
export function passes(row, filters, but) {
  return Object.entries(filters).every(([facet, wanted]) => facet === but || row.facets[facet].some((value) => wanted.includes(value)));
}

/** What `state` shows, in its order; what has no date always comes last. @param {Row[]} rows @param {State} state @returns {Row[]} */
export function shown(rows, { filters, order, reversed }) {
  const turned = reversed ? -1 : 1;
  return rows
    .filter((row) => passes(row, filters))
    .sort((a, b) => (order === "date" && Number(!a.date) - Number(!b.date)) || turned * COMPARE[order](a, b) || a.place - b.place);
}

/**
 * @param {Row[]} rows @param {Filters} filters @param {Record<string, string>} without the words for having no value
 * @returns {Record<string, import("../search/counting.js").Count[]>}
 */
export function counts(rows, filters, without) {
  return Object.fromEntries(
    FACETS.map((facet) => {
      /** @type {Map<string, number>} */ const found = new Map();
      /** @type {Map<string, string>} */ const within = new Map();
      for (const row of rows) {
        const counted = passes(row, filters, facet);
        for (const value of row.facets[facet]) if (counted) found.set(value, (found.get(value) ?? 0) + 1);
        // A place stands behind its province.
        if (facet === "region" && row.facets[facet].length > 1) within.set(row.facets[facet][1], row.facets[facet][0]);
      }
      return [facet, ordered(facet, found, within, without[facet])];
    }),
  );
}

/** A title without the marks it may begin with. @param {string} title */
function bare(title) {
  return title.replace(/^[\[“”‘’《〈（]+/, "");
}
