/**
 * The little that every page carries: keys that lead to the search box, and the rest of search when it is wanted. Nothing
 * else is loaded before the reader touches search.
 */

const BOXES = "form[data-search] input";
const EDITABLE = "textarea, select, [contenteditable]:not([contenteditable=false]), input:not([type=checkbox], [type=radio])";

/** @type {WeakSet<Element>} boxes that have their drop-down */
const awake = new WeakSet();

/** @param {Element | null} box */
async function wake(box) {
  if (!(box instanceof HTMLInputElement) || !box.matches(BOXES) || awake.has(box)) return;
  awake.add(box);
  // On the search page the results stand below the field: no drop-down may cover them.
  if (document.querySelector("[data-search-page]")) return;
  try {
    (await import("./box.js")).attach(box);
  } catch {
    awake.delete(box); // The form still leads to the search page.
  }
}

// What loads later must know of a composition that is already under way.
document.addEventListener("compositionstart", ({ target }) => (/** @type {HTMLElement} */ (target).dataset.composing = ""));
document.addEventListener("compositionend", ({ target }) => delete (/** @type {HTMLElement} */ (target).dataset.composing));
// One may also break off without an end, as when Escape empties the field.
document.addEventListener("input", (event) => {
  if (!(/** @type {InputEvent} */ (event).isComposing)) delete (/** @type {HTMLElement} */ (event.target).dataset.composing);
});
document.addEventListener("focusin", (event) => wake(/** @type {Element} */ (event.target)));
wake(document.activeElement);

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
  const chord = event.key.toLowerCase() === "k" && (event.ctrlKey !== event.metaKey) && !event.altKey && !event.shiftKey;
  if (!slash && !chord) return;
  const target = /** @type {Element} */ (event.target);
  if (target instanceof Element && target.closest(EDITABLE) && !(chord && target.matches(BOXES))) return;
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector(BOXES));
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

/** The reader waits for it: notice.js says that it is missing. @param {unknown} error */
function missing(error) {
  console.error(error);
  dispatchEvent(new Event("wenku:missing"));
}

if (document.querySelector("[data-search-page]")) import("./page.js").catch(missing);
else if (document.querySelector("article[data-article]") && /[?&][qu]=[^&]/.test(location.search)) {
  // The stylesheet then leaves the marking of the paragraph in the address to the exact characters.
  document.documentElement.dataset.finding = "";
  import("./inpage.js").catch((error) => {
    delete document.documentElement.dataset.finding;
    missing(error);
  });
}
document.documentElement.dataset.script += " search";
