import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, fits, hitAddresses, read, searchAddress } from "../../docs/assets/search/address.js";
import { filtered, read as readList, write } from "../../docs/assets/shelves/state.js";
import { random } from "./support.js";

test("the address of a search says all that is shown, and reads back", () => {
  /** @type {import("../../docs/assets/search/address.js").State} */
  const state = { q: "甲 & 乙", filters: { genre: ["评论"], region: ["江苏", "不专论一地"] }, view: "lines", order: "date", sort: "left" };
  assert.deepEqual(read(new URL(searchAddress(state)).search), state);
});

test("what is usual is left out, and what is unknown falls back to it", () => {
  assert.ok(searchAddress({ q: "甲" }).endsWith("search/?q=%E7%94%B2"));
  assert.deepEqual(read("?view=x&order=y&sort=z"), { q: "", filters: {}, view: "articles", order: "relevance", sort: "" });
});

test("a query of any characters and length comes back from its address, or is said not to fit", () => {
  const next = random(11);
  for (let round = 0; round < 60; round++) {
    const query = Array.from({ length: Math.floor(next() * 2500) }, () => String.fromCodePoint(0x4e00 + Math.floor(next() * 20000))).join("");
    const address = new URL(searchAddress({ q: query }));
    if (fits(query)) assert.equal(asked(address.searchParams), query);
    assert.ok(!fits(query) || address.href.length < 8000);
  }
});

test("the address of a hit names its paragraph and its number", () => {
  const address = hitAddresses("articles/004/", "水")({ number: 3, block: "p12" });
  assert.match(address, /articles\/004\/\?q=%E6%B0%B4&hit=3#p12$/);
});

test("the list remembers filters, order, and direction in its address", () => {
  const state = filtered({ filters: {}, order: "date", reversed: true }, "genre", "评论", true);
  assert.deepEqual(readList(write(state)), state);
  assert.equal(write(filtered({ ...state, order: "source", reversed: false }, "genre", "评论", false)), "");
});
