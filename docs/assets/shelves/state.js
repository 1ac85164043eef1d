/** What the full list shows, as its address says it. Nothing else is kept. */

import { FACETS } from "../search/filters.js";

export const ORDERS = /** @type {const} */ (["source", "title", "date", "length"]);

/** @typedef {import("../search/filters.js").Filters} Filters */
/** @typedef {{filters: Filters, order: typeof ORDERS[number], reversed: boolean}} State */

/** @param {string} search the part of an address from "?" @returns {State} unknown values fall back to the usual ones */
export function read(search) {
  const given = new URLSearchParams(search);
  /** @type {Filters} */ const filters = {};
  for (const facet of FACETS) {
    const values = [...new Set(given.getAll(facet).filter(Boolean))];
    if (values.length) filters[facet] = values;
  }
  const order = ORDERS.find((one) => one === given.get("order")) ?? "source";
  return { filters, order, reversed: given.get("reversed") === "1" };
}

/** The part of an address from "?"; what is usual is left out. @param {State} state @returns {string} */
export function write({ filters, order, reversed }) {
  const given = new URLSearchParams();
  for (const facet of FACETS) for (const value of filters[facet] ?? []) given.append(facet, value);
  if (order !== "source") given.set("order", order);
  if (reversed) given.set("reversed", "1");
  return given.size ? `?${given}` : "";
}

/** @param {State} state @param {string} facet @param {string} value @param {boolean} on @returns {State} */
export function filtered(state, facet, value, on) {
  const rest = (state.filters[facet] ?? []).filter((one) => one !== value);
  const { [facet]: _, ...others } = state.filters;
  const values = on ? [...rest, value] : rest;
  return { ...state, filters: values.length ? { ...others, [facet]: values } : others };
}
