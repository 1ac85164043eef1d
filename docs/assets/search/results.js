/** The view by articles: each with its first passages in context, the rest a button away. */

import { hitAddresses } from "./address.js";
import { citation, shownTitle } from "./cite.js";
import { copy } from "./copy.js";
import { el, figure } from "./dom.js";
import { passageList } from "./passagelist.js";
import { groups, place, placeData, quotation, reachOf, snippet, whole } from "./passages.js";

/** @typedef {import("./passages.js").Group} Group */
/** @typedef {import("./passages.js").Piece} Piece */
/** @typedef {import("./engine.js").FoundArticle} Article */
/**
 * @typedef {{query: string, texts: import("./texts.js").Texts, status: HTMLElement, later: (work: () => Promise<void>) => Promise<void>,
 *   unfolded: string[]}} Context  `unfolded`: articles of which the reader asked for all passages
 */
/** @typedef {ReturnType<typeof hitAddresses>} Addresses */

const PASSAGES = 3;
/** Heights in pixels, as a rule: what is not in sight would only keep the reader waiting for what is. */
const NARROW = matchMedia("(max-width: 44.98em)").matches;
const ABOVE = NARROW ? 360 : 330;
const HEAD = 80;
const LINE = 28;
const PLACE = 36;
/** Characters in a line, and how much of the characters around a hit is shown: sentences end before they do. */
const ACROSS = NARROW ? 22 : 52;
const SHARE = 0.9;
const MOST_RANKED = 200;
const BETWEEN = "\u3000";
const TOGETHER = { adjacent: "相连", paragraph: "同段", article: "同篇" };

/**
 * @param {Article[]} articles @param {Context} context
 * @param {number[]} [counts] how many passages of each to make now; the others follow when these are painted
 * @returns {Promise<Node>}
 */
export async function articleResults(articles, context, counts = []) {
  const made = document.createDocumentFragment();
  made.append(...(await Promise.all(articles.map((article, index) => result(article, context, counts[index])))));
  return made;
}

/**
 * What fills a window, as far as can be told before it is laid out.
 * @param {Article[]} articles @param {number} [room] pixels
 * @returns {number[]} passages of each of the first articles
 */
export function filling(articles, room = innerHeight - ABOVE) {
  /** @type {number[]} */ const passages = [];
  for (const { hits, texts } of articles) {
    if (room <= 0) break;
    room -= HEAD;
    const known = new Map(texts);
    let count = 0;
    for (const group of groups(hits).filter(inText).slice(0, PASSAGES)) {
      if (count && room <= 0) break;
      room -= LINE * Math.ceil((SHARE * reachOf(group.hits, known.get(group.block)?.length)) / ACROSS) + PLACE;
      count++;
    }
    passages.push(count);
  }
  return passages;
}

/** The title is a heading of its own. @param {Group} group */
function inText({ block }) {
  return block !== "title";
}

/** @param {Article} article @param {Context} context @param {number} [count] */
async function result(article, context, count = Infinity) {
  const { later, unfolded } = context;
  const all = groups(article.hits);
  const addresses = hitAddresses(article.url, context.query);
  const title = all.filter(({ block }) => block === "title").flatMap(({ hits }) => hits);
  const rest = all.filter(inText);
  const first = unfolded.includes(article.id) ? rest : await telling(rest, article, context);
  const opening = title[0] ?? first[0]?.hits[0];
  const marked = title.length ? whole(article.title, title).map((piece) => (piece.hit ? el("mark", dataOf(piece), piece.text) : piece.text)) : [article.title];
  if (article.title_basis === "supplied") marked.splice(0, 0, "["), marked.push("]");
  const made = el(
    "article",
    { class: "result", "data-article": article.id, "data-unfolded": unfolded.includes(article.id) },
    el("h2", {}, el("a", { href: opening ? addresses(opening) : new URL(article.url, new URL("../../", import.meta.url)).href }, ...marked)),
    el("p", { class: "facts" }, ...facts(article)),
  );
  const make = (/** @type {Group} */ group) => passage(group, article, addresses, context);
  if (rest.length) await passageList(made, rest, { now: first.slice(0, count), soon: first.slice(count), make, later });
  return made;
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
  // A commentator of a newspaper names it already.
  const outlet = article.outlet && !article.by.includes(article.outlet) && article.outlet;
  const known = [article.by, outlet, article.when, article.genre, article.region];
  const parts = known.filter((part, index) => part && known.indexOf(part) === index);
  /** @type {(Node | string)[]} */ const nodes = [el("strong", {}, `${figure(article.hits.length)} 处`)];
  if (article.together) nodes.push(BETWEEN, el("span", { class: "together" }, TOGETHER[article.together]));
  return [...nodes, ...parts.map((part) => `${BETWEEN}${part}`)];
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

/** @param {Piece} piece @param {Addresses} addresses */
function linked(piece, addresses) {
  if (!piece.text) return el("span", dataOf(piece));
  return el("a", { class: "hit", href: addresses(/** @type {NonNullable<Piece["hit"]>} */ (piece.hit)), ...dataOf(piece) }, piece.text);
}

/** The place of a hit as attributes; where overlapping hits cut one in two, its first piece alone has them. @param {Piece} piece */
function dataOf({ hit, first }) {
  return hit && first ? placeData(hit) : {};
}
