/**
 * A search from the query to the results: parts of the library are fetched as needed, answers gathered, and where
 * nothing stands exactly as asked, the query is relaxed step by step. Runs in the worker.
 */

import { evaluate, placesOf } from "./evaluate.js";
import { bare } from "./fold.js";
import { packed } from "./hits.js";
import { Shard } from "./match.js";
import { shardsFor } from "./plan.js";
import { parse, terms } from "./query.js";
import { facets, passes, result, sorted } from "./rank.js";
import { Library, PartError } from "./shards.js";
import { saidOf } from "./said.js";
import { parts, suggestions } from "./words.js";

/** @typedef {import("./query.js").Clause} Clause */
/** @typedef {import("./query.js").QueryError} QueryError */
/** @typedef {import("./evaluate.js").Step} Step */
/** @typedef {import("./match.js").Hit} Hit */
/** @typedef {import("./rank.js").Filters} Filters */
/** @typedef {import("./rank.js").Order} Order */
/** @typedef {import("./rank.js").Result} Result */
/** @typedef {{name: string, reason: string}} Failure */
/** @typedef {{step: Step, parts: string[], groups: string[][], absent: string[], message: string}} Relaxed  `groups`: the parts of each alternative; `absent`: those that stand nowhere */
/** @typedef {{filters?: Filters, order?: Order, limit?: number, texts?: number}} Options  `texts`: of so many articles the texts come along */
/**
 * @typedef {object} FoundArticle
 * @property {string} id @property {string} url @property {string} title @property {string} title_basis
 * @property {string[]} authors @property {string | null} outlet @property {string | null} date @property {string | null} genre
 * @property {string | null} region @property {number} length @property {string} by @property {boolean} inferred whether the date is
 * worked out from the text @property {string} when the date in words, with what bounds it @property {string} order
 * @property {[by: string, outlet: string, when: string]} cited as citations name them @property {Record<string, string>} said of an interview or a
 * collection of quotations: block -> who says it, on what occasion
 * @property {number} count hits in the body @property {number} elsewhere hits in title and byline
 * @property {null | "adjacent" | "paragraph" | "article"} together @property {number} number its place in the library, from 0
 * @property {import("./hits.js").Packed} hits the engine gives them out as a list of `Hit`
 * @property {[block: string, text: string][]} [texts] of the first blocks with a hit, where they were asked for
 */
/**
 * @typedef {object} Found
 * @property {string} query @property {QueryError | null} error @property {number} total @property {number} elsewhere
 * @property {number} articlesTotal @property {boolean} complete @property {Failure[]} failed @property {Relaxed | null} relaxed
 * @property {string[]} terms @property {Record<string, import("./counting.js").Count[]>} facets @property {FoundArticle[]} articles
 */

const AT_ONCE = 6;
const PROGRESS_EVERY = 150;
/** Blocks whose texts come along with an article. */
const MOST_TEXTS = 12;
const PROGRESS_ARTICLES = 40;
/** A signature that names no person, and yet more than the outlet. */
const COMMENTATOR = /(评论员|网评)$/;
const MESSAGES = {
  punctuation: "没有逐字相同的文句；以下略去标点后相同。",
  paragraph: "没有逐字相同的文句；以下各段同时含有这些词。",
  article: "没有逐字相同的文句；以下各篇同时含有这些词。",
  any: "没有逐字相同的文句；以下各篇含有其中一部分词，含得多的在前。",
};

const OF_ALTERNATIVES = {
  ...MESSAGES,
  paragraph: "没有逐字相同的文句；以下各段同时含有其中一组词。",
  article: "没有逐字相同的文句；以下各篇同时含有其中一组词。",
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
   * @param {AbortSignal} signal ends it at once, with what was found until then
   * @returns {Promise<Found>}
   */
  async search(typed, options, report = () => {}, signal = new AbortController().signal) {
    const query = parse(typed);
    if (query.error) return { ...nothing(typed), error: query.error };
    let soFar = () => ({ ...nothing(typed), complete: false });
    /** @type {Promise<Found>} */
    const stopped = new Promise((resolve) => signal.addEventListener("abort", () => resolve(soFar()), { once: true }));
    const run = async (/** @type {Library} */ library) => {
      const search = new Search(library, typed, terms(query), options, report, signal);
      soFar = () => search.found();
      return search.run(asWritten(library, query.clauses));
    };
    const answer = async () => {
      try {
        const library = await this.library();
        const found = await run(library);
        const gone = found.failed.some((one) => one.reason === "missing");
        return gone && (await this.#renewed(library)) ? await run(await this.library()) : found;
      } catch (error) {
        return { ...nothing(typed), complete: false, failed: [failure(error)] };
      }
    };
    return Promise.race([stopped, answer()]);
  }

  /** A part that is gone may mean that the site was published anew: then its new index is opened. @param {Library} library @returns {Promise<boolean>} */
  async #renewed(library) {
    if (!(await library.replaced().catch(() => false))) return false;
    // Another search may have been here before.
    if ((await this.library()) === library) await this.library(true);
    return true;
  }

  /** @param {string} prefix @param {number} limit @returns {Promise<import("./words.js").Suggestion[]>} */
  async suggest(prefix, limit) {
    const library = await this.library();
    try {
      return suggestions(await lexicon(library), prefix, limit, (text) => library.folding?.text(text) ?? "");
    } catch (error) {
      if (!(await this.#renewed(library))) throw error;
      return this.suggest(prefix, limit);
    }
  }

  /**
   * The texts of some blocks of several articles.
   * @param {{id: string, number?: number, blocks: string[]}[]} wanted `number`: the article's place in the library, where it is known
   */
  async passages(wanted) {
    const library = await this.library();
    return Promise.all(
      wanted.map(async ({ id, number, blocks }) => {
        const shards = number === undefined ? await everyShard(library) : [await library.shardOf(number)];
        return shards.flatMap((shard) => shard.passages(id, blocks));
      }),
    );
  }

  /** Where a query stands in the blocks of a page. @param {string} typed @param {{block: string, text: string}[]} blocks */
  async matchBlocks(typed, blocks) {
    const query = parse(typed);
    if (query.error) return { hits: [], error: query.error };
    const library = await this.library();
    const shard = Shard.ofBlocks(blocks, /** @type {import("./fold.js").Folding} */ (library.folding));
    const asked = asWritten(library, query.clauses).map((clause) => ({ ...clause, none: [] }));
    const hits = (/** @type {Clause[]} */ clauses, /** @type {Step} */ step) =>
      evaluate(shard, clauses, step).flatMap(({ places }) => places.map(({ block, start, end }) => ({ block: shard.ids[block], start, end })));
    let found = hits(asked, "exact");
    if (found.length) return { hits: found, error: null };
    for await (const { step, clauses } of relaxations(library, asked)) {
      found = hits(clauses, step);
      if (found.length) break;
    }
    return { hits: found, error: null };
  }
}

class Search {
  /** @param {Library} library @param {string} typed @param {string[]} words @param {Options} options @param {(found: Found) => void} report @param {AbortSignal} signal */
  constructor(library, typed, words, options, report, signal) {
    this.library = library;
    this.typed = typed;
    this.words = words;
    this.options = options;
    this.report = report;
    this.signal = signal;
    this.limited = false;
    /** @type {Result[]} */ this.results = [];
    /** @type {Map<string, Failure>} */ this.failed = new Map();
    /** @type {Relaxed | null} */ this.relaxed = null;
    /** @type {{total: number, elsewhere: number, articles: number} | null} figures known before the texts are read */
    this.known = null;
    /** @type {number | null} */ this.told = null;
    this.shown = false;
  }

  /** @param {Clause[]} clauses @returns {Promise<Found>} */
  async run(clauses) {
    await this.#gather(clauses, "exact");
    if (!this.results.length && !this.failed.size && !this.signal.aborted) await this.#relax(clauses);
    return this.found(!this.limited && !this.signal.aborted && !this.failed.size);
  }

  /** Read every part that can hold an answer. @param {Clause[]} clauses @param {Step} step */
  async #gather(clauses, step) {
    this.known = await this.#figures(clauses, step);
    const volumes = this.library.manifest?.volumes ?? [];
    /** @type {Promise<number[] | {error: unknown}>[]} */ const plans = [];
    const plan = (/** @type {number} */ at) => (plans[at] ??= shardsFor(this.library, volumes[at], clauses, step).catch((error) => ({ error })));
    for (const [at, volume] of volumes.entries()) {
      if (this.signal.aborted) break;
      if (this.#enough()) {
        this.limited = true;
        break;
      }
      const planned = await plan(at);
      if ("error" in planned) this.#note(planned.error);
      const numbers = "error" in planned ? [] : planned;
      // Too few here: what the other volumes hold is asked for at once, and not one volume after the other.
      if (numbers.length < (this.options.limit ?? Infinity)) for (const later of volumes.keys()) if (later > at) plan(later);
      await this.#read(volume, numbers, clauses, step);
    }
  }

  /** Read shards until there is enough; what is still on its way then is not waited for. @param {import("./shards.js").Volume} volume @param {number[]} numbers @param {Clause[]} clauses @param {Step} step */
  async #read(volume, numbers, clauses, step) {
    let next = 0;
    let left = numbers.length;
    await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      const reader = async () => {
        while (next < numbers.length && !this.signal.aborted && !this.#enough()) {
          const number = numbers[next++];
          try {
            const shard = await this.library.shard(volume, number);
            // Late, it must not change what has been answered.
            if (this.limited) return;
            for (const answer of evaluate(shard, clauses, step)) this.results.push(result(answer, this.library.manifest ?? {}));
          } catch (error) {
            if (this.limited) return;
            this.#note(error);
          }
          left--;
          this.limited = left > 0 && this.#enough();
          if (this.limited) return resolve();
          this.#tell();
        }
      };
      const readers = Math.min(AT_ONCE, numbers.length, Math.max(1, this.options.limit ?? AT_ONCE));
      Promise.all(Array.from({ length: readers }, reader)).then(resolve);
    });
  }

  /** What the character files know of a query of one character. @param {Clause[]} clauses @param {Step} step */
  async #figures(clauses, step) {
    const [unit] = clauses[0].all;
    const simple = clauses.length === 1 && clauses[0].all.length === 1 && !clauses[0].none.length && unit.kind === "plain" && !unit.either;
    const filtered = Object.values(this.options.filters ?? {}).some((values) => values?.length);
    if (!simple || filtered || step !== "exact") return null;
    const chars = [...(this.library.folding?.text(unit.text) ?? "")];
    const volumes = this.library.manifest?.volumes ?? [];
    if (chars.length !== 1 || this.library.whole) return null;
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
    try {
      for await (const { step, clauses: looser, parts } of relaxations(this.library, clauses)) {
        // Before anything is found: what is told meanwhile must not pass for exact.
        if (step !== "exact") {
          const groups = looser.map(({ all }) => all.flatMap(wordsOf));
          this.relaxed = { step, parts, groups, absent: [], message: (groups.length > 1 ? OF_ALTERNATIVES : MESSAGES)[step] };
        }
        await this.#gather(looser, step);
        if (step === "any") this.#nameAbsent(looser);
        if (this.results.length || this.failed.size || this.signal.aborted) return;
      }
    } catch (error) {
      this.#note(error);
    }
  }

  /** Where any of the words will do, those that stand nowhere are named first. @param {Clause[]} clauses */
  #nameAbsent(clauses) {
    // Only who has read every part that can hold a word knows that it stands nowhere.
    const known = this.relaxed && !this.limited && !this.failed.size && !this.signal.aborted && clauses.every(({ none }) => !none.length);
    if (!known || !this.relaxed || !this.results.length) return;
    const shards = [...new Set(this.results.map(({ answer }) => answer.shard))];
    const stands = (/** @type {import("./query.js").Unit} */ unit) => shards.some((shard) => placesOf(shard, unit, "any").length > 0);
    const units = clauses.flatMap(({ all }) => all);
    const absent = [...new Set(units.filter((unit) => !stands(unit)).flatMap(wordsOf))];
    const rest = [...new Set(units.flatMap(wordsOf))].filter((word) => !absent.includes(word));
    if (!absent.length) return;
    const others = rest.length > 1 ? "其余各词的一部分，含得多的在前" : quoted(rest);
    this.relaxed = { ...this.relaxed, absent, message: `全库没有${quoted(absent)}；以下各篇含有${others}。` };
  }

  /** Whether the rest may stay unread. A limit counts articles that pass the filters. */
  #enough() {
    const { limit = Infinity } = this.options;
    // A part that is read whole is counted whole.
    return limit !== Infinity && !this.library.whole && this.#passing().length >= limit;
  }

  #passing() {
    const { filters = {} } = this.options;
    return this.results.filter((one) => passes(one, filters));
  }

  /** @param {unknown} error */
  #note(error) {
    const one = failure(error);
    this.failed.set(one.name, one);
  }

  /** What there is, at once when there is something for the first time, then now and then. */
  #tell() {
    const now = performance.now();
    if (this.signal.aborted) return;
    this.told ??= now;
    if (!this.shown && !this.library.whole && this.#passing().length) this.shown = true;
    else if (now - this.told < PROGRESS_EVERY) return;
    this.report(this.found(false, PROGRESS_ARTICLES));
    this.told = now;
  }

  /** What has been found so far. @param {boolean} [complete] @param {number} [most] @returns {Found} */
  found(complete = false, most = Infinity) {
    const { filters = {}, order = "relevance", limit = Infinity, texts = 0 } = this.options;
    const passing = this.#passing();
    let total = 0;
    let elsewhere = 0;
    for (const one of passing) {
      total += one.count;
      elsewhere += one.elsewhere;
    }
    const relaxed = this.results.length ? this.relaxed : null;
    const known = complete ? null : this.known;
    return {
      ...nothing(this.typed),
      total: known?.total ?? total,
      elsewhere: known?.elsewhere ?? elsewhere,
      articlesTotal: known?.articles ?? passing.length,
      complete: complete || (known !== null && !this.failed.size),
      failed: [...this.failed.values()],
      relaxed,
      terms: relaxed && relaxed.step !== "punctuation" ? relaxed.parts : this.words,
      facets: facets(this.results, filters, this.library.manifest ?? {}),
      articles: sorted(passing, order).slice(0, Math.min(most, limit)).map((one, place) => (place < texts ? { ...shown(one), texts: textsOf(one) } : shown(one))),
    };
  }
}

/**
 * The same query read otherwise: with its traditional characters as the text may have them; then less and less strictly,
 * without punctuation; then its words all in one paragraph, all in one article, any of them. What was quoted, or asked for
 * nearby, is meant as it stands.
 * @param {Library} library @param {Clause[]} clauses
 * @returns {AsyncGenerator<{step: Step, clauses: Clause[], parts: string[]}>}
 */
async function* relaxations(library, clauses) {
  const fold = (/** @type {string} */ text) => library.folding?.text(text) ?? "";
  const words = allWords(clauses).map(fold);
  if (words.some((text) => library.folding?.either(text) !== text)) yield { step: "exact", clauses: clauses.map(readEither), parts: [] };
  if (clauses.some((clause) => clause.all.some((unit) => unit.kind !== "plain"))) return;
  const bareOf = (/** @type {{text: string}} */ unit) => bare(fold(unit.text)).text;
  const plain = /** @type {(Clause & {all: import("./query.js").Plain[]})[]} */ (clauses)
    .map(({ all, none }) => ({ all: all.filter(bareOf), none }))
    .filter(({ all }) => all.length);
  if (!plain.length) return;
  yield { step: "punctuation", clauses: plain, parts: plain.flatMap(({ all }) => all.map((unit) => unit.text)) };
  const shards = await everyShard(library);
  const stands = (/** @type {string} */ text) => shards.some((shard) => shard.places(text).length > 0);
  const cut = await lexicon(library);
  const groups = plain.map(({ all }) => parts(all.map(bareOf), cut, fold, stands));
  const loose = plain.map(({ all, none }, at) => ({ all: groups[at].map((text) => ({ ...all[0], text })), none }));
  for (const step of /** @type {const} */ (["paragraph", "article", "any"])) {
    if (groups.some((some) => some.length > 1) || step === "any") yield { step, clauses: loose, parts: [...new Set(groups.flat())] };
  }
}

/** A query in traditional characters, with those that stand for two simplified ones read as either: 著 in 隨著 is 着. @param {Library} library @param {Clause[]} clauses @returns {Clause[]} */
function asWritten({ folding }, clauses) {
  return allWords(clauses).some((text) => folding?.traditional(text)) ? clauses.map(readEither) : clauses;
}

/** @param {Clause[]} clauses @returns {string[]} */
function allWords(clauses) {
  return clauses.flatMap(({ all, none }) => [...all, ...none].flatMap(wordsOf));
}

/** @param {import("./query.js").Unit} unit @returns {string[]} what may be written otherwise: not what was quoted */
function wordsOf(unit) {
  return unit.kind === "near" ? [unit.first, unit.second].flatMap(wordsOf) : unit.kind === "plain" ? [unit.text] : [];
}

/** @param {string[]} words @returns {string} */
function quoted(words) {
  return words.map((word) => `“${word}”`).join("、");
}

/** @param {Clause} clause @returns {Clause} */
function readEither({ all, none }) {
  /** @template {import("./query.js").Plain | import("./query.js").Exact} T @param {T} unit @returns {T} */
  const ofTerm = (unit) => (unit.kind === "plain" ? { ...unit, either: true } : unit);
  const ofUnit = (/** @type {import("./query.js").Unit} */ unit) => (unit.kind === "near" ? { ...unit, first: ofTerm(unit.first), second: ofTerm(unit.second) } : ofTerm(unit));
  return { all: all.map(ofUnit), none: none.map(ofTerm) };
}

/** Of a large library no more than what a query needs is ever read. @param {Library} library @returns {Promise<Shard[]>} */
async function everyShard(library) {
  if (!library.whole) return [];
  const all = (library.manifest?.volumes ?? []).flatMap((volume) => volume.shards.map((_, number) => library.shard(volume, number)));
  return Promise.all(all);
}

/** @param {Library} library @returns {Promise<import("./words.js").Lexicon>} */
function lexicon(library) {
  return library.json(library.manifest?.suggest ?? "");
}

/** @param {Result} one @returns {FoundArticle} */
function shown({ answer, shown: article, number, count, elsewhere }) {
  const hits = packed(answer.places.map(({ block, start, end }) => ({ block: answer.shard.ids[block], start, end })));
  const signed = COMMENTATOR.test(article.byline) ? article.byline : article.outlet;
  const by = article.authors.length ? article.authors.join("、") : (signed ?? "");
  return { ...article, number, by, said: saidIn(answer), count, elsewhere, together: answer.together, hits };
}

/** Block -> who says it, on what occasion. @param {Result["answer"]} answer @returns {Record<string, string>} */
function saidIn({ shard, places }) {
  const blocks = [...new Set(places.map(({ block }) => block))];
  const said = blocks.map((at) => [shard.ids[at], saidOf(at, (block) => shard.kinds[block], (block) => shard.texts[block])]);
  return Object.fromEntries(said.filter(([, words]) => words));
}

/** @param {Result} one @returns {[string, string][]} */
function textsOf({ answer: { shard, places } }) {
  const blocks = [...new Set(places.map(({ block }) => block))].slice(0, MOST_TEXTS);
  return blocks.map((block) => [shard.ids[block], shard.texts[block]]);
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
