/** Moving about the results: arrows from the field to the first and from one to the next, a press anywhere on a passage. */

import { composes } from "./typing.js";

const STOPS = "h2 a, .line .hit";

/** @param {HTMLInputElement} field @param {HTMLElement} results */
export function walk(field, results) {
  field.addEventListener("keydown", (event) => {
    if (composes(event)) return;
    if (event.key === "Escape") {
      // Browsers would empty the field, and the results would answer nothing that stands there.
      event.preventDefault();
      field.blur();
    }
    else if (event.key === "ArrowDown") step(event, -1, 1);
  });

  results.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const at = stops().indexOf(/** @type {HTMLElement} */ (event.target));
    if (at >= 0) step(event, at, event.key === "ArrowDown" ? 1 : -1);
  });

  results.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const row = /** @type {HTMLElement | null} */ (target.closest("[data-href]"));
    // A reader who selects text is not on the way elsewhere.
    if (!row?.dataset.href || target.closest("a, button") || !getSelection()?.isCollapsed) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else location.href = row.dataset.href;
  });

  /** @param {KeyboardEvent} event @param {number} at @param {number} by */
  function step(event, at, by) {
    const next = at + by < 0 ? field : stops()[at + by];
    const end = results.checkVisibility() ? results.querySelector(".list-end") : null;
    if (!next && !end) return;
    event.preventDefault();
    // Where more is being made, the end comes into sight, and the next press goes on.
    if (next) next.focus();
    else end?.scrollIntoView({ block: "nearest" });
  }

  /** @returns {HTMLElement[]} */
  function stops() {
    if (!results.checkVisibility()) return [];
    return [...results.querySelectorAll(/** @type {any} */ (STOPS))];
  }
}
