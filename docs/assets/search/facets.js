/** Filters with their counts: several values at once, long lists folded. */

import { el, figure } from "./dom.js";
import { FACETS, NAMES } from "./filters.js";

/** @typedef {import("./filters.js").Filters} Filters */
/** @typedef {import("./counting.js").Count} Count */
/** @typedef {Record<string, Count[]>} Counts */

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
    const facet = used?.closest("fieldset")?.dataset.facet;
    container.replaceChildren(...FACETS.map((facet) => group(facet, counts[facet] ?? [], filters[facet] ?? [])).filter((one) => one !== null));
    if (!key) return;
    const same = [...container.querySelectorAll("input")].find((box) => box.name === key[0] && box.value === key[1]);
    // What was in use may be folded away now.
    const near = container.querySelector(`[data-facet="${facet}"] :is(button, input)`);
    (same ?? /** @type {HTMLElement | null} */ (near))?.focus({ preventScroll: true });
  };

  /** Values that hold others have these below them. @param {typeof FACETS[number]} facet @param {Count[]} counts @param {string[]} chosen */
  function group(facet, counts, chosen) {
    const missing = chosen.filter((value) => !counts.some((one) => one.value === value));
    /** @type {Count[]} */ const all = [...counts, ...missing.map((value) => ({ value, count: 0 }))];
    if (!all.length) return null;
    const tops = all.filter(({ within }) => !within);
    const below = (/** @type {Count} */ { value }) => all.filter(({ within }) => within === value);
    const used = (/** @type {Count} */ one) => chosen.includes(one.value) || below(one).some(({ value }) => chosen.includes(value));
    const open = unfolded.has(facet) || tops.length <= FOLDED + 2;
    const lone = tops.filter(({ count }) => count <= 1).length > FOLDED;
    /** @type {(one: Count) => HTMLElement} */
    const make = (one) => choice(facet, one, chosen, below(one).map(make));
    // A long row of values of one article each is folded away, and what is not known can always be chosen.
    const shown = open ? tops : tops.filter((one, index) => (index < FOLDED && !(lone && one.count <= 1)) || one.without || used(one));
    const folded = tops.filter((one) => !shown.includes(one));
    const list = el("ul", {}, ...shown.map(make));
    return el("fieldset", { "data-facet": facet }, el("legend", {}, NAMES[facet]), list, folded.length > 0 && unfold(facet, list, folded, () => tops.map(make)));
  }

  /** What is folded is not even made: typing shows new counts all the time. @param {string} facet @param {HTMLElement} list @param {Count[]} folded @param {() => HTMLElement[]} all */
  function unfold(facet, list, folded, all) {
    const button = el("button", { type: "button", class: "plain" }, `更多 ${folded.length} 项`);
    button.addEventListener("click", () => {
      unfolded.add(facet);
      // What was ticked since the list was made stays so.
      const ticked = new Set([...list.querySelectorAll("input")].filter((box) => box.checked).map((box) => box.value));
      list.replaceChildren(...all());
      for (const box of list.querySelectorAll("input")) box.checked = ticked.has(box.value);
      [...list.querySelectorAll("input")].find(({ value }) => value === folded[0].value)?.focus();
      button.remove();
    });
    return button;
  }
}

/** @param {string} facet @param {Count} one @param {string[]} chosen @param {HTMLElement[]} below */
function choice(facet, { value, count, within = "" }, chosen, below) {
  const shorter = value.startsWith(within) ? value.slice(within.length) : value;
  return el(
    "li",
    {},
    el("label", {}, el("input", { type: "checkbox", name: facet, value, checked: chosen.includes(value) }), el("span", { class: "value" }, shorter), el("small", {}, figure(count))),
    below.length > 0 && el("ul", {}, ...below),
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
  const button = el("button", { type: "button", class: "plain" }, "清除全部");
  button.addEventListener("click", clear);
  return [...all, button];
}
