import assert from "node:assert/strict";
import { test } from "node:test";
import { blockAddress } from "../../docs/assets/search/address.js";
import { citation, csv, markdown, shownTitle } from "../../docs/assets/search/cite.js";
import { saidOf, unnamed } from "../../docs/assets/search/said.js";

/** @type {import("../../docs/assets/search/cite.js").Entry} */
const ARTICLE = {
  id: "001", url: "articles/001/", title: "论“水”", title_basis: "published", cited: ["甲乙丙", "江海日报", "[2024年]"],
  outlet: "江海日报", date: "2024", inferred: true, when: "2024年", genre: "评论", region: null,
};

test("a quotation names its source, with marks inside of the other kind", () => {
  const wanted = `“他说‘看水’。”——甲乙丙《论“水”》，江海日报，[2024年]，第12段，${blockAddress("articles/001/", "p12")}`;
  assert.equal(citation("他说“看水”。", ARTICLE, "p12"), wanted);
});

test("what is unknown stays away, and a supplied title stands in brackets", () => {
  const bare = { ...ARTICLE, title: "看水", title_basis: "supplied", cited: /** @type {[string, string, string]} */ (["", "", ""]) };
  assert.equal(shownTitle(bare), "[看水]");
  assert.ok(citation("水。", bare, "p1", "p2").startsWith("“水。”——[看水]，第1—2段，"));
});

test("no cell of a table is run as a formula", () => {
  const rows = csv([{ article: { ...ARTICLE, title: "=1+1" }, hit: { block: "p1", start: 0, end: 1 }, text: "水，\"深\"" }]);
  assert.ok(rows.startsWith("\ufeff"));
  assert.ok(rows.includes("'=1+1"));
  assert.ok(rows.includes('"，""深"""'));
});

test("a list in Markdown shows text as it stands", () => {
  const list = markdown([{ article: ARTICLE, hit: { block: "p1", start: 0, end: 1 }, text: "*水*。" }], { query: "水", figures: "共 1 处", address: "x", day: "2024-01-01" });
  assert.ok(list.includes("\\*水\\*"));
});

test("a turn of an interview is said by whom it names, and so are the paragraphs behind it", () => {
  const kinds = ["question", "answer", "answer", "question", "answer"];
  const texts = ["怎样看水？", "魏一：先看源头。", "再看去处。", "还有呢？", "没有了。"];
  const said = kinds.map((_, at) => saidOf(at, (block) => kinds[block], (block) => texts[block]));
  assert.deepEqual(said, [null, "魏一语", "魏一语", null, null]);
  assert.equal(unnamed("魏一：先看源头。", "魏一语"), "先看源头。");
});

test("a quotation is said on the occasion that is printed under it", () => {
  const kinds = ["quotation", "quotation", "attribution"];
  assert.equal(saidOf(0, (block) => kinds[block], () => "——在江海座谈会上的讲话"), "在江海座谈会上的讲话");
});
