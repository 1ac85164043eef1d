/** A corrected or doubtful passage opens what the apparatus says of it, where it stands. */

import { el } from "../search/dom.js";

const GAP = 6;
const bubble = el("div", { class: "bubble", role: "dialog", "aria-label": "校记", tabindex: "-1" });
/** @type {HTMLAnchorElement | null} the passage that it speaks of */
let passage = null;

/** @param {HTMLAnchorElement} pressed */
export function toggle(pressed) {
  if (passage === pressed) return close(true);
  const entry = document.getElementById(pressed.hash.slice(1));
  if (!entry) return;
  close(false);
  passage = pressed;
  passage.setAttribute("aria-expanded", "true");
  const whole = el("a", { href: `#${entry.id}` }, "本篇校记");
  bubble.replaceChildren(...[...entry.childNodes].map((node) => node.cloneNode(true)), el("p", { class: "whole" }, whole));
  /** @type {Element} */ (passage.closest("article")).append(bubble);
  const frame = /** @type {Element} */ (bubble.offsetParent ?? document.documentElement).getBoundingClientRect();
  const rects = passage.getClientRects();
  const { bottom, left } = rects[rects.length - 1];
  const right = document.documentElement.clientWidth - bubble.offsetWidth - GAP;
  bubble.style.top = `${bottom - frame.top + GAP}px`;
  bubble.style.left = `${Math.max(GAP, Math.min(left, right)) - frame.left}px`;
  bubble.focus({ preventScroll: true });
}

/** @param {boolean} back whether the focus goes back to the passage */
function close(back) {
  const from = passage;
  passage = null;
  bubble.remove();
  from?.removeAttribute("aria-expanded");
  if (back) from?.focus();
}

document.addEventListener("pointerdown", ({ target }) => {
  const element = /** @type {Element} */ (target);
  if (passage && !bubble.contains(element) && !passage.contains(element)) close(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !passage) return;
  event.stopImmediatePropagation();
  close(true);
}, true);
// A link in it leads away from it.
bubble.addEventListener("click", ({ target }) => {
  if (/** @type {Element} */ (target).closest("a")) setTimeout(() => close(false));
});
