/** Where a reader is in a long list, kept by item: heights are only known once things have been seen. */

/** @typedef {{index: number, top: number} | number} Place  an item and how far below the window's top it is, or a height */

/** The header covers this much of the window. */
export const HEADER = 70;
const FRAMES = 3;

/** @param {HTMLElement} list @param {string} items a selector @returns {Place} */
export function placeIn(list, items) {
  const all = [...list.querySelectorAll(items)];
  const index = all.findIndex((item) => item.getBoundingClientRect().bottom > HEADER);
  return index < 1 ? window.scrollY : { index, top: all[index].getBoundingClientRect().top };
}

/** @param {HTMLElement} list @param {string} items @param {Place} place */
export function returnTo(list, items, place) {
  if (typeof place === "number") {
    if (place > 0) window.scrollTo(0, place);
    return;
  }
  const align = (/** @type {number} */ frames) => {
    const item = list.querySelectorAll(items)[place.index];
    if (item) window.scrollBy(0, item.getBoundingClientRect().top - place.top);
    // What comes into sight takes its true height only then.
    if (frames) requestAnimationFrame(() => align(frames - 1));
  };
  align(FRAMES);
}
