/** The concordance: every hit a line, its keyword in the middle, to be read and sorted by what stands before and after. */

import { hitAddresses } from "./address.js";
import { citation, shownTitle } from "./cite.js";
import { copy } from "./copy.js";
import { el } from "./dom.js";
import { line, place, placeData, quotation } from "./passages.js";

/** @typedef {import("./engine.js").FoundArticle} Article */
/** @typedef {import("./passages.js").Hit} Hit */
/** @typedef {{article: Article, hit: Hit, number: number, text: string}} Line */

const COMPARED = 16;

/**
 * All hits with the text of their blocks.
 * @param {Article[]} articles @param {import("./texts.js").Texts} texts
 * @returns {Promise<Line[]>}
 */
export async function allLines(articles, texts) {
  const found = articles.map(async (article) => {
    const known = await texts(article.id, article.hits.map(({ block }) => block));
    return article.hits.map((hit, index) => ({ article, hit, number: index + 1, text: known.get(hit.block) ?? "" }));
  });
  return (await Promise.all(found)).flat();
}

/**
 * Lines in the order of what follows the keyword, or of what precedes it, read from the keyword outwards.
 * @param {Line[]} lines @param {"" | "left" | "right"} sort
 * @returns {Line[]}
 */
export function sortedLines(lines, sort) {
  if (!sort) return lines;
  const { compare } = new Intl.Collator("zh-Hans-CN");
  const keyed = lines.map((each) => {
    const { left, right } = line(each.text, each.hit, COMPARED);
    return { each, key: sort === "right" ? right : [...left].reverse().join("") };
  });
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ each }) => each);
}

/**
 * @param {Line[]} lines @param {string} query @param {HTMLElement} status where screen readers hear of what was copied
 * @returns {HTMLElement} one part of the list
 */
export function lineList(lines, query, status) {
  const list = el("ol", { class: "lines" }, ...lines.map((each) => lineItem(each, query)));
  // Before it comes into sight a part has the height of its lines, so that the scroll bar does not jump.
  list.style.setProperty("--lines", String(lines.length));
  list.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    const item = button?.closest("li");
    if (!button || !item) return;
    const { article, hit, text } = lines[[...list.children].indexOf(item)];
    copy(button, citation(quotation(text, [hit]), article, hit.block), status);
  });
  return list;
}

/** Who signs, in the room of a line: titles are much alike. @param {Article} article */
function signer({ authors, by }) {
  const short = authors.length > 1 ? `${authors[0]}等` : by;
  return short && el("span", { class: "line-by" }, short);
}

/** @param {Line} each @param {string} query */
function lineItem({ article, hit, number, text }, query) {
  const { left, key, right } = line(text, hit);
  const numbered = { ...hit, number };
  const address = hitAddresses(article.url, query)(numbered);
  return el(
    "li",
    { class: "line", "data-article": article.id, "data-href": address },
    el("span", { class: "left" }, el("span", {}, left)),
    el("a", { class: "hit", href: address, ...placeData(numbered) }, key),
    el("span", { class: "right" }, right),
    el("a", { class: "line-place", href: address, title: `${article.by}　${shownTitle(article)}` }, el("span", { class: "line-title" }, signer(article), shownTitle(article)), el("span", {}, place(hit.block))),
    el("button", { type: "button", class: "plain line-copy", title: "复制所在句子，连同出处" }, "复制"),
  );
}
