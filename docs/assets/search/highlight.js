/**
 * Exact characters made to stand out: by the CSS Custom Highlight API, which leaves the page untouched, or by `<mark>`
 * elements where a browser lacks it. Offsets are UTF-16 units of an element's `textContent`.
 */

const ALL = "wenku-hit";
const CURRENT = "wenku-current";

/** @typedef {{element: HTMLElement, start: number, end: number}} Place */

/**
 * @param {Place[]} places
 * @returns {{choose: (index: number) => DOMRect, clear: () => void}} `choose` makes one stand out more and says where it is
 */
export function highlighter(places) {
  return globalThis.CSS && "highlights" in CSS && typeof Highlight === "function" ? byHighlights(places) : byMarks(places);
}

/** @param {Place[]} places */
function byHighlights(places) {
  const ranges = places.map(rangeOf);
  const current = new Highlight();
  current.priority = 1;
  CSS.highlights.set(ALL, new Highlight(...ranges));
  CSS.highlights.set(CURRENT, current);
  return {
    choose(/** @type {number} */ index) {
      current.clear();
      current.add(ranges[index]);
      return ranges[index].getBoundingClientRect();
    },
    clear() {
      CSS.highlights.delete(ALL);
      CSS.highlights.delete(CURRENT);
    },
  };
}

/** @param {Place[]} places */
function byMarks(places) {
  /** @type {HTMLElement[][]} */ const made = places.map(() => []);
  // From the last to the first: wrapping one then moves no text in front of it.
  for (let index = places.length - 1; index >= 0; index--) {
    for (const piece of pieces(places[index])) {
      const mark = document.createElement("mark");
      mark.className = "hit-mark";
      piece.replaceWith(mark);
      mark.append(piece);
      made[index].unshift(mark);
    }
  }
  return {
    choose(/** @type {number} */ index) {
      made.forEach((marks, each) => marks.forEach((mark) => mark.classList.toggle("current", each === index)));
      return made[index][0].getBoundingClientRect();
    },
    clear() {
      for (const mark of made.flat()) {
        const parent = mark.parentNode;
        mark.replaceWith(...mark.childNodes);
        parent?.normalize();
      }
    },
  };
}

/** @param {Place} place @returns {Range} */
export function rangeOf({ element, start, end }) {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let before = 0;
  let begun = false;
  for (let node = /** @type {Text | null} */ (walker.nextNode()); node; node = /** @type {Text | null} */ (walker.nextNode())) {
    const after = before + node.length;
    if (!begun && start < after) {
      range.setStart(node, start - before);
      begun = true;
    }
    if (begun && end <= after) {
      range.setEnd(node, end - before);
      break;
    }
    before = after;
  }
  return range;
}

/** The text nodes that are exactly the place, split off where they must be. @param {Place} place @returns {Text[]} */
function pieces({ element, start, end }) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */ const nodes = [];
  while (walker.nextNode()) nodes.push(/** @type {Text} */ (walker.currentNode));
  /** @type {Text[]} */ const found = [];
  let before = 0;
  for (const node of nodes) {
    const length = node.length;
    const from = Math.max(start, before) - before;
    const to = Math.min(end, before + length) - before;
    before += length;
    if (from >= to) continue;
    const tail = from > 0 ? node.splitText(from) : node;
    if (to - from < tail.length) tail.splitText(to - from);
    found.push(tail);
  }
  return found;
}
