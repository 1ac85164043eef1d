/** What a quotation from the open page says of its source. */

import { speakerOf } from "../search/speaker.js";
import { BLOCKS } from "./text.js";

/** @type {import("../search/cite.js").Source & {id: string}} */
export const source = {
  ...JSON.parse(document.getElementById("source")?.textContent ?? "{}"),
  speakers: speakers(),
};

function speakers() {
  const blocks = document.querySelector(".body .answer") ? [...document.querySelectorAll(BLOCKS)] : [];
  const kind = (/** @type {number} */ at) => ["question", "answer"].find((name) => blocks[at]?.classList.contains(name));
  const names = blocks.map(({ id }, at) => [id, speakerOf(at, kind, (block) => blocks[block].textContent ?? "")]);
  return Object.fromEntries(names.filter(([, name]) => name));
}
