/** What articles can be filtered by. */

/** @typedef {Record<string, string[]>} Filters */

/** In the order of their use: few values first, the authors last. */
export const FACETS = /** @type {const} */ (["genre", "year", "region", "outlet", "author"]);
export const NAMES = { author: "作者", outlet: "媒体", genre: "文体", region: "地区", year: "年份" };
