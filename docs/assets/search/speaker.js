/** Who says what in an interview: named before the first colon of a turn, and so for the paragraphs that follow. Pure. */

const NAMED = /^([\u4e00-\u9fff·]{2,8})：/;

/**
 * @param {number} at the block whose speaker is asked for
 * @param {(block: number) => string | undefined} kind @param {(block: number) => string} text
 * @returns {string | null}
 */
export function speakerOf(at, kind, text) {
  for (let block = at; kind(block) === "answer" || kind(block) === "question"; block--) {
    const named = NAMED.exec(text(block));
    if (named) return named[1];
    // A question without a name ends what was said before it.
    if (kind(block) === "question") return null;
  }
  return null;
}
