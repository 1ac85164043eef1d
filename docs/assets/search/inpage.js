/**
 * The hits of a search on the page of an article: the exact characters stand out, a bar leads from one to the next and
 * copies the passage with its source.
 */

import { ROOT, asked, lastSearch } from "./address.js";
import { citation } from "./cite.js";
import { copy } from "./copy.js";
import { el, icon } from "./dom.js";
import { highlighter, rangeOf } from "./highlight.js";
import { sentences } from "./passages.js";
import { source } from "../reading/source.js";
import { textOf } from "../reading/text.js";

/** @typedef {import("./passages.js").Hit} Hit */

const BLOCKS = "#title, #byline, .body :is(p, h1, h2, h3, h4, h5, h6)[id]";
const article = /** @type {HTMLElement} */ (document.querySelector("article[data-article]"));
const given = new URLSearchParams(location.search);
const query = asked(given);

/** @type {Map<string, {element: HTMLElement, text: string}>} */
const blocks = new Map();
for (const element of /** @type {NodeListOf<HTMLElement>} */ (article.querySelectorAll(BLOCKS))) {
  if (/^(title|byline|[ph]\d+)$/.test(element.id)) blocks.set(element.id, { element, text: element.textContent ?? "" });
}

const count = el("span", { class: "bar-count", role: "status" });
const note = el("span", { class: "bar-note" });
const status = el("span", { class: "visually-hidden", role: "status" });
const previous = button("up", "上一处", "上一处（p）");
const next = button("down", "下一处", "下一处（n）");
const copier = button("copy", "复制", "复制所在句子，连同出处");
const closer = button("close", "关闭", "关闭，去掉标记");
const back = el("a", { class: "bar-button", href: lastSearch(query), title: "返回检索结果" }, icon("back"), el("span", { "data-label": true }, "结果"));
const bar = el("div", { class: "hit-bar", role: "region", "aria-label": "检索命中" },
  el("span", { class: "bar-query", title: query }, query), count, note, previous, next, copier, back, closer, status);

/** @type {Hit[]} */ let hits = [];
/** @type {ReturnType<typeof highlighter> | null} */ let lights = null;
let at = 0;

begin();

async function begin() {
  document.body.append(bar);
  document.documentElement.dataset.finding = "";
  say("查找中…");
  try {
    const library = await import("./engine.js");
    const found = await library.matchBlocks(query, [...blocks].map(([block, { text }]) => ({ block, text })));
    if (!bar.isConnected) return;
    hits = found.hits;
    if (!hits.length) return say(found.error?.message || "本篇没有");
  } catch {
    return say("未能载入，不能标出", true);
  }
  say("");
  lights = highlighter(hits.map((hit) => ({ element: /** @type {HTMLElement} */ (blocks.get(hit.block)?.element), start: hit.start, end: hit.end })));
  show(wanted(), false);
}

/** The hit the address asks for; where the text has changed since, the first one in its block. */
function wanted() {
  const number = Number(given.get("hit")) - 1;
  const block = location.hash.slice(1);
  if (hits[number] && (!block || hits[number].block === block)) return number;
  const first = hits.findIndex((hit) => hit.block === block);
  return first >= 0 ? first : Math.max(0, Math.min(hits.length - 1, Number.isFinite(number) ? number : 0));
}

/** @param {number} number @param {boolean} [smooth] */
function show(number, smooth = true) {
  at = (number + hits.length) % hits.length;
  count.textContent = `${at + 1} / ${hits.length}`;
  const box = lights?.choose(at);
  if (box) {
    const calm = !smooth || matchMedia("(prefers-reduced-motion: reduce)").matches;
    window.scrollTo({ top: window.scrollY + box.top - window.innerHeight * 0.4, behavior: calm ? "instant" : "smooth" });
  }
  given.set("hit", String(at + 1));
  replaceAddress(`?${given}#${hits[at].block}`);
}

/** @param {string} text @param {boolean} [retry] */
function say(text, retry = false) {
  const idle = hits.length === 0;
  for (const each of [previous, next, copier]) each.hidden = idle;
  count.textContent = "";
  note.textContent = text;
  if (!retry) return;
  const again = el("button", { type: "button", class: "plain" }, "重试");
  again.addEventListener("click", () => location.reload());
  note.append(" ", again);
}

function close() {
  lights?.clear();
  bar.remove();
  delete document.documentElement.dataset.finding;
  document.removeEventListener("keydown", pressed, true);
  given.delete("q");
  given.delete("u");
  given.delete("hit");
  replaceAddress(`${given.size ? `?${given}` : location.pathname}${hits.length ? `#${hits[at].block}` : location.hash}`);
}

/** @param {string} address */
function replaceAddress(address) {
  try {
    history.replaceState(history.state, "", address);
  } catch {
    // Some browsers allow few changes of the address in a short time; then it follows at the next step.
  }
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = /** @type {Element} */ (event.target);
  if (target instanceof Element && target.closest("input, textarea, select, [contenteditable]")) return;
  const key = event.key.toLowerCase();
  if (key === "escape") close();
  else if (!hits.length) return;
  else if (key === "n") show(at + (event.shiftKey ? -1 : 1));
  else if (key === "p") show(at + (event.shiftKey ? 1 : -1));
  else return;
  // The theme knows n and p too, for its own next and previous page.
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener("keydown", pressed, true);
previous.addEventListener("click", () => show(at - 1));
next.addEventListener("click", () => show(at + 1));
closer.addEventListener("click", close);
copier.addEventListener("click", () => {
  const { block, start, end } = hits[at];
  const { element, text } = /** @type {{element: HTMLElement, text: string}} */ (blocks.get(block));
  const [from, to] = sentences(text, start, end);
  copy(copier, citation(textOf(rangeOf({ element, start: from, end: to })), source, block), status);
});
back.addEventListener("click", (event) => {
  // Straight from the results: going back keeps the place in the list.
  if (event.ctrlKey || event.metaKey || event.shiftKey || history.length < 2) return;
  if (!document.referrer.startsWith(new URL("search/", ROOT).href)) return;
  event.preventDefault();
  history.back();
});

/** @param {Parameters<typeof icon>[0]} picture @param {string} label @param {string} title @returns {HTMLButtonElement} */
function button(picture, label, title) {
  const made = el("button", { type: "button", class: "bar-button", title }, icon(picture), el("span", { "data-label": true }, label));
  return /** @type {HTMLButtonElement} */ (made);
}
