/** What the tests share: a small library made by hand, and a random number that is the same in every run. */

import { Folding } from "../../docs/assets/search/fold.js";
import { Shard } from "../../docs/assets/search/match.js";

/** @type {import("../../docs/assets/search/fold.js").FoldTable} */
export const TABLE = {
  one: "產产業业發发—-–-“\"”\"％%",
  none: " \u3000\u00a0\u200b",
  many: [["½", "1/2"]],
  runs: [["…", 1], ["-", 2]],
  forms: [["著", "着"]],
};

/** @returns {Folding} */
export function folding() {
  return new Folding(TABLE);
}

/**
 * A shard of articles, each a title and its paragraphs.
 * @param {...[title: string, ...paragraphs: string[]]} articles
 */
export function shard(...articles) {
  /** @type {string[]} */ const lines = [];
  const rows = articles.map(([title, ...paragraphs], index) => {
    lines.push(title, "署名", ...paragraphs);
    const id = String(index + 1).padStart(3, "0");
    const length = paragraphs.join("").length;
    return [id, `articles/${id}/`, "published", [], null, null, null, null, length, "p".repeat(paragraphs.length), 0, "", "", ["", "", ""]];
  });
  return new Shard(rows, lines.join("\n"), folding());
}

/** A generator of numbers from 0 to below 1, the same in every run. @param {number} seed */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}
