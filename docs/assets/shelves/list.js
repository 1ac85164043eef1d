/** The full list: one state, held by the address; the rows that stand in the page already are sorted and hidden. */

import { chips, facetList } from "../search/facets.js";
import { FACETS } from "../search/filters.js";
import { counts, shown } from "./rows.js";
import { filtered, read, write } from "./state.js";

/** @typedef {import("./state.js").State} State */

const page = /** @type {HTMLElement} */ (document.querySelector("[data-list]"));
const list = /** @type {HTMLElement} */ (page.querySelector(".rows"));
/** @type {Record<string, HTMLElement>} */
const part = Object.fromEntries([...page.querySelectorAll("[data-part]")].map((one) => [/** @type {HTMLElement} */ (one).dataset.part, one]));
const items = /** @type {HTMLElement[]} */ ([...list.children]);
const rows = items.map((item, place) => ({
  place,
  title: item.querySelector(".title")?.textContent ?? "",
  ...JSON.parse(item.dataset.row ?? "{}"),
}));
const without = JSON.parse(page.dataset.without ?? "{}");
const showFacets = facetList(part.facets, (facet, value, on) => go(filtered(state, facet, value, on)));

let state = read(location.search);
show();

/** @param {State} next */
function go(next) {
  state = next;
  history.pushState(null, "", location.pathname + write(state) + location.hash);
  show();
  part.status.textContent = part.figures.textContent;
}

function show() {
  const found = shown(rows, state);
  const kept = new Set(found.map(({ place }) => items[place]));
  list.append(...found.map(({ place }) => items[place]), ...items.filter((item) => !kept.has(item)));
  for (const item of items) item.hidden = !kept.has(item);
  part.none.hidden = found.length > 0;
  part.figures.textContent = found.length === rows.length ? `${rows.length} 篇` : `${found.length} 篇（共 ${rows.length} 篇）`;
  showFacets(counts(rows, state.filters, without), state.filters);
  showChips();
  for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (page.querySelectorAll("input[name=order]"))) radio.checked = radio.value === state.order;
  part.reverse.setAttribute("aria-pressed", String(state.reversed));
}

function showChips() {
  const made = chips(state.filters, (facet, value, on) => take(() => go(filtered(state, facet, value, on))), () => take(() => go({ ...state, filters: {} })));
  part.chips.hidden = !made.length;
  part.chips.replaceChildren(...made);
  const chosen = FACETS.reduce((sum, facet) => sum + (state.filters[facet]?.length ?? 0), 0);
  part["facets-toggle"].textContent = chosen ? `筛选（${chosen}）` : "筛选";
}

/** A chip goes when it is pressed; the focus goes to the next one, or to the order. @param {() => void} change */
function take(change) {
  change();
  const next = part.chips.querySelector("button") ?? page.querySelector("input[name=order]:checked");
  /** @type {HTMLElement | null} */ (next)?.focus();
}

part.tools.addEventListener("change", ({ target }) => {
  const { name, value } = /** @type {HTMLInputElement} */ (target);
  if (name === "order") go({ ...state, order: /** @type {State["order"]} */ (value) });
});
part.reverse.addEventListener("click", () => go({ ...state, reversed: !state.reversed }));
part["facets-toggle"].addEventListener("click", () => {
  const open = part["facets-toggle"].getAttribute("aria-expanded") === "true";
  part["facets-toggle"].setAttribute("aria-expanded", String(!open));
});
addEventListener("popstate", () => {
  state = read(location.search);
  show();
});
document.documentElement.dataset.script += " page";
