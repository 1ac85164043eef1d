/**
 * Exact search over the whole library. Documented on the site: search-api/.
 *
 *     const library = await import("<site>/assets/search/engine.js");
 *     const found = await library.search("因地制宜", { filters: { outlet: ["南京日报"] } });
 */

import { unpacked } from "./hits.js";

/** @typedef {import("./match.js").Hit} Hit */
/** @typedef {Omit<import("./session.js").FoundArticle, "hits"> & {hits: Hit[]}} FoundArticle */
/** @typedef {Omit<import("./session.js").Found, "articles"> & {articles: FoundArticle[]}} Found */
/** @typedef {{block: string, kind: string, text: string}} Passage */
/** @typedef {import("./session.js").Options} Options */
/** @typedef {import("./words.js").Suggestion} Suggestion */

const DATA = new URL("../../data/search/", import.meta.url).href;

/** @type {Worker | null} */
let worker = null;
let calls = 0;
/** @type {Map<string, number>} where in the library the articles found so far are */
const numbers = new Map();
/** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void, progress?: (value: any) => void}>} */
const waiting = new Map();

/**
 * Every place where `query` stands, and no other.
 * @param {string} query
 * @param {Options & {signal?: AbortSignal, onProgress?: (found: Found) => void}} [options]
 * @returns {Promise<Found>} stopped by `signal`, it is what was found until then, `complete` false
 */
export function search(query, { signal, onProgress, ...options } = {}) {
  return call("search", [String(query ?? ""), options], { signal, progress: onProgress });
}

/** Words, authors and outlets the reader may be about to type; pinyin and initials lead to them too. @param {string} prefix @param {number} [limit] @returns {Promise<Suggestion[]>} */
export function suggest(prefix, limit = 8) {
  return call("suggest", [String(prefix ?? ""), limit]);
}

/** The texts of some blocks of an article. @param {string} id @param {string[]} blocks @returns {Promise<Passage[]>} */
export async function passages(id, blocks) {
  return (await passagesOf([{ id, blocks }]))[0];
}

/** The same of several articles at once; of a large library, of articles that a search has found. @param {{id: string, blocks: string[]}[]} wanted @returns {Promise<Passage[][]>} */
export function passagesOf(wanted) {
  return call("passages", [wanted.map((one) => ({ ...one, number: numbers.get(one.id) }))]);
}

/** Where `query` stands in texts that are at hand. @param {string} query @param {{block: string, text: string}[]} blocks @returns {Promise<{hits: import("./match.js").Hit[], error: import("./query.js").QueryError | null}>} */
export function matchBlocks(query, blocks) {
  return call("matchBlocks", [String(query ?? ""), blocks]);
}

/** Forget parts that could not be loaded: the next search asks for them again. */
export function retry() {
  worker?.terminate();
  worker = null;
  for (const one of waiting.values()) one.reject(new DOMException("retry", "AbortError"));
  waiting.clear();
}

/**
 * @param {string} method @param {any[]} args @param {{signal?: AbortSignal, progress?: (value: any) => void}} [options]
 * @returns {Promise<any>}
 */
function call(method, args, { signal, progress } = {}) {
  const id = ++calls;
  if (signal?.aborted) return Promise.reject(signal.reason);
  const to = open();
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, progress });
    signal?.addEventListener("abort", () => waiting.has(id) && to.postMessage({ method: "stop", args: [id] }), { once: true });
    to.postMessage({ id, method, args });
  });
}

function open() {
  if (!worker) {
    worker = new Worker(program(), { type: "module" });
    worker.onmessage = ({ data }) => answer(data);
    worker.onerror = (event) => {
      event.preventDefault();
      const error = new Error(`the search engine could not be loaded: ${event.message ?? ""}`);
      for (const one of waiting.values()) one.reject(error);
      waiting.clear();
      worker = null;
    };
    worker.postMessage({ method: "open", args: [DATA] });
  }
  return worker;
}

/** The worker's address. A page of another site may run no worker of ours, but one of its own that takes our program in. */
function program() {
  const address = new URL("worker.js", import.meta.url);
  if (address.origin === location.origin) return address;
  return URL.createObjectURL(new Blob([`import ${JSON.stringify(address.href)};`], { type: "text/javascript" }));
}

/** @param {{id: number, value?: any, progress?: any, error?: string}} message */
function answer({ id, value, progress, error }) {
  const one = waiting.get(id);
  if (!one) return;
  if (progress) {
    one.progress?.(received(progress));
    return;
  }
  waiting.delete(id);
  if (error) one.reject(new Error(error));
  else one.resolve(value?.articles ? received(value) : value);
}

/** @param {import("./session.js").Found} found @returns {Found} */
function received(found) {
  for (const { id, number } of found.articles) numbers.set(id, number);
  return { ...found, articles: found.articles.map(unpacked) };
}
