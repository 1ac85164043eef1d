/**
 * A search from the query to the results: parts of the library are fetched as needed, answers gathered, and where
 * nothing stands exactly as asked, the query is relaxed step by step. Runs in the worker.
 */

import { evaluate } from "./evaluate.js";
import { bare } from "./fold.js";
import { Shard } from "./match.js";
import { shardsFor } from "./plan.js";
import { parse, terms } from "./query.js";
import { facets, passes, result, sorted } from "./rank.js";
import { Library, PartError } from "./shards.js";
import { parts, suggestions } from "./words.js";

/** @typedef {import("./query.js").Clause} Clause */
/** @typedef {import("./query.js").QueryError} QueryError */
/** @typedef {import("./evaluate.js").Step} Step */
/** @typedef {import("./match.js").Hit} Hit */
/** @typedef {import("./rank.js").Filters} Filters */
/** @typedef {import("./rank.js").Order} Order */
/** @typedef {import("./rank.js").Result} Result */
/** @typedef {{name: string, reason: string}} Failure */
/** @typedef {{step: Step, parts: string[], message: string}} Relaxed */
/** @typedef {{filters?: Filters, order?: Order, limit?: number}} Options */
/**
 * @typedef {object} FoundArticle
 * @property {string} id @property {string} url @property {string} title @property {string} title_basis
 * @property {string[]} authors @property {string | null} outlet @property {string | null} date @property {string} genre
 * @property {string | null} region @property {number} length @property {string} by
 * @property {number} count hits in the body @property {number} elsewhere hits in title and byline
 * @property {null | "adjacent" | "paragraph" | "article"} together @property {Hit[]} hits
 */
/**
 * @typedef {object} Found
 * @property {string} query @property {QueryError | null} error @property {number} total @property {number} elsewhere
 * @property {number} articlesTotal @property {boolean} complete @property {Failure[]} failed @property {Relaxed | null} relaxed
 * @property {string[]} terms @property {Record<string, {value: string, count: number}[]>} facets @property {FoundArticle[]} articles
 */

const AT_ONCE = 6;
const PROGRESS_EVERY = 150;
const PROGRESS_ARTICLES = 40;
/** @type {Step[]} */
const STEPS = ["exact", "punctuation", "paragraph", "article", "any"];
const MESSAGES = {
  punctuation: "没有逐字相同的文句；以下略去标点后相同。",
  paragraph: "没有逐字相同的文句；以下各段同时含有这些词。",
  article: "没有逐字相同的文句；以下各篇同时含有这些词。",
  any: "没有逐字相同的文句；以下各篇含有其中一部分词，含得多的在前。",
};

export class Session {
  /** @param {string} base address of the search data */
  constructor(base) {
    this.base = base;
    /** @type {Promise<Library> | null} */
    this.opening = null;
  }

  /** @param {boolean} [fresh] @returns {Promise<Library>} */
  library(fresh = false) {
    if (!this.opening || fresh) {
      const opening = new Library(this.base).open(fresh);
      this.opening = opening;
      opening.catch(() => (this.opening = this.opening === opening ? null : this.opening));
    }
    return this.opening;
  }

  /**
   * @param {string} typed @param {Options} options
   * @param {(found: Found) => void} report called now and then while the figures grow
   * @param {() => boolean} stopped whether nobody waits any more
   * @returns {Promise<Found>}
   */
  async search(typed, options, report = () => {}, stopped = () => false) {
    const query = parse(typed);
    if (query.error) return { ...nothing(typed), error: query.error };
    for (let fresh = false; ; fresh = true) {
      let library;
      try {
        library = await this.library(fresh);
      } catch (error) {
        return { ...nothing(typed), complete: false, failed: [failure(error)] };
      }
      const search = new Search(library, typed, terms(query), options, report, stopped);
      const found = await search.run(query.clauses);
      const gone = found.failed.some((one) => one.reason === "missing");
      // A part that is gone may mean that the site was published anew: then its new index answers.
      if (!gone || fresh || !(await library.replaced().catch(() => false))) return found;
    }
  }

  /** @param {string} prefix @param {number} limit */
  async suggest(prefix, limit) {
    const library = await this.library();
    const name = library.manifest?.suggest;
    return name ? suggestions(await library.json(name), prefix, limit, (text) => library.folding?.text(text) ?? "") : [];
  }

  /** The texts of some blocks of an article. @param {string} id @param {string[]} blocks */
  async passages(id, blocks) {
    const library = await this.library();
    const place = library.places.get(id);
    if (!place) return [];
    const shard = await library.shard(place.volume, place.shard);
    const article = shard.articles.findIndex((one) => one.id === id);
    const [first, stop] = [shard.firsts[article], shard.firsts[article + 1]];
    const found = [];
    for (const wanted of blocks) {
      const block = shard.ids.indexOf(wanted, first);
      if (block >= 0 && block < stop) found.push({ block: wanted, kind: shard.kinds[block], text: shard.texts[block] });
    }
    return found;
  }

  /** Where a query stands in the blocks of a page. @param {string} typed @param {{block: string, text: string}[]} blocks */
  async matchBlocks(typed, blocks) {
    const query = parse(typed);
    if (query.error) return { hits: [], error: query.error };
    const library = await this.library();
    const shard = Shard.ofBlocks(blocks, /** @type {import("./fold.js").Folding} */ (library.folding));
    const asked = query.clauses.map((clause) => ({ ...clause, none: [] }));
    const words = await partsOf(library, asked);
    const loose = words.length ? [{ all: words.map((text) => ({ kind: /** @type {const} */ ("plain"), text })), none: [] }] : [];
    for (const step of STEPS) {
      const places = evaluate(shard, step === "exact" || step === "punctuation" ? asked : loose, step).flatMap((answer) => answer.places);
      if (places.length) return { hits: places.map(({ block, start, end }) => ({ block: shard.ids[block], start, end })), error: null };
    }
    return { hits: [], error: null };
  }
}

class Search {
  /** @param {Library} library @param {string} typed @param {string[]} words @param {Options} options @param {(found: Found) => void} report @param {() => boolean} stopped */
  constructor(library, typed, words, options, report, stopped) {
    Object.assign(this, { library, typed, words, options, report, stopped });
    this.library = library;
    this.typed = typed;
    this.words = words;
    this.options = options;
    this.report = report;
    this.stopped = stopped;
    /** @type {Result[]} */ this.results = [];
    /** @type {Map<string, Failure>} */ this.failed = new Map();
    /** @type {Relaxed | null} */ this.relaxed = null;
    /** @type {{total: number, elsewhere: number, articles: number} | null} figures known before the texts are read */
    this.known = null;
    this.told = 0;
  }

  /** @param {Clause[]} clauses @returns {Promise<Found>} */
  async run(clauses) {
    await this.#gather(clauses, "exact");
    if (!this.results.length && !this.failed.size && !this.stopped()) await this.#relax(clauses);
    return this.#found(!this.limited && !this.stopped() && !this.failed.size, Infinity);
  }

  /** Read every part that can hold an answer. @param {Clause[]} clauses @param {Step} step */
  async #gather(clauses, step) {
    this.known = await this.#figures(clauses, step);
    for (const volume of this.library.manifest?.volumes ?? []) {
      /** @type {number[]} */ let numbers = [];
      try {
        numbers = await shardsFor(this.library, volume, clauses, step);
      } catch (error) {
        this.#note(error);
      }
      let next = 0;
      const read = async () => {
        while (next < numbers.length && !this.stopped() && !this.#enough()) {
          const number = numbers[next++];
          try {
            const shard = await this.library.shard(volume, number);
            for (const answer of evaluate(shard, clauses, step)) this.results.push(result(answer));
          } catch (error) {
            this.#note(error);
          }
          this.#tell();
        }
      };
      const readers = Math.min(AT_ONCE, numbers.length, this.options.limit ?? AT_ONCE);
      await Promise.all(Array.from({ length: readers }, read));
      if (this.stopped() || this.#enough()) break;
    }
  }

  /** What the character files know of a query of one character. @param {Clause[]} clauses @param {Step} step */
  async #figures(clauses, step) {
    const [unit] = clauses[0].all;
    const simple = clauses.length === 1 && clauses[0].all.length === 1 && !clauses[0].none.length && unit.kind === "plain";
    const filtered = Object.values(this.options.filters ?? {}).some((values) => values?.length);
    if (!simple || filtered || step !== "exact") return null;
    const chars = [...(this.library.folding?.text(unit.text) ?? "")];
    const volumes = this.library.manifest?.volumes ?? [];
    if (chars.length !== 1 || volumes.some((volume) => volume.whole)) return null;
    const rank = this.library.ranks.get(chars[0]);
    if (rank === undefined) return null;
    const known = { total: 0, elsewhere: 0, articles: 0 };
    try {
      for (const one of await Promise.all(volumes.map((volume) => this.library.character(volume, rank)))) {
        known.total += one.body;
        known.elsewhere += one.elsewhere;
        known.articles += one.articles;
      }
    } catch (error) {
      this.#note(error);
      return null;
    }
    return known;
  }

  /** @param {Clause[]} clauses */
  async #relax(clauses) {
    if (clauses.some((clause) => clause.all.some((unit) => unit.kind !== "plain"))) return;
    await this.#gather(clauses, "punctuation");
    if (this.results.length) {
      this.relaxed = { step: "punctuation", parts: this.words, message: MESSAGES.punctuation };
      return;
    }
    const words = clauses.length === 1 ? await partsOf(this.library, clauses) : [];
    if (!words.length) return;
    const loose = [{ all: words.map((text) => ({ kind: /** @type {const} */ ("plain"), text })), none: clauses[0].none }];
    for (const step of /** @type {const} */ (["paragraph", "article", "any"])) {
      if (this.stopped()) return;
      if (words.length === 1 && step !== "any") continue;
      await this.#gather(loose, step);
      if (this.results.length) {
        this.relaxed = { step, parts: words, message: MESSAGES[step] };
        return;
      }
    }
  }

  /** A limit counts articles that pass the filters. */
  #enough() {
    const { limit = Infinity, filters = {} } = this.options;
    if (limit === Infinity) return false;
    // A part that is read whole is counted whole.
    this.limited = this.results.filter((one) => passes(one, filters)).length >= limit && !this.library.manifest?.volumes.every((volume) => volume.whole);
    return this.limited;
  }

  /** @param {unknown} error */
  #note(error) {
    const one = failure(error);
    this.failed.set(one.name, one);
  }

  #tell() {
    const now = performance.now();
    if (now - this.told < PROGRESS_EVERY || this.stopped()) return;
    if (this.told) this.report(this.#found(false, PROGRESS_ARTICLES));
    this.told = now;
  }

  /** @param {boolean} complete @param {number} most @returns {Found} */
  #found(complete, most) {
    const { filters = {}, order = "relevance", limit = Infinity } = this.options;
    const passing = this.results.filter((one) => passes(one, filters));
    let total = 0;
    let elsewhere = 0;
    for (const one of passing) {
      total += one.count;
      elsewhere += one.elsewhere;
    }
    const known = !complete && !this.relaxed ? this.known : null;
    return {
      ...nothing(this.typed),
      total: known?.total ?? total,
      elsewhere: known?.elsewhere ?? elsewhere,
      articlesTotal: known?.articles ?? passing.length,
      complete: complete || (known !== null && !this.failed.size),
      failed: [...this.failed.values()],
      relaxed: this.relaxed,
      terms: this.relaxed && this.relaxed.step !== "punctuation" ? this.relaxed.parts : this.words,
      facets: facets(this.results, filters),
      articles: sorted(passing, order).slice(0, Math.min(most, limit)).map(shown),
    };
  }
}

/** The words a relaxed query is taken apart into. @param {Library} library @param {Clause[]} clauses */
async function partsOf(library, clauses) {
  const name = library.manifest?.suggest;
  const lexicon = name ? await library.json(name).catch(() => null) : null;
  const texts = clauses.flatMap((clause) => clause.all.map((unit) => (unit.kind === "near" ? "" : unit.text)));
  return parts(texts.map((text) => bare(library.folding?.text(text) ?? "").text), lexicon);
}

/** @param {Result} one @returns {FoundArticle} */
function shown({ answer, shown: article, count, elsewhere }) {
  const hits = answer.places.map(({ block, start, end }) => ({ block: answer.shard.ids[block], start, end }));
  const by = article.authors.length ? article.authors.join("、") : (article.outlet ?? "");
  return { ...article, by, count, elsewhere, together: answer.together, hits };
}

/** @param {string} typed @returns {Found} */
function nothing(typed) {
  return { query: typed, error: null, total: 0, elsewhere: 0, articlesTotal: 0, complete: true, failed: [], relaxed: null, terms: [], facets: {}, articles: [] };
}

/** @param {unknown} error @returns {Failure} */
function failure(error) {
  if (error instanceof PartError) return { name: error.part, reason: error.reason };
  return { name: "engine", reason: String(error) };
}
