/**
 * On what occasion a block was said, in words: “魏际刚语” for a turn of an interview, named before its first colon and so for
 * the paragraphs that follow; for a quotation what is printed under it. Pure.
 */

const NAMED = /^([\u4e00-\u9fff·]{2,8})：/;
const DASHES = /^[—─―－-]+\s*/;

/**
 * @param {number} at the block that is asked for
 * @param {(block: number) => string | undefined} kind @param {(block: number) => string} text
 * @returns {string | null}
 */
export function saidOf(at, kind, text) {
  return kind(at) === "quotation" ? attributed(at, kind, text) : turn(at, kind, text);
}

/** A turn without the name before it, which the citation says. @param {string} quote @param {string} said @returns {string} */
export function unnamed(quote, said) {
  const name = NAMED.exec(quote)?.[1];
  return name && said.slice(0, -1) === name ? quote.slice(name.length + 1) : quote;
}

/** @type {typeof saidOf} */
function attributed(at, kind, text) {
  let block = at;
  while (kind(block) === "quotation") block++;
  return kind(block) === "attribution" ? text(block).replace(DASHES, "") : null;
}

/** @type {typeof saidOf} */
function turn(at, kind, text) {
  for (let block = at; kind(block) === "answer" || kind(block) === "question"; block--) {
    const named = NAMED.exec(text(block));
    if (named) return `${named[1]}${kind(block) === "question" ? "问" : "语"}`;
    // A question without a name ends what was said before it.
    if (kind(block) === "question") return null;
  }
  return null;
}
