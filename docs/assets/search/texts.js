/** The text of blocks, asked of the engine once each; what is asked for at one moment goes in one message. */

/** @typedef {(article: string, blocks: string[]) => Promise<Map<string, string>>} Texts */
/** @typedef {{id: string, texts?: [block: string, text: string][]}} Given */

/**
 * @param {{passagesOf: (wanted: {id: string, blocks: string[]}[]) => Promise<{block: string, text: string}[][]>}} library
 * @returns {{of: Texts, keep: (articles: Given[]) => void}} `keep` takes what came along with an answer
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

  /** @param {string} article */
  function ofArticle(article) {
    const mine = known.get(article) ?? new Map();
    known.set(article, mine);
    return mine;
  }

  /** @type {Texts} */
  async function of(article, blocks) {
    const mine = ofArticle(article);
    const missing = [...new Set(blocks)].filter((block) => !mine.has(block));
    if (missing.length) for (const { block, text } of await ask(article, missing)) mine.set(block, text);
    return mine;
  }

  return {
    of,
    keep(articles) {
      for (const { id, texts = [] } of articles) for (const [block, text] of texts) ofArticle(id).set(block, text);
    },
  };
}
