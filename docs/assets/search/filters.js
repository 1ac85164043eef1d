/** What articles can be filtered by. */

/** @typedef {Record<string, string[]>} Filters */

export const FACETS = /** @type {const} */ (["author", "outlet", "genre", "region", "year"]);
export const NAMES = { author: "作者", outlet: "媒体", genre: "文体", region: "地区", year: "年份" };
