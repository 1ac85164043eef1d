import assert from "node:assert/strict";
import { test } from "node:test";
import { ordered } from "../../docs/assets/search/counting.js";
import { evaluate } from "../../docs/assets/search/evaluate.js";
import { parse } from "../../docs/assets/search/query.js";
import { facets, passes, result, sorted } from "../../docs/assets/search/rank.js";
import { shard } from "./support.js";

const LIBRARY = shard(["渔村", "科技与江海，产业。"], ["科技", "科技产业。"], ["稻浪", "科技产业", "科技"]);
LIBRARY.articles[0].order = "2024-01-31 9999-99-99";
LIBRARY.articles[2].order = "2023-12-01 2023-12-31";
LIBRARY.articles[0].region = "江苏南京";

const TABLES = { without: { region: "不专论一地" }, within: { 江苏南京: "江苏" } };

/** @param {string} typed */
function results(typed) {
  return evaluate(LIBRARY, parse(typed).clauses).map((answer) => result(answer, TABLES));
}

/** @param {import("../../docs/assets/search/rank.js").Order} order */
function order(order) {
  return sorted(results("科技"), order).map(({ number }) => number);
}

test("a hit in the title comes first, then the denser text", () => assert.deepEqual(order("relevance"), [1, 2, 0]));
test("the newest comes first, and what has no date last", () => assert.deepEqual(order("date"), [0, 2, 1]));
test("the order of the source is that of the source", () => assert.deepEqual(order("source"), [0, 1, 2]));
test("words that stand together come before words of one paragraph", () => {
  assert.deepEqual(sorted(results("科技 产业"), "relevance").map(({ number }) => number), [1, 2, 0]);
});

test("a province holds its cities, and having no place can be chosen", () => {
  const region = (/** @type {string} */ value) => results("科技").filter((one) => passes(one, { region: [value] })).map(({ number }) => number);
  assert.deepEqual(region("江苏"), [0]);
  assert.deepEqual(region("江苏南京"), [0]);
  assert.deepEqual(region("不专论一地"), [1, 2]);
  const counted = facets(results("科技"), {}, TABLES).region;
  assert.deepEqual(counted.map(({ value, count }) => [value, count]), [["江苏", 1], ["江苏南京", 1], ["不专论一地", 2]]);
});

test("more articles come first, of years the later, and what is not known last", () => {
  const counts = new Map([["未详", 9], ["2023", 5], ["2024", 1]]);
  assert.deepEqual(ordered("year", counts, new Map(), "未详").map(({ value }) => value), ["2024", "2023", "未详"]);
  assert.deepEqual(ordered("genre", new Map([["报道", 1], ["评论", 3]]), new Map(), undefined).map(({ value }) => value), ["评论", "报道"]);
});
