/** The view by articles: each with its first passages in context, the rest a button away. */

import { hitAddresses } from "./address.js";
import { citation, dated, shownTitle } from "./cite.js";
import { copy } from "./copy.js";
import { el, figure } from "./dom.js";
import { groups, place, quotation, snippet, whole } from "./passages.js";

/** @typedef {import("./passages.js").Group} Group */
/** @typedef {import("./passages.js").Piece} Piece */
/** @typedef {import("./session.js").FoundArticle} Article */
/** @typedef {{query: string, texts: import("./texts.js").Texts, status: HTMLElement}} Context */
/** @typedef {ReturnType<typeof hitAddresses>} Addresses */

const PASSAGES = 3;
/** Passages that fill a window, as a rule: the reader would wait for more, and see an empty place with fewer. */
export const FILLING = matchMedia("(max-width: 44.98em)").matches ? 2 : 4;
const MOST_RANKED = 200;
const TOGETHER = { adjacent: "相连", paragraph: "同段", article: "同篇" };

/** @param {Article[]} articles @param {Context} context @returns {Promise<Node>} */
export async function articleResults(articles, context) {
  const made = document.createDocumentFragment();
  made.append(...(await Promise.all(articles.map((article) => result(article, context)))));
  return made;
}

/** How many articles to show first. @param {Article[]} articles @returns {number} */
export function filling(articles) {
  let passages = 0;
  let first = 0;
  while (passages < FILLING && first < articles.length) passages += Math.min(PASSAGES, new Set(articles[first++].hits.map(({ block }) => block)).size);
  return first;
}

/** @param {Article} article @param {Context} context */
async function result(article, context) {
  const all = groups(article.hits);
  const addresses = hitAddresses(article.url, context.query);
  const title = all.filter(({ block }) => block === "title").flatMap(({ hits }) => hits);
  const rest = all.filter(({ block }) => block !== "title");
  const first = await telling(rest, article, context);
  const list = el("ul", { class: "passages" }, ...(await Promise.all(first.map((group) => passage(group, article, addresses, context)))));
  const left = rest.filter((group) => !first.includes(group));
  const opening = title[0] ?? first[0]?.hits[0];
  const marked = title.length ? whole(article.title, title).map((piece) => (piece.hit ? mark(piece) : piece.text)) : [article.title];
  if (article.title_basis === "supplied") marked.splice(0, 0, "["), marked.push("]");
  return el(
    "article",
    { class: "result", "data-article": article.id },
    el("h2", {}, el("a", { href: opening ? addresses(opening) : new URL(article.url, new URL("../../", import.meta.url)).href }, ...marked)),
    el("p", { class: "facts" }, ...facts(article)),
    first.length > 0 && list,
    left.length > 0 && more(left, list, article, addresses, context),
  );
}

/**
 * The passages to show first: in reading order, but where several terms were asked for, those that hold the most of them.
 * @param {Group[]} all @param {Article} article @param {Context} context @returns {Promise<Group[]>}
 */
async function telling(all, article, context) {
  if (!article.together || all.length <= PASSAGES || all.length > MOST_RANKED) return all.slice(0, PASSAGES);
  const texts = await context.texts(article.id, all.map(({ block }) => block));
  const kinds = (/** @type {Group} */ { block, hits }) => new Set(hits.map(({ start, end }) => texts.get(block)?.slice(start, end))).size;
  const best = [...all].sort((a, b) => kinds(b) - kinds(a)).slice(0, PASSAGES);
  return all.filter((group) => best.includes(group));
}

/** @param {Article} article */
function facts(article) {
  const known = [article.by, article.outlet, article.date && dated(article.date), article.genre, article.region];
  const parts = known.filter((part, index) => part && known.indexOf(part) === index);
  const nodes = [el("strong", {}, `${figure(article.hits.length)} 处`)];
  if (article.together) nodes.push(el("span", { class: "together" }, TOGETHER[article.together]));
  return [...nodes, ...parts.map((part) => el("span", {}, /** @type {string} */ (part)))];
}

/** @param {Group} group @param {Article} article @param {Addresses} addresses @param {Context} context */
async function passage({ block, hits }, article, addresses, context) {
  const text = (await context.texts(article.id, [block])).get(block) ?? "";
  const address = addresses(hits[0]);
  const button = /** @type {HTMLButtonElement} */ (el("button", { type: "button", class: "plain", title: "复制这一句，连同出处" }, "复制"));
  button.addEventListener("click", () => copy(button, citation(quotation(text, hits), article, block), context.status));
  return el(
    "li",
    { class: "passage", "data-href": address },
    el("p", { class: "quote" }, ...snippet(text, hits).map((piece) => (piece.hit ? linked(piece, addresses) : piece.text))),
    el("p", { class: "place" }, el("a", { href: address, "aria-label": `${shownTitle(article)}，${place(block)}` }, place(block)), button),
  );
}

/** @param {Group[]} left @param {HTMLElement} list @param {Article} article @param {Addresses} addresses @param {Context} context */
function more(left, list, article, addresses, context) {
  const count = left.reduce((sum, { hits }) => sum + hits.length, 0);
  const button = el("button", { type: "button", class: "plain more" }, `其余 ${figure(count)} 处`);
  button.addEventListener("click", async () => {
    button.setAttribute("disabled", "");
    try {
      await context.texts(article.id, left.map(({ block }) => block));
      const made = await Promise.all(left.map((group) => passage(group, article, addresses, context)));
      // Back into reading order: those shown first need not be the first of the text.
      const order = (/** @type {Element} */ item) => Number(item.querySelector("mark")?.getAttribute("data-hit"));
      list.replaceChildren(...[...list.children, ...made].sort((a, b) => order(a) - order(b)));
      button.remove();
      made[0]?.querySelector("a")?.focus({ preventScroll: true });
    } catch {
      button.removeAttribute("disabled");
      button.textContent = `其余 ${figure(count)} 处未能载入，重试`;
    }
  });
  return button;
}

/** @param {Piece} piece @param {Addresses} addresses */
function linked(piece, addresses) {
  return el("a", { class: "hit", href: addresses(/** @type {NonNullable<Piece["hit"]>} */ (piece.hit)) }, mark(piece));
}

/** The element of a hit, with its place as data; where overlapping hits cut one in two, its first piece alone. @param {Piece} piece */
export function mark({ text, hit, first }) {
  if (!hit || !first) return el("mark", {}, text);
  return el("mark", { "data-block": hit.block, "data-start": hit.start, "data-end": hit.end, "data-hit": hit.number }, text);
}
