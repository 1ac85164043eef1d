/** What a selection says, block by block: the words alone, without the marks that point to references. */

/** @typedef {{block: string, text: string, raw: string}} Part  `raw`: with the marks, as the index has it */

export const BLOCKS = ".body :is(p, h2, h3, h4)[id]";
const ID = /^[ph]\d+$/;

/** The words of a range within one block. @param {Range} range @returns {string} */
export function textOf(range) {
  const copy = range.cloneContents();
  for (const mark of copy.querySelectorAll("sup.ref")) mark.remove();
  // A range that begins inside such a mark holds a part of it without its element.
  const inside = range.commonAncestorContainer.parentElement?.closest("sup.ref");
  return inside ? "" : (copy.textContent ?? "").trim();
}

/** The parts of the text that a range covers. @param {Range} range @param {ParentNode} article @returns {Part[]} */
export function partsOf(range, article) {
  /** @type {Part[]} */ const parts = [];
  for (const element of article.querySelectorAll(BLOCKS)) {
    if (!ID.test(element.id) || !range.intersectsNode(element)) continue;
    const own = document.createRange();
    own.selectNodeContents(element);
    if (own.compareBoundaryPoints(Range.START_TO_START, range) < 0) own.setStart(range.startContainer, range.startOffset);
    if (own.compareBoundaryPoints(Range.END_TO_END, range) > 0) own.setEnd(range.endContainer, range.endOffset);
    const text = textOf(own);
    if (text) parts.push({ block: element.id, text, raw: own.toString().trim() });
  }
  return parts;
}
