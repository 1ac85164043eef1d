/** The text of blocks, asked of the engine once each. */

/** @typedef {(article: string, blocks: string[]) => Promise<Map<string, string>>} Texts */

/**
 * @param {{passages: (id: string, blocks: string[]) => Promise<{block: string, text: string}[]>}} library
 * @returns {Texts}
 */
export function textsOf(library) {
  /** @type {Map<string, Map<string, string>>} */ const known = new Map();
  return async (article, blocks) => {
    const mine = known.get(article) ?? new Map();
    known.set(article, mine);
    const missing = [...new Set(blocks)].filter((block) => !mine.has(block));
    if (missing.length) {
      for (const { block, text } of await library.passages(article, missing)) mine.set(block, text);
    }
    return mine;
  };
}
