/** The engine's own thread: messages in, messages out. */

import { Session } from "./session.js";

/** @type {Session | null} */
let session = null;
/** @type {Map<number, AbortController>} */
const running = new Map();

self.onmessage = async ({ data }) => {
  const { id, method, args } = data;
  if (method === "open") {
    session = new Session(args[0]);
    return;
  }
  if (method === "stop") {
    running.get(args[0])?.abort();
    return;
  }
  const stopper = new AbortController();
  running.set(id, stopper);
  try {
    self.postMessage({ id, value: await call(id, method, args, stopper.signal) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  } finally {
    running.delete(id);
  }
};

/** @param {number} id @param {string} method @param {any[]} args @param {AbortSignal} signal @returns {Promise<unknown>} */
async function call(id, method, args, signal) {
  if (!session) throw new Error("not open");
  if (method === "search") {
    const report = (/** @type {unknown} */ value) => self.postMessage({ id, progress: value });
    return session.search(args[0], args[1], report, signal);
  }
  if (method === "suggest") return session.suggest(args[0], args[1]);
  if (method === "passages") return session.passages(args[0]);
  if (method === "matchBlocks") return session.matchBlocks(args[0], args[1]);
  throw new Error(`no method ${method}`);
}
