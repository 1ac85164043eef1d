import assert from "node:assert/strict";
import { test } from "node:test";
import { packed, unpacked } from "../../docs/assets/search/hits.js";
import { groups, quotation, sentences } from "../../docs/assets/search/passages.js";
import { parts, suggestions } from "../../docs/assets/search/words.js";
import { counts, shown } from "../../docs/assets/shelves/rows.js";
import { folding } from "./support.js";

const TEXT = "先看源头。水的事，“再看去处。”末了看人。";

test("a hit is shown in its whole sentence", () => {
  const at = TEXT.indexOf("水的事");
  assert.equal(TEXT.slice(...sentences(TEXT, at, at + 3)), "水的事，“再看去处。”");
});

test("a quotation has no half of a pair of marks", () => {
  const text = "他说：“先看源头。再看去处。”";
  const at = text.indexOf("再看");
  assert.equal(quotation(text, [{ block: "p1", start: at, end: at + 2 }]), "再看去处。");
});

test("hits of one paragraph are one group, numbered through", () => {
  const hits = ["p1", "p1", "p2"].map((block, start) => ({ block, start, end: start + 1 }));
  assert.deepEqual(groups(hits).map((group) => [group.block, group.hits.map(({ number }) => number)]), [["p1", [1, 2]], ["p2", [3]]]);
});

test("hits travel packed and come out as they were", () => {
  const hits = [{ block: "p1", start: 0, end: 2 }, { block: "p1", start: 5, end: 7 }, { block: "h1", start: 1, end: 3 }];
  assert.deepEqual(unpacked({ hits: packed(hits), id: "001" }).hits, hits);
});

/** @type {import("../../docs/assets/search/words.js").Lexicon} */
const LEXICON = { terms: [["科技创新", 9, "kejichuangxin", "kjcx"], ["产业", 5, "chanye", "cy"]], authors: [["柯计", 1, "keji", "kj"]], outlets: [] };
const fold = (/** @type {string} */ text) => folding().text(text);

test("words are suggested by their beginning, their pinyin, and its initials", () => {
  assert.deepEqual(suggestions(LEXICON, "科", 8, fold).map(({ text }) => text), ["科技创新"]);
  assert.deepEqual(suggestions(LEXICON, "kj", 8, fold).map(({ text }) => text), ["科技创新", "柯计"]);
  assert.deepEqual(suggestions(LEXICON, "keji", 1, fold).map(({ text }) => text), ["科技创新"]);
});

test("a query that stands nowhere falls into the longest words", () => {
  assert.deepEqual(parts(["科技创新产业"], LEXICON, fold), ["科技创新", "产业"]);
});

test("a list shows what passes its filters, what has no date last", () => {
  const row = (/** @type {number} */ place, /** @type {string} */ date, /** @type {string} */ genre) => ({ place, title: "题", date, length: place, facets: { author: [], outlet: [], genre: [genre], region: [], year: [] } });
  const rows = [row(0, "", "评论"), row(1, "2024", "评论"), row(2, "2023", "报道")];
  const state = { filters: {}, order: /** @type {const} */ ("date"), reversed: false };
  assert.deepEqual(shown(rows, state).map(({ place }) => place), [2, 1, 0]);
  assert.deepEqual(shown(rows, { ...state, reversed: true }).map(({ place }) => place), [1, 2, 0]);
  assert.deepEqual(shown(rows, { ...state, filters: { genre: ["评论"] } }).map(({ place }) => place), [1, 0]);
  assert.deepEqual(counts(rows, {}, {}).genre.map(({ value, count }) => [value, count]), [["评论", 2], ["报道", 1]]);
});
