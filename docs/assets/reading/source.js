/** What a quotation from the open page says of its source. */

import { saidOf } from "../search/said.js";
import { BLOCKS } from "./text.js";

const KINDS = ["question", "answer", "attribution"];

/** @type {import("../search/cite.js").Source & {id: string}} */
export const source = {
  ...JSON.parse(document.getElementById("source")?.textContent ?? "{}"),
  said: said(),
};

function said() {
  const blocks = document.querySelector(".body :is(.answer, .attribution)") ? [...document.querySelectorAll(BLOCKS)] : [];
  const kind = (/** @type {number} */ at) =>
    KINDS.find((name) => blocks[at]?.classList.contains(name)) ?? (blocks[at]?.closest("blockquote") ? "quotation" : undefined);
  const known = blocks.map(({ id }, at) => [id, saidOf(at, kind, (block) => blocks[block].textContent ?? "")]);
  return Object.fromEntries(known.filter(([, words]) => words));
}
