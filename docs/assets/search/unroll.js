/** A long list, made as the reader comes to it: what fills the window first, the next whenever the end comes near. */

import { idle } from "./pace.js";

const AHEAD = "1200px";
const AGAIN = 3000;

/**
 * @template Item
 * @param {HTMLElement} container its content is replaced once the first items are ready
 * @param {Item[]} items
 * @param {(items: Item[], from: number) => Promise<Node>} make
 * @param {{first: number, size: number, rest: number, signal: AbortSignal}} options `rest`: ms before more is made than the
 *   window shows
 * @returns {Promise<{shown: () => number, extend: (items: Item[]) => void}>} resolves when the first items stand on the
 *   page; `extend` takes a longer list that begins with the same items
 */
export async function unroll(container, items, make, { first, size, rest, signal }) {
  let at = Math.min(first, items.length);
  const start = await make(items.slice(0, at), 0);
  let margin = "0px";
  /** @type {HTMLElement | null} the mark at the end that is watched */ let end = null;
  /** @type {IntersectionObserver} */ let observer;
  let busy = false;
  let timer = 0;
  if (!signal.aborted) {
    container.replaceChildren(start);
    watch();
    timer = setTimeout(async () => {
      await idle();
      margin = AHEAD;
      unwatch();
      watch();
    }, rest);
  }
  signal.addEventListener("abort", stop, { once: true });
  return {
    shown: () => at,
    extend(longer) {
      items = longer;
      watch();
    },
  };

  function watch() {
    if (end || busy || signal.aborted || at >= items.length) return;
    end = document.createElement("div");
    end.className = "list-end";
    container.append(end);
    // A busy browser may tell several things at once: the last one holds.
    observer = new IntersectionObserver((entries) => {
      const { isIntersecting, boundingClientRect } = entries[entries.length - 1];
      if (isIntersecting) grow(boundingClientRect.top < innerHeight);
    }, { rootMargin: margin });
    observer.observe(end);
  }

  // The mark stays: to take it away would have the whole list laid out again just before it goes.
  function stop() {
    clearTimeout(timer);
    observer?.disconnect();
  }

  function unwatch() {
    observer?.disconnect();
    end?.remove();
    end = null;
  }

  /** @param {boolean} seen whether the end is in sight */
  async function grow(seen) {
    if (busy) return;
    busy = true;
    // The list may grow meanwhile: what counts is what was asked for.
    const more = items.slice(at, at + size);
    const next = await make(more, at).catch(() => null);
    // What is not in sight yet can wait for a key that is pressed now.
    if (!seen) await idle();
    busy = false;
    if (signal.aborted) return;
    unwatch();
    // What did not come is asked for again.
    if (!next) return void setTimeout(watch, AGAIN);
    at += more.length;
    container.append(next);
    watch();
  }
}
