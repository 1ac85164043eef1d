/** The text of blocks, asked of the engine once each; what is asked for at one moment goes in one message. */

/** @typedef {(article: string, blocks: string[]) => Promise<Map<string, string>>} Texts */

/**
 * @param {{passagesOf: (wanted: {id: string, blocks: string[]}[]) => Promise<{block: string, text: string}[][]>}} library
 * @returns {Texts}
 */
export function textsOf(library) {
  /** @type {Map<string, Map<string, string>>} */ const known = new Map();
  /** @type {{id: string, blocks: string[]}[]} */ let wanted = [];
  /** @type {Promise<{block: string, text: string}[][]>} */ let answer;

  /** @param {string} id @param {string[]} blocks */
  async function ask(id, blocks) {
    if (!wanted.length) {
      answer = Promise.resolve().then(() => {
        const all = wanted;
        wanted = [];
        return library.passagesOf(all);
      });
    }
    const place = wanted.push({ id, blocks }) - 1;
    return (await answer)[place];
  }

  return async (article, blocks) => {
    const mine = known.get(article) ?? new Map();
    known.set(article, mine);
    const missing = [...new Set(blocks)].filter((block) => !mine.has(block));
    if (missing.length) for (const { block, text } of await ask(article, missing)) mine.set(block, text);
    return mine;
  };
}
