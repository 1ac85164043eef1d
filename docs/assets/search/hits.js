/** Hits on their way from the worker: thousands of small objects would take the page longer to receive than to find. */

/** @typedef {import("./match.js").Hit} Hit */
/** @typedef {{blocks: string[], numbers: Int32Array}} Packed  three numbers a hit: which of the blocks, start, end */

/** @param {Hit[]} hits in the order of the text @returns {Packed} */
export function packed(hits) {
  /** @type {string[]} */ const blocks = [];
  const numbers = new Int32Array(hits.length * 3);
  hits.forEach(({ block, start, end }, index) => {
    if (blocks[blocks.length - 1] !== block) blocks.push(block);
    numbers.set([blocks.length - 1, start, end], index * 3);
  });
  return { blocks, numbers };
}

/** An article with its hits as objects, made when they are first asked for. @template {{hits: Packed}} T @param {T} article @returns {Omit<T, "hits"> & {hits: Hit[]}} */
export function unpacked(article) {
  const { blocks, numbers } = article.hits;
  /** @type {Hit[] | null} */ let hits = null;
  const get = () =>
    (hits ??= Array.from({ length: numbers.length / 3 }, (_, index) => {
      const [block, start, end] = numbers.subarray(index * 3, index * 3 + 3);
      return { block: blocks[block], start, end };
    }));
  return Object.defineProperty(/** @type {any} */ ({ ...article }), "hits", { get, enumerable: true });
}
