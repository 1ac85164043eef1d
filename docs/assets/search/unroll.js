/** A long list, made as the reader comes to it: the first items at once, the next whenever the end comes near. */

const AHEAD = "1200px";

/**
 * @template Item
 * @param {HTMLElement} container its content is replaced once the first items are ready
 * @param {Item[]} items
 * @param {(items: Item[], from: number) => Promise<Node>} make
 * @param {{first: number, size: number, rest: number, signal: AbortSignal}} options `rest`: ms before more than the first are made
 * @returns {Promise<{shown: () => number, extend: (items: Item[]) => void}>} resolves when the first items stand on the
 *   page; `extend` takes a longer list that begins with the same items
 */
export async function unroll(container, items, make, { first, size, rest, signal }) {
  let at = Math.min(first, items.length);
  const start = await make(items.slice(0, at), 0);
  let watching = false;
  if (!signal.aborted) {
    container.replaceChildren(start);
    if (at < items.length) watch();
  }
  return {
    shown: () => at,
    extend(longer) {
      items = longer;
      if (!watching && at < items.length && !signal.aborted) watch();
    },
  };

  function watch() {
    watching = true;
    setTimeout(() => signal.aborted || observe(), rest);
  }

  function observe() {
    const end = document.createElement("div");
    end.className = "list-end";
    container.append(end);
    let busy = false;
    const observer = new IntersectionObserver(async (entries) => {
      // A busy browser may tell several things at once: the last one holds.
      if (!entries[entries.length - 1].isIntersecting || busy) return;
      busy = true;
      // The list may grow meanwhile: what counts is what was asked for.
      const more = items.slice(at, at + size);
      const next = await make(more, at).catch(() => null);
      busy = false;
      if (signal.aborted || !next) return;
      at += more.length;
      end.before(next);
      // Observing anew reports at once where the end still is in sight.
      observer.unobserve(end);
      if (at < items.length) observer.observe(end);
      else {
        observer.disconnect();
        end.remove();
        watching = false;
      }
    }, { rootMargin: AHEAD });
    observer.observe(end);
    signal.addEventListener("abort", () => observer.disconnect(), { once: true });
  }
}
