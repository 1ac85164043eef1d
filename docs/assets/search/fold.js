/**
 * Folding: which characters are equal to a reader who searches. The table is made when the library is built; here it is
 * only looked up, so that the browser and the index can never disagree.
 */

/**
 * @typedef {{one: string, none: string, many: [string, string][], runs?: [string, number][], forms?: [traditional: string, simplified: string][]}} FoldTable
 *   `runs`: folded characters of which so many in a row are as good as more; `forms`: characters that traditional writing uses for another one too
 */
/**
 * Folded text with the way back: unit i comes from the original's `starts[i]` to `ends[i]`; null: from i itself.
 * @typedef {{text: string, starts: Int32Array | null, ends: Int32Array | null}} Folded
 */

// What replaces half a character is no mark.
const MARK = /(?!\ufffd)[\p{P}\p{S}]/u;
const HAN = /[\u3400-\u9fff\u{20000}-\u{3ffff}]/u;
/** Characters as parts of others, which text copied from PDF files has in place of the characters themselves. */
const RADICALS = [0x2f00, 0x2fd5];

export class Folding {
  /** @param {FoldTable} table */
  constructor(table) {
    /** @type {Map<string, string>} */
    this.table = new Map();
    const pairs = Array.from(table.one);
    for (let i = 0; i < pairs.length; i += 2) this.table.set(pairs[i], pairs[i + 1]);
    for (const char of table.none) this.table.set(char, "");
    for (const [char, given] of table.many) this.table.set(char, given);
    for (let code = RADICALS[0]; code <= RADICALS[1]; code++) {
      const [char, given] = [String.fromCharCode(code), String.fromCharCode(code).normalize("NFKC")];
      if (!this.table.has(char)) this.table.set(char, this.table.get(given) ?? given);
    }
    // Most text is of the Basic Plane and folds one to one: a flat array is the fast way through it.
    this.units = new Uint16Array(65536);
    for (let unit = 0; unit < 65536; unit++) this.units[unit] = unit;
    // Units that need the slow way: surrogates, and what vanishes or becomes several.
    this.special = new Uint8Array(65536);
    for (let unit = 0xd800; unit < 0xe000; unit++) this.special[unit] = 1;
    for (const [char, given] of this.table) {
      if (char.length === 1 && given.length === 1) this.units[char.charCodeAt(0)] = given.charCodeAt(0);
      else this.special[char.charCodeAt(0)] = 1;
    }
    this.most = new Map(table.runs);
    this.runs = new RegExp((table.runs ?? []).map(([char, most]) => `${char}{${most + 1},}`).join("|") || "(?!)");
    /** @type {Map<string, string>} */
    this.forms = new Map(table.forms?.map(([traditional, simplified]) => [this.text(traditional), this.text(simplified)]));
    this.ambiguous = new RegExp(`[${[...this.forms.keys()].join("") || "\\0"}]`, "gu");
  }

  /**
   * Fold `text`, remembering where each folded unit comes from.
   * @param {string} text
   * @returns {Folded}
   */
  fold(text) {
    const length = text.length;
    const out = new Uint16Array(length);
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (this.special[unit]) return this.#slowly(text);
      out[i] = this.units[unit];
    }
    const folded = decode(out);
    return this.runs.test(folded) ? this.#shorten(each(folded, (char) => char)) : { text: folded, starts: null, ends: null };
  }

  /** @param {string} text @returns {string} */
  text(text) {
    return this.fold(text).text;
  }

  /** Folded text in which the characters that traditional writing does not tell apart are one: 著 as 着. @param {string} folded @returns {string} as long */
  either(folded) {
    return folded.replace(this.ambiguous, (char) => this.forms.get(char) ?? char);
  }

  /** Of a folded character, all that `either` makes one with it. @param {string} char @returns {string[]} */
  alike(char) {
    const one = this.either(char);
    return [one, ...[...this.forms].filter(([, simplified]) => simplified === one).map(([traditional]) => traditional)];
  }

  /** Whether a text has characters that only traditional writing has. @param {string} text @returns {boolean} */
  traditional(text) {
    return [...text].some((char) => HAN.test(char) && this.table.has(char));
  }

  /** @param {string} text @returns {Folded} */
  #slowly(text) {
    const folded = each(text, (char) => this.table.get(char) ?? char);
    return this.runs.test(folded.text) ? this.#shorten(folded) : folded;
  }

  /** The same without what stands in a row beyond what counts; the last that counts comes from the rest too. @param {Folded} folded @returns {Folded} */
  #shorten({ text, starts, ends }) {
    /** @type {string[]} */ const out = [];
    /** @type {number[]} */ const from = [];
    /** @type {number[]} */ const to = [];
    let row = 0;
    for (let i = 0; i < text.length; i++) {
      row = text[i] === text[i - 1] ? row + 1 : 1;
      if (row > (this.most.get(text[i]) ?? Infinity)) {
        to[to.length - 1] = /** @type {Int32Array} */ (ends)[i];
        continue;
      }
      out.push(text[i]);
      from.push(/** @type {Int32Array} */ (starts)[i]);
      to.push(/** @type {Int32Array} */ (ends)[i]);
    }
    return { text: out.join(""), starts: Int32Array.from(from), ends: Int32Array.from(to) };
  }
}

/** Text without punctuation and symbols. @param {string} text @returns {Folded} */
export function bare(text) {
  return each(text, (char) => (MARK.test(char) ? "" : char));
}

/** @param {string} text @param {(char: string) => string} give @returns {Folded} */
function each(text, give) {
  /** @type {string[]} */ const out = [];
  /** @type {number[]} */ const starts = [];
  /** @type {number[]} */ const ends = [];
  let at = 0;
  for (const char of text) {
    const given = give(char);
    const stepwise = given.length === char.length;
    for (let i = 0; i < given.length; i++) {
      starts.push(stepwise ? at + i : at);
      ends.push(stepwise ? at + i + 1 : at + char.length);
    }
    out.push(given);
    at += char.length;
  }
  return { text: out.join(""), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

const UTF16 = new TextDecoder("utf-16le", { ignoreBOM: true });

/** @param {Uint16Array} units @returns {string} */
export function decode(units) {
  // A decoder would replace lone surrogates; those only a query can hold, and short text needs no decoder.
  if (units.length < 4096) return String.fromCharCode(...units);
  return UTF16.decode(units);
}
