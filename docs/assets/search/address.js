/** Addresses: what the search page shows, and where a hit stands. The address is the state; nothing else is shared. */

import { FACETS } from "./filters.js";

/** The site's root, wherever it is hosted. */
export const ROOT = new URL("../../", import.meta.url);

/**
 * Hosts refuse addresses of more than about 8,000 characters. A Chinese character takes nine of them as `q`, four as `u`
 * (its UTF-8 in base64url): so even a long paragraph fits. What is longer still travels in the session.
 */
const LONGEST = 6000;
const CARRIED = "wenku.query";
const LAST = "wenku.search";

/** @typedef {import("./filters.js").Filters} Filters */
/** @typedef {{q: string, filters: Filters, view: "articles" | "lines", order: "relevance" | "date" | "source", sort: "" | "left" | "right"}} State */

/**
 * @param {string} search the part of an address from "?"
 * @returns {State} unknown values fall back to the usual ones
 */
export function read(search) {
  const given = new URLSearchParams(search);
  /** @type {Filters} */ const filters = {};
  for (const facet of FACETS) {
    const values = [...new Set(given.getAll(facet).filter(Boolean))];
    if (values.length) filters[facet] = values;
  }
  return {
    q: asked(given),
    filters,
    view: one(given.get("view"), ["articles", "lines"]),
    order: one(given.get("order"), ["relevance", "date", "source"]),
    sort: one(given.get("sort"), ["", "left", "right"]),
  };
}

/**
 * The address of the search page in `state`; what is usual is left out.
 * @param {Partial<State>} state
 * @returns {string}
 */
export function searchAddress(state) {
  const { q = "", filters = {}, view, order, sort } = state;
  const given = new URLSearchParams();
  if (q) ask(given, q);
  for (const facet of FACETS) for (const value of filters[facet] ?? []) given.append(facet, value);
  if (view && view !== "articles") given.set("view", view);
  if (order && order !== "relevance") given.set("order", order);
  if (sort && view === "lines") given.set("sort", sort);
  return new URL(`search/${given.size ? `?${given}` : ""}`, ROOT).href;
}

/** The full list, of the articles in a range. @param {Filters} filters @returns {string} */
export function listAddress(filters) {
  const address = new URL("articles/", ROOT);
  for (const facet of FACETS) for (const value of filters[facet] ?? []) address.searchParams.append(facet, value);
  return address.href;
}

/**
 * The addresses of hits: their article, opened at their block, with the query to highlight.
 * @param {string} url of the article, below the root
 * @param {string} query
 * @returns {(hit: {number: number, block: string}) => string} `number` of the hit in its article, from 1
 */
export function hitAddresses(url, query) {
  const address = new URL(url, ROOT);
  const fitting = ask(address.searchParams, query);
  // An article may have thousands: what they share is written once.
  return ({ number, block }) => `${address}${fitting ? `&hit=${number}` : ""}#${block}`;
}

/** The lasting address of a block, as citations give it. @param {string} url @param {string} block @returns {string} */
export function blockAddress(url, block) {
  const address = new URL(url, ROOT);
  address.hash = block;
  return address.href;
}

/** Whether an address can hold `query`. @param {string} query @returns {boolean} */
export function fits(query) {
  return ask(new URLSearchParams(), query);
}

/** The query that an address holds. @param {URLSearchParams} given @returns {string} */
export function asked(given) {
  const short = given.get("u");
  if (given.has("q") || !short) return given.get("q") ?? "";
  try {
    const bytes = Uint8Array.from(atob(short.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return "";
  }
}

/** Write a query into an address. @param {URLSearchParams} given @param {string} query @returns {boolean} false where it is too long */
function ask(given, query) {
  if (query.length * 9 <= LONGEST || new URLSearchParams({ q: query }).toString().length <= LONGEST) {
    given.set("q", query);
    return true;
  }
  const bytes = new TextEncoder().encode(query);
  if (bytes.length * 4 > LONGEST * 3) return false;
  const short = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  given.set("u", short.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""));
  return true;
}

/** Leave a query that no address can hold for the next page. @param {string} query */
export function carry(query) {
  keep(CARRIED, query);
}

/** Take the query that was left, once. @returns {string} */
export function carried() {
  const query = recall(CARRIED);
  keep(CARRIED, "");
  return query;
}

/** Remember the search that led to an article, with its filters and view. @param {string} address */
export function rememberSearch(address) {
  keep(LAST, address);
}

/** The last search page for `query`, or a plain one. @param {string} query @returns {string} */
export function lastSearch(query) {
  const last = recall(LAST);
  if (last.startsWith(new URL("search/", ROOT).href) && read(new URL(last).search).q === query) return last;
  return searchAddress({ q: query });
}

/** @template {string} T @param {string | null} value @param {T[]} known @returns {T} */
function one(value, known) {
  return known.find((each) => each === value) ?? known[0];
}

// A browser may refuse storage; then only the convenience is lost.
/** @param {string} key @param {string} value */
function keep(key, value) {
  try {
    if (value) sessionStorage.setItem(key, value);
    else sessionStorage.removeItem(key);
  } catch {
    // See above.
  }
}

/** @param {string} key @returns {string} */
function recall(key) {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}
