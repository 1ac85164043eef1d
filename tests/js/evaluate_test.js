import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate } from "../../docs/assets/search/evaluate.js";
import { parse } from "../../docs/assets/search/query.js";
import { random, shard } from "./support.js";

const LIBRARY = shard(
  ["江海之间", "科技创新推动产业创新。", "产业发展。"],
  ["渔村的账本", "科技兴渔。", "账本有三册，产业在其中。"],
  ["稻浪", "只说农事。"],
);

/** @param {string} typed @param {import("../../docs/assets/search/evaluate.js").Step} [step] */
function found(typed, step) {
  return evaluate(LIBRARY, parse(typed).clauses, step).map(({ article, places, together }) => [article, places.length, together]);
}

test("a word is found wherever it stands, and nowhere else", () => assert.deepEqual(found("创新"), [[0, 2, null]]));
test("several words are those of one article, and how near they stand is told", () => {
  assert.deepEqual(found("科技 创新"), [[0, 3, "adjacent"]]);
  assert.deepEqual(found("科技 产业"), [[0, 3, "paragraph"], [1, 2, "article"]]);
});
test("an excluded word excludes the article", () => assert.deepEqual(found("产业 -账本"), [[0, 2, null]]));
test("alternatives are all answers", () => assert.deepEqual(found("农事 | 账本"), [[1, 2, null], [2, 1, null]]));
test("words near each other are one stretch", () => {
  assert.deepEqual(found("科技 ~4 产业"), [[0, 1, null]]);
  assert.deepEqual(found("科技 ~3 产业"), []);
});
test("marks are passed over only when that is asked for", () => {
  assert.deepEqual(found("三册产业"), []);
  assert.deepEqual(found("三册产业", "punctuation"), [[1, 1, null]]);
});

test("any slice of a text is found at its place, as a plain count has it", () => {
  const next = random(3);
  const text = "科技创新与产业创新，创新创新。".repeat(3);
  const own = shard(["题", text]);
  for (let round = 0; round < 200; round++) {
    const start = Math.floor(next() * (text.length - 1));
    const query = text.slice(start, start + 1 + Math.floor(next() * 9));
    let [count, at] = [0, text.indexOf(query)];
    while (at >= 0) {
      count++;
      at = text.indexOf(query, at + query.length);
    }
    const [answer] = evaluate(own, [{ all: [{ kind: "plain", text: query }], none: [] }]);
    assert.equal(answer.places.length, count, query);
    for (const { start: from, end } of answer.places) assert.equal(text.slice(from, end), query);
  }
});
