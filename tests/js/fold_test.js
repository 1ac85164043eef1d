import assert from "node:assert/strict";
import { test } from "node:test";
import { bare } from "../../docs/assets/search/fold.js";
import { folding, random } from "./support.js";

test("equal characters fold to one, white space vanishes, one may become several", () => {
  assert.equal(folding().text("新 產 業％"), "新产业%");
  assert.equal(folding().text("½"), "1/2");
});

test("of some marks a row is as good as a longer one", () => {
  for (const [printed, also] of [["打好……不", "打好…不"], ["所有者——", "所有者———"]]) {
    assert.equal(folding().text(printed), folding().text(also));
  }
  assert.notEqual(folding().text("技术—经济"), folding().text("技术——经济"));
});

test("the last mark that counts stands for the whole row", () => {
  const { text, starts, ends } = folding().fold("甲……乙");
  assert.equal(text, "甲…乙");
  assert.deepEqual([starts?.[1], ends?.[1]], [1, 3]);
});

test("every folded character knows where it comes from", () => {
  const next = random(7);
  const alphabet = [..."产產 —…½一\u200b。"];
  for (let round = 0; round < 300; round++) {
    const text = Array.from({ length: 1 + Math.floor(next() * 12) }, () => alphabet[Math.floor(next() * alphabet.length)]).join("");
    const { text: folded, starts, ends } = folding().fold(text);
    if (!starts || !ends) {
      assert.equal(folded.length, text.length);
      continue;
    }
    assert.equal(starts.length, folded.length);
    for (let at = 0; at < folded.length; at++) {
      assert.ok(starts[at] < ends[at] && ends[at] <= text.length);
      assert.ok(folding().text(text.slice(starts[at], ends[at])).includes(folded[at]), `${text}: ${folded[at]}`);
    }
    assert.equal(folding().text(folded), folded);
  }
});

test("bare text has no marks, and half a character is none", () => {
  assert.equal(bare("“科技—产业”，100%").text, "科技产业100");
  assert.equal(bare("\ufffd").text, "\ufffd");
});

test("what traditional writing does not tell apart is one", () => {
  assert.equal(folding().either("隨著"), "隨着");
  assert.deepEqual(folding().alike("着"), ["着", "著"]);
});
