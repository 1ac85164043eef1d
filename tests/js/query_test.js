import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, terms } from "../../docs/assets/search/query.js";

/** @param {string} typed */
function read(typed) {
  const { clauses, error } = parse(typed);
  assert.equal(error, null, error?.message);
  return clauses.map(({ all, none }) => [all.map(written), none.map(written)]);
}

/** @param {import("../../docs/assets/search/query.js").Unit} unit @returns {string} */
function written(unit) {
  if (unit.kind === "near") return `${written(unit.first)}~${unit.within}~${written(unit.second)}`;
  return unit.kind === "exact" ? `"${unit.text}"` : unit.text;
}

for (const [typed, wanted] of /** @type {[string, any][]} */ ([
  ["因地制宜", [[["因地制宜"], []]]],
  ["科技 创新", [[["科技", "创新"], []]]],
  ["新动能 | 新优势", [[["新动能"], []], [["新优势"], []]]],
  ["创新 -创业", [[["创新"], ["创业"]]]],
  ['"科技—产业"', [[['"科技—产业"'], []]]],
  ["科技 ~20 产业", [[["科技~20~产业"], []]]],
  ["2023 年 9 月", [[["2023年9月"], []]]],
  ["第一行\n第二行", [[["第一行第二行"], []]]],
  ["-5", [[["-5"], []]]],
])) {
  test(`${JSON.stringify(typed)} means what it says`, () => assert.deepEqual(read(typed), wanted));
}

for (const [typed, code] of [["", "empty"], ["-创业", "only-not"], ['"未闭合', "quote"], ["| 甲", "bar"], ["甲 ~20", "near"], ["甲".repeat(20001), "too-long"], ["甲 ".repeat(101), "too-many"]]) {
  test(`${JSON.stringify(typed.slice(0, 12))} is explained: ${code}`, () => assert.equal(parse(typed).error?.code, code));
}

test("the terms of a query are those that are looked for, each once", () => {
  assert.deepEqual(terms(parse("甲 乙 甲 -丙")), ["甲", "乙"]);
});
