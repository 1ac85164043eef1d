/**
 * Text in memory, and where a query stands in it. Matching is `indexOf` over the folded text, nothing else: no word
 * boundary, no segmentation can hide a passage.
 */

import { bare } from "./fold.js";

/** @typedef {import("./query.js").Unit} Unit */
/** @typedef {import("./query.js").Clause} Clause */
/** @typedef {import("./fold.js").Folding} Folding */
/** @typedef {import("./fold.js").Folded} Folded */
/** @typedef {{block: string, start: number, end: number}} Hit  UTF-16 offsets in the block's text */
/** @typedef {{block: number, start: number, end: number}} Place  the same, with the block's number in the shard */
/** @typedef {{id: string, url: string, title: string, title_basis: string, byline: string, authors: string[], outlet: string | null, date: string | null, inferred: boolean, genre: string | null, region: string | null, length: number, when: string, order: string, cited: [by: string, outlet: string, when: string]}} Shown  `inferred`: the date is worked out from the text; `when`: it in words, with what bounds it; `order`: what it is sorted by; `cited`: author, outlet and date as citations name them */

const KINDS = { p: "paragraph", h: "heading", q: "question", a: "answer", u: "quotation", t: "attribution", n: "note" };

/** @typedef {{starts: Int32Array, ends: Int32Array}} Way  from folded units back to the original's */
/** @typedef {{text: string, starts: Int32Array, maps: Map<number, Way>}} View  all blocks as one text, where each begins, and the ways back */

/** Some articles with their whole text. */
export class Shard {
  /**
   * @param {any[][]} articles rows of the shard's head
   * @param {string} text all blocks, a line each: title, byline, then the body, article by article
   * @param {Folding} folding
   * @param {number} first number of the first article in the library
   */
  constructor(articles, text, folding, first = 0) {
    const lines = text.split("\n");
    this.folding = folding;
    this.first = first;
    /** @type {Shown[]} */ this.articles = [];
    /** @type {number[]} number of each article's first block */ this.firsts = [];
    /** @type {string[]} */ this.ids = [];
    /** @type {string[]} */ this.kinds = [];
    /** @type {string[]} */ this.texts = lines;
    /** @type {number[]} article of each block */ this.owners = [];
    for (const row of articles) {
      const [id, url, basis, authors, outlet, date, genre, region, length, kinds, inferred, when, order, cited] = row;
      const at = this.ids.length;
      this.firsts.push(at);
      this.articles.push({ id, url, title: lines[at], title_basis: basis, byline: lines[at + 1], authors, outlet, date, inferred: !!inferred, genre, region, length, when, order, cited });
      this.#add("title", "title");
      this.#add("byline", "byline");
      let headings = 0;
      let paragraphs = 0;
      for (const letter of kinds) {
        this.#add(letter === "h" ? `h${++headings}` : `p${++paragraphs}`, KINDS[/** @type {keyof typeof KINDS} */ (letter)]);
      }
    }
    this.firsts.push(this.ids.length);
    this.#layOut(text);
  }

  /**
   * A shard of loose blocks, as those of a page that is open.
   * @param {{block: string, text: string}[]} blocks @param {Folding} folding
   */
  static ofBlocks(blocks, folding) {
    const shard = new Shard([], "", folding);
    const texts = blocks.map((one) => one.text.replace(/\s/g, " "));
    Object.assign(shard, {
      articles: [{}],
      firsts: [0, blocks.length],
      ids: blocks.map((one) => one.block),
      kinds: blocks.map((one) => (one.block.startsWith("h") ? "heading" : "paragraph")),
      texts,
      owners: blocks.map(() => 0),
    });
    shard.#layOut(texts.join("\n"));
    return shard;
  }

  /**
   * Where `needle`, a folded text, stands: all places without overlap, in order.
   * @param {string} needle @param {"folded" | "bare" | "raw"} [view] @param {boolean} [either] see `Folding.either`; the needle is such a text then
   * @returns {Place[]}
   */
  places(needle, view = "folded", either = false) {
    if (!needle) return [];
    const { text, starts, maps } = this.#view(view, either);
    /** @type {Place[]} */ const found = [];
    let block = 0;
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
      block = blockAt(starts, at, block);
      const start = at - starts[block];
      const stop = start + needle.length;
      const map = maps.get(block);
      found.push(map ? { block, start: map.starts[start], end: map.ends[stop - 1] } : { block, start, end: stop });
    }
    return found;
  }

  /** The texts of some blocks of an article, as far as they are here. @param {string} id @param {string[]} blocks */
  passages(id, blocks) {
    const article = this.articles.findIndex((one) => one.id === id);
    if (article < 0) return [];
    const [first, stop] = [this.firsts[article], this.firsts[article + 1]];
    const found = [];
    for (const wanted of blocks) {
      const block = this.ids.indexOf(wanted, first);
      if (block >= 0 && block < stop) found.push({ block: wanted, kind: this.kinds[block], text: this.texts[block] });
    }
    return found;
  }

  /** How many characters of the folded text lie between two places of one block. @param {Place} a @param {Place} b */
  between(a, b) {
    const [before, after] = a.start <= b.start ? [a, b] : [b, a];
    if (before.end >= after.start) return 0;
    return [...this.folding.text(this.texts[before.block].slice(before.end, after.start))].length;
  }

  /** @param {string} id @param {string} kind */
  #add(id, kind) {
    this.owners.push(this.articles.length - 1);
    this.ids.push(id);
    this.kinds.push(kind);
  }

  /** @param {string} text */
  #layOut(text) {
    /** @type {Map<string, View>} */
    this.views = new Map();
    const starts = new Int32Array(this.texts.length);
    for (let block = 0, at = 0; block < this.texts.length; block++) {
      starts[block] = at;
      at += this.texts[block].length + 1;
    }
    this.views.set("raw", { text, starts, maps: new Map() });
  }

  /** @param {"folded" | "bare" | "raw"} name @param {boolean} either */
  #view(name, either) {
    const views = /** @type {NonNullable<typeof this.views>} */ (this.views);
    const key = either ? `${name}, either` : name;
    let view = views.get(key);
    if (!view) {
      const texts = [];
      const starts = new Int32Array(this.texts.length);
      const maps = new Map();
      let at = 0;
      for (let block = 0; block < this.texts.length; block++) {
        const folded = this.folding.fold(this.texts[block]);
        const given = name === "bare" ? through(folded, bare(folded.text)) : folded;
        if (given.starts && given.ends) maps.set(block, { starts: given.starts, ends: given.ends });
        texts.push(either ? this.folding.either(given.text) : given.text);
        starts[block] = at;
        at += given.text.length + 1;
      }
      view = { text: texts.join("\n"), starts, maps };
      views.set(key, view);
    }
    return view;
  }
}

/** One way back behind another. @param {Folded} inner @param {Folded} outer @returns {Folded} */
function through(inner, outer) {
  const { starts, ends } = inner;
  if (!starts || !ends || !outer.starts || !outer.ends) return outer;
  return { text: outer.text, starts: outer.starts.map((at) => starts[at]), ends: outer.ends.map((at) => ends[at - 1]) };
}

/** @param {Int32Array} starts @param {number} at @param {number} from */
function blockAt(starts, at, from) {
  let low = from;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
