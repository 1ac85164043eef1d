/** What suggestions are, and where they lead. */

/** @typedef {"term" | "author" | "outlet"} Kind */

export const KINDS = { term: "词语", author: "作者", outlet: "媒体" };

/**
 * A word is searched for; an author or an outlet is a range to search in.
 * @param {Kind} kind @param {string} text
 * @returns {{q: string, filters: import("./filters.js").Filters}}
 */
export function suggestionState(kind, text) {
  return kind === "term" ? { q: text, filters: {} } : { q: "", filters: { [kind]: [text] } };
}
