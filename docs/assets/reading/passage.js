/** The bar beside a selection or a paragraph: copy it with its source, copy it, copy its address, search for it. */

import { blockAddress, carry, fits, searchAddress } from "../search/address.js";
import { citation } from "../search/cite.js";
import { copy } from "../search/copy.js";
import { el } from "../search/dom.js";
import { source } from "./source.js";
import { partsOf } from "./text.js";

/** @typedef {import("./text.js").Part} Part */

const GAP = 10;
/** A longer passage is named by how it begins and ends. */
const LONGEST_FRAGMENT = 60;
const FRAGMENT_END = 12;
/** Of a longer passage a report has the beginning: some mail programs take no long address. */
const LONGEST_REPORT = 100;
const FINGERS = matchMedia("(pointer: coarse), (max-width: 44.98em)");
const article = /** @type {HTMLElement} */ (document.querySelector("article[data-article]"));
const report = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[data-report]"));

const status = el("span", { class: "visually-hidden", role: "status" });
const cited = action("复制并附出处", () => citation(words(), source, ...parts.map(({ block }) => block)));
const plain = action("复制文字", () => words());
const link = action("复制链接", () => blockAddress(source.url, parts[0].block) + (mark ? "" : fragment()));
const finder = /** @type {HTMLAnchorElement} */ (el("a", { class: "bar-button" }));
const reporter = /** @type {HTMLAnchorElement} */ (el("a", { class: "bar-button", rel: "external nofollow" }, "报错"));
const bar = el("div", { class: "passage-bar", role: "group" }, cited, plain, link, finder, report && reporter, status);

/** @type {Part[]} */ let parts = [];
/** @type {HTMLButtonElement | null} the mark whose paragraph the bar is for; null: it is for a selection */
let mark = null;
/** Whether Tab has led into the bar of this selection: from then on it leads on, and not back. */
let entered = false;

/** @param {Range} range */
export function offerSelection(range) {
  const found = partsOf(range, article);
  if (!found.length) return withdrawSelection();
  release();
  entered = false;
  const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
  const last = article.querySelector(`#${CSS.escape(found[found.length - 1].block)}`);
  offer(found, "所选文字", "检索所选", /** @type {Element} */ (last), rects[0] ?? range.getBoundingClientRect());
  if (!FINGERS.matches) status.textContent = "已选文字：按 Tab 键可复制、引用或检索。";
}

/** @param {HTMLButtonElement} button @param {boolean} focus by keyboard: the focus goes along */
export function offerParagraph(button, focus) {
  if (bar.isConnected && mark === button) return close(focus);
  const paragraph = /** @type {HTMLElement} */ (button.parentElement);
  const range = document.createRange();
  range.selectNodeContents(paragraph);
  release();
  mark = button;
  mark.setAttribute("aria-expanded", "true");
  paragraph.classList.add("chosen");
  offer(partsOf(range, article), `第 ${button.dataset.number} 段`, "检索此段", paragraph, paragraph.getBoundingClientRect());
  if (focus) cited.focus();
}

/** Nothing is selected any more. */
export function withdrawSelection() {
  if (!mark && !bar.contains(document.activeElement)) close(false);
}

/**
 * @param {Part[]} found @param {string} label @param {string} search @param {Element} block the bar stands behind it in
 * the order of keys @param {DOMRect} place the bar stands above it on the screen
 */
function offer(found, label, search, block, place) {
  parts = found;
  status.textContent = "";
  bar.setAttribute("aria-label", label);
  finder.textContent = search;
  finder.href = searchAddress({ q: query() });
  if (report) reporter.href = reported(report.href);
  let behind = block;
  while (behind.parentElement && !behind.parentElement.classList.contains("body")) behind = behind.parentElement;
  if (bar.previousElementSibling !== behind) behind.after(bar);
  if (FINGERS.matches) return bar.removeAttribute("style");
  const frame = /** @type {Element} */ (bar.offsetParent ?? document.documentElement).getBoundingClientRect();
  const header = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
  const above = place.top - bar.offsetHeight - GAP;
  // Of a long selection the beginning may lie far above: the bar stays in sight.
  const below = Math.min(place.bottom + GAP, window.innerHeight - bar.offsetHeight - GAP);
  const top = above > header ? Math.min(above, window.innerHeight - bar.offsetHeight - GAP) : Math.max(below, header + GAP);
  const left = Math.max(GAP, Math.min(place.left, window.innerWidth - bar.offsetWidth - 3 * GAP));
  bar.style.top = `${top - frame.top}px`;
  bar.style.left = `${left - frame.left}px`;
}

function release() {
  mark?.setAttribute("aria-expanded", "false");
  mark?.parentElement?.classList.remove("chosen");
  mark = null;
}

/** @param {boolean} back whether the focus goes back to where the bar was called from */
function close(back) {
  const from = mark;
  release();
  bar.remove();
  if (back) from?.focus();
}

function words() {
  return parts.map(({ text }) => text).join("\n");
}

/**
 * Names the selected words behind the paragraph's address, where they stand once: browsers take the first place they find. One
 * that finds none still shows the paragraph.
 */
function fragment() {
  const [first, last] = [parts[0].raw, parts[parts.length - 1].raw];
  const short = parts.length === 1 && first.length <= LONGEST_FRAGMENT;
  const [from, to] = short ? [first, ""] : [first.slice(0, FRAGMENT_END), last.slice(-FRAGMENT_END)];
  if ((article.textContent ?? "").split(from).length !== 2) return "";
  const written = [from, to].filter(Boolean).map((text) => encodeURIComponent(text).replaceAll("-", "%2D"));
  return `:~:text=${written.join(",")}`;
}

/** What to search for: the words of the first block, so written that none of them is an operator. */
function query() {
  const text = parts[0].raw.replaceAll('"', "");
  return /[\s|~]|^-/.test(text) ? `"${text}"` : text;
}

/** The address of a report with the paragraphs and the words filled in. @param {string} address */
function reported(address) {
  const text = [...parts.map((part) => part.text).join("")];
  const blocks = new Set([parts[0].block, parts[parts.length - 1].block]);
  const known = {
    "段落：": [...blocks].join("—"),
    "页面文字：": text.slice(0, LONGEST_REPORT).join("") + (text.length > LONGEST_REPORT ? "……" : ""),
  };
  return Object.entries(known).reduce((filled, [label, value]) => {
    const asked = encodeURIComponent(label);
    return filled.replace(asked, () => asked + encodeURIComponent(value));
  }, address);
}

/** @param {string} label @param {() => string} text @returns {HTMLButtonElement} */
function action(label, text) {
  const button = /** @type {HTMLButtonElement} */ (el("button", { type: "button", class: "bar-button" }, label));
  button.addEventListener("click", () => copy(button, text(), status));
  return button;
}

// What is pressed here must not take the selection away.
bar.addEventListener("pointerdown", (event) => event.preventDefault());
bar.addEventListener("mousedown", (event) => event.preventDefault());
finder.addEventListener("click", () => {
  if (!fits(query())) carry(query());
});
document.addEventListener("pointerdown", ({ target }) => {
  if (mark && !bar.contains(/** @type {Node} */ (target)) && target !== mark) close(false);
});
document.addEventListener("keydown", (event) => {
  if (!bar.isConnected) return;
  // A selection made by keyboard does not move the focus: Tab leads from it to the bar wherever the focus was.
  const enters = event.key === "Tab" && !event.shiftKey && !mark && !entered && !bar.contains(document.activeElement);
  if (event.key !== "Escape" && !enters) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (enters) {
    entered = true;
    cited.focus();
  } else close(true);
}, true);
