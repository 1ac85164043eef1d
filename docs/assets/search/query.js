/**
 * A query as typed -> what it asks for.
 *
 *   words another          both in the same article
 *   a | b                  either
 *   -word                  not
 *   "exactly as typed"     every character as it stands, spaces, width and case included
 *   a ~20 b                within 20 characters of each other
 *
 * A line break, and outside quotation marks a space between a digit and a Chinese character, are layout and belong to no
 * one; so do invisible characters.
 */

/** @typedef {{kind: "plain", text: string, either?: boolean}} Plain  `either`: what traditional writing does not tell apart is one (see `Folding.either`) */
/** @typedef {{kind: "exact", text: string}} Exact */
/** @typedef {{kind: "near", first: Plain | Exact, second: Plain | Exact, within: number}} Near */
/** @typedef {Plain | Exact | Near} Unit */
/** @typedef {{all: Unit[], none: (Plain | Exact)[]}} Clause */
/** @typedef {{code: string, message: string}} QueryError */
/** @typedef {{clauses: Clause[], error: QueryError | null}} Query */

const HAN = "\\u2e80-\\u2fff\\u3005-\\u3007\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const QUOTED = '(?<=(?:^|[\\s|｜])[-－]?)"[^"]*"';
const INVISIBLE = "\\u00ad\\u200b-\\u200d\\u2060\\ufeff";
// The digits of an operator (~20) are not text.
const LAYOUT = new RegExp(`${QUOTED}|[${INVISIBLE}]+|(?<=(?<!(?:^|\\s)[~～][0-9０-９]{0,3})[0-9０-９])[^\\S\\n\\r]+(?=[${HAN}])|(?<=[${HAN}])[^\\S\\n\\r]+(?=[0-9０-９])`, "gu");
const NOTHING = new RegExp(`^[\\s${INVISIBLE}]*$`, "u");
// Half a character stands in no text; it must not find half of one.
const HALVES = /\p{Surrogate}/gu;
const NEAR = /^[~～]([0-9０-９]{1,4})$/;
const NEAR_BADLY = /^[~～]/;
const BEGINS_A_WORD = /^\p{L}/u;
const LONGEST = 20000;
const MOST = 100;

/** @param {string} typed @returns {Query} */
export function parse(typed) {
  if (!typed.trim()) return wrong("empty", "");
  if (typed.length > LONGEST) return wrong("too-long", `检索词过长：至多 ${LONGEST} 字。`);
  const lines = typed.replace(HALVES, "\ufffd").split(/[\n\r]+/).map((line) => line.trim());
  const words = tokens(lines.join("").replace(LAYOUT, (layout) => (layout.startsWith('"') ? layout : "")));
  if (words === null) return wrong("quote", "引号没有闭合：请补上后一个 \"，或去掉前一个；查引号本身，请写 “。");
  if (words.some((word) => word.exact && NOTHING.test(word.text))) return wrong("quote", "引号之中没有文字。");
  if (!words.length) return wrong("empty", "检索词中没有可见的文字。");
  if (words.length > MOST) return wrong("too-many", `检索词过多：至多 ${MOST} 个，现有 ${words.length} 个。长段文字请去掉其中的空格。`);
  /** @type {Clause[]} */ const clauses = [];
  const alone = words.length === 1;
  let clause = fresh();
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word.kind === "bar") {
      if (!clause.all.length && !clause.none.length) return wrong("bar", "“|”的两边都要有检索词，如：创新 | 改革。");
      clauses.push(clause);
      clause = fresh();
      continue;
    }
    const near = word.kind === "plain" && !word.exact && NEAR.exec(word.text);
    if (near && !alone) {
      const excluded = words[i - 1]?.kind === "not";
      const first = clause.all.pop();
      const second = words[++i];
      if (excluded || !first || first.kind === "near" || !second || second.kind === "bar" || second.kind === "not") {
        return wrong("near", "“~”的两边各要有一个检索词，如：科技 ~20 产业。");
      }
      clause.all.push({ kind: "near", first, second: unit(second), within: Number(near[1].normalize("NFKC")) });
      continue;
    }
    if (word.kind === "plain" && !word.exact && !alone && NEAR_BADLY.test(word.text)) {
      return wrong("near", "“~”后面要紧跟数字（至多四位），前后各空一格，如：科技 ~20 产业。查“~”本身，请加引号。");
    }
    if (word.kind === "not") {
      // Alone, a negative number or a row of hyphens is text.
      if (alone && !BEGINS_A_WORD.test(word.text)) clause.all.push({ kind: "plain", text: `-${word.text}` });
      else clause.none.push(unit(word));
    } else clause.all.push(unit(word));
  }
  if (!clause.all.length && !clause.none.length) return wrong("bar", "“|”的两边都要有检索词，如：创新 | 改革。");
  clauses.push(clause);
  if (clauses.some((one) => !one.all.length)) {
    const itself = alone ? `查“${words[0].exact ? "" : "-"}${words[0].text}”本身，请${words[0].exact ? "去掉“-”" : "加引号"}。` : "";
    return wrong("only-not", `只有排除词：“-”之外，至少要有一个检索词，如：创新 -科技。${itself}`);
  }
  return { clauses, error: null };
}

/** The positive terms, as typed. @param {Query} query @returns {string[]} */
export function terms(query) {
  const found = query.clauses.flatMap((clause) =>
    clause.all.flatMap((unit) => (unit.kind === "near" ? [unit.first.text, unit.second.text] : [unit.text])),
  );
  return [...new Set(found)];
}

/** @typedef {{kind: "plain" | "not" | "bar", text: string, exact: boolean}} Token  `exact`: it was quoted */

/** @param {string} text @returns {Token[] | null} null where a quotation mark is not closed */
function tokens(text) {
  /** @type {Token[]} */ const found = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/u.test(text[at])) {
      at++;
      continue;
    }
    if (text[at] === "|" || text[at] === "｜") {
      found.push({ kind: "bar", text: "|", exact: false });
      at++;
      continue;
    }
    const not = /[-－]/.test(text[at]) && at + 1 < text.length && !/[\s|｜]/u.test(text[at + 1]);
    const start = not ? at + 1 : at;
    if (text[start] === '"') {
      const end = text.indexOf('"', start + 1);
      if (end < 0) return null;
      found.push({ kind: not ? "not" : "plain", text: text.slice(start + 1, end), exact: true });
      at = end + 1;
      continue;
    }
    let end = start;
    while (end < text.length && !/[\s|｜]/u.test(text[end])) end++;
    found.push({ kind: not ? "not" : "plain", text: text.slice(start, end), exact: false });
    at = end;
  }
  return found;
}

/** @param {Token} token @returns {Plain | Exact} */
function unit({ exact, text }) {
  return { kind: exact ? "exact" : "plain", text };
}

/** @returns {Clause} */
function fresh() {
  return { all: [], none: [] };
}

/** @param {string} code @param {string} message @returns {Query} */
function wrong(code, message) {
  return { clauses: [], error: { code, message } };
}
