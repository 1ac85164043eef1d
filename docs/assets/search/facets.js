/** Filters with their counts: several values at once, long lists folded. */

import { el, figure } from "./dom.js";
import { FACETS, NAMES } from "./filters.js";

/** @typedef {import("./filters.js").Filters} Filters */
/** @typedef {Record<string, {value: string, count: number}[]>} Counts */

const FOLDED = 8;

/**
 * @param {HTMLElement} container
 * @param {(facet: string, value: string, on: boolean) => void} changed
 * @returns {(counts: Counts, filters: Filters) => void} shows new counts
 */
export function facetList(container, changed) {
  /** @type {Set<string>} facets whose long list the reader unfolded */
  const unfolded = new Set();

  container.addEventListener("change", ({ target }) => {
    const box = /** @type {HTMLInputElement} */ (target);
    changed(box.name, box.value, box.checked);
  });

  return function show(counts, filters) {
    // The boxes are made anew; the one in use must keep the focus.
    const used = /** @type {HTMLInputElement | null} */ (container.contains(document.activeElement) ? document.activeElement : null);
    const key = used && [used.name, used.value];
    container.replaceChildren(...FACETS.map((facet) => group(facet, counts[facet] ?? [], filters[facet] ?? [])).filter((one) => one !== null));
    if (key) [...container.querySelectorAll("input")].find((box) => box.name === key[0] && box.value === key[1])?.focus({ preventScroll: true });
  };

  /** @param {typeof FACETS[number]} facet @param {{value: string, count: number}[]} counts @param {string[]} chosen */
  function group(facet, counts, chosen) {
    const missing = chosen.filter((value) => !counts.some((one) => one.value === value));
    const all = [...counts, ...missing.map((value) => ({ value, count: 0 }))];
    if (!all.length) return null;
    const open = unfolded.has(facet) || all.length <= FOLDED + 1;
    const items = all.map(({ value, count }, index) => choice(facet, value, count, chosen.includes(value), !open && index >= FOLDED));
    const list = el("ul", {}, ...items);
    const box = el("fieldset", {}, el("legend", {}, NAMES[facet]), list);
    if (!open) box.append(unfold(facet, items));
    return box;
  }

  /** @param {string} facet @param {HTMLElement[]} items */
  function unfold(facet, items) {
    const folded = items.filter((item) => item.hidden);
    if (!folded.length) return "";
    const button = el("button", { type: "button", class: "plain" }, `更多 ${folded.length} 项`);
    button.addEventListener("click", () => {
      unfolded.add(facet);
      for (const item of folded) item.hidden = false;
      folded[0].querySelector("input")?.focus();
      button.remove();
    });
    return button;
  }
}

/** @param {string} facet @param {string} value @param {number} count @param {boolean} checked @param {boolean} folded */
function choice(facet, value, count, checked, folded) {
  return el(
    "li",
    { hidden: folded && !checked },
    el("label", {}, el("input", { type: "checkbox", name: facet, value, checked }), el("span", { class: "value" }, value), el("small", {}, figure(count))),
  );
}

/**
 * The filters in force, each to be taken away by a press.
 * @param {Filters} filters @param {(facet: string, value: string, on: boolean) => void} changed @param {() => void} clear
 * @returns {HTMLElement[]}
 */
export function chips(filters, changed, clear) {
  const all = Object.entries(filters).flatMap(([facet, values]) =>
    values.map((value) => {
      const chip = el("button", { type: "button", class: "chip", "aria-label": `去掉筛选：${NAMES[/** @type {keyof typeof NAMES} */ (facet)]} ${value}` }, `${value} ×`);
      chip.addEventListener("click", () => changed(facet, value, false));
      return chip;
    }),
  );
  if (all.length < 2) return all;
  const button = el("button", { type: "button", class: "plain" }, "全部去掉");
  button.addEventListener("click", clear);
  return [...all, button];
}
