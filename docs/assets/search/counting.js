/** Values of a filter and their counts, in the order in which readers see them. Pure; the list and the search share it. */

/** @typedef {{value: string, count: number, within?: string, without?: true}} Count  `within`: the value that holds this one; `without`: the word for having none */

const PINYIN = new Intl.Collator("zh-Hans-u-co-pinyin");

/**
 * More articles first, of years the later; a place behind its province; what is not known last.
 * @param {string} facet @param {Map<string, number>} counts @param {Map<string, string>} within @param {string | undefined} without
 * @returns {Count[]}
 */
export function ordered(facet, counts, within, without) {
  const all = [...counts].map(([value, count]) => {
    const holder = within.get(value);
    return { value, count, ...(holder && counts.has(holder) ? { within: holder } : {}), ...(value === without ? { without: /** @type {const} */ (true) } : {}) };
  });
  const usual = (/** @type {Count} */ a, /** @type {Count} */ b) =>
    facet === "year" ? b.value.localeCompare(a.value) : b.count - a.count || PINYIN.compare(a.value, b.value);
  all.sort((a, b) => Number(!!a.without) - Number(!!b.without) || usual(a, b));
  return all.filter((one) => !one.within).flatMap((one) => [one, ...all.filter((other) => other.within === one.value)]);
}
