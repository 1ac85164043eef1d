/**
 * The words of this corpus: they suggest, and they take a query apart that stands nowhere as it is. They never decide
 * whether a passage is found.
 */

/** @typedef {[text: string, count: number, pinyin: string, initials: string]} Term */
/** @typedef {{terms: Term[], authors: Term[], outlets: Term[]}} Lexicon */
/** @typedef {{kind: "term" | "author" | "outlet", text: string, count: number}} Suggestion */

const LONGEST_WORD = 10;
const MOST_PARTS = 32;
/** What is never cut: a word in Latin letters, a figure, a character. */
const UNITS = /[\p{Script=Latin}\p{N}\p{M}]+|./gsu;
/** Every piece is looked for in the whole text: a longer query stays as the lexicon cuts it. */
const LONGEST_PIECED = 60;

/**
 * What the reader may be about to type: words that begin with it, or whose pinyin or initials do; the frequent first.
 * @param {Lexicon} lexicon @param {string} prefix @param {number} limit @param {(text: string) => string} fold
 * @returns {Suggestion[]}
 */
export function suggestions(lexicon, prefix, limit, fold) {
  const wanted = fold(prefix);
  if (!wanted) return [];
  // Letters that stand nowhere in the text are in no table, yet may be pinyin.
  const typed = prefix.normalize("NFKC").toLowerCase().replace(/['’\s]/g, "").replaceAll("ü", "v");
  const latin = /^[a-z]+$/.test(typed) ? typed : "";
  /** @type {{rank: number, one: Suggestion}[]} */ const found = [];
  for (const [kind, terms] of /** @type {const} */ ([["author", lexicon.authors], ["outlet", lexicon.outlets], ["term", lexicon.terms]])) {
    for (const [text, count, pinyin, initials] of terms) {
      const rank = rankOf(kind, fold(text), pinyin, initials, wanted, latin);
      if (rank) found.push({ rank, one: { kind, text, count } });
    }
  }
  found.sort((a, b) => a.rank - b.rank || b.one.count - a.one.count);
  return found.slice(0, limit).map((entry) => entry.one);
}

/** 0: no, or a word that is typed already; 1: it begins so; 2: initials; 3: pinyin; 4: inside. @param {Suggestion["kind"]} kind @param {string} text @param {string} pinyin @param {string} initials @param {string} wanted @param {string} latin */
function rankOf(kind, text, pinyin, initials, wanted, latin) {
  // A name in full still leads to its range, which the words alone are not.
  if (text.startsWith(wanted) && (text !== wanted || kind !== "term")) return 1;
  if (latin && initials.startsWith(latin)) return 2;
  if (latin && latin.length > 1 && pinyin.startsWith(latin)) return 3;
  if (wanted.length > 1 && text !== wanted && text.includes(wanted)) return 4;
  return 0;
}

/**
 * Folded texts -> their words, by the longest word of the lexicon at each place; what is in no word stays together, or falls
 * into the longest pieces that the library has.
 * @param {string[]} texts @param {Lexicon} lexicon @param {(text: string) => string} fold
 * @param {(text: string) => boolean} [stands] whether a text stands anywhere, where that is known at once
 * @returns {string[]} of very many, the longest
 */
export function parts(texts, lexicon, fold, stands = () => false) {
  const whether = texts.join("").length <= LONGEST_PIECED ? stands : () => false;
  const words = new Set(lexicon.terms.map(([text]) => fold(text)));
  /** @type {string[]} */ const found = [];
  for (const text of texts) {
    const units = text.match(UNITS) ?? [];
    let rest = "";
    for (let at = 0; at < units.length; ) {
      const word = longest(units, at, (some) => words.has(some));
      if (word) {
        found.push(...pieces(rest, whether), word.text);
        rest = "";
        at += word.length;
      } else rest += units[at++];
    }
    found.push(...pieces(rest, whether));
  }
  const several = found.filter((part) => [...part].length > 1);
  const distinct = [...new Set(several.length ? several : found)];
  if (distinct.length <= MOST_PARTS) return distinct;
  const long = new Set([...distinct].sort((a, b) => b.length - a.length).slice(0, MOST_PARTS));
  return distinct.filter((part) => long.has(part));
}

/** @param {string} text @param {(text: string) => boolean} stands @returns {string[]} */
function pieces(text, stands) {
  /** @type {string[]} */ const found = [];
  const units = text.match(UNITS) ?? [];
  let left = "";
  for (let at = 0; at < units.length; ) {
    const piece = longest(units, at, stands);
    if (piece) {
      if (left) found.push(left);
      left = "";
      found.push(piece.text);
      at += piece.length;
    } else left += units[at++];
  }
  return left ? [...found, left] : found;
}

/**
 * The longest text of several characters that begins at one of the units.
 * @param {string[]} units @param {number} at @param {(text: string) => boolean} known @returns {{text: string, length: number} | null} `length` in units
 */
function longest(units, at, known) {
  for (let length = Math.min(LONGEST_WORD, units.length - at); length > 0; length--) {
    const text = units.slice(at, at + length).join("");
    if ([...text].length > 1 && known(text)) return { text, length };
  }
  return null;
}
