/**
 * Work that follows typing: at once while answers are quick, after a pause while they are slow, and the newest always
 * wins. Quick answers need no delay; slow ones must not be asked for at every key stroke.
 */

const QUICK = 120;
const LONGEST_PAUSE = 120;
const LONGEST_WAIT = 250;
const SHORT = 30;

/**
 * @param {(signal: AbortSignal, answered: () => void) => Promise<void>} work calls `answered` when the first answer shows
 * @returns {{start: (now?: boolean) => void, stop: () => void}}
 */
export function paced(work) {
  /** @type {AbortController | null} */ let current = null;
  let timer = 0;
  let cost = 0;

  function stop() {
    clearTimeout(timer);
    current?.abort();
    current = null;
  }

  async function begin() {
    const mine = (current = new AbortController());
    const began = performance.now();
    let told = false;
    const answered = () => {
      if (!told) cost = performance.now() - began;
      told = true;
    };
    try {
      await work(mine.signal, answered);
      answered();
    } catch (error) {
      if (!mine.signal.aborted) throw error;
      cost = Math.max(cost, told ? 0 : performance.now() - began);
    }
  }

  return {
    start(now = false) {
      stop();
      if (now || cost <= QUICK) begin();
      else timer = setTimeout(begin, Math.min(LONGEST_PAUSE, cost / 2));
    },
    stop,
  };
}

/** Resolves when what stands on the page now has been painted. @returns {Promise<void>} */
export function painted() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    // A page that is not in sight is not painted.
    setTimeout(resolve, LONGEST_WAIT);
  });
}

/** Resolves when the browser has nothing to do, or soon after. @returns {Promise<void>} */
export function idle() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout: LONGEST_WAIT });
    else setTimeout(resolve, SHORT);
  });
}
