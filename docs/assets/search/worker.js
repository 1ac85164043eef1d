/** The engine's own thread: messages in, messages out. */

import { Session } from "./session.js";

/** @type {Session | null} */
let session = null;
/** @type {Set<number>} */
const stopped = new Set();

self.onmessage = async ({ data }) => {
  const { id, method, args } = data;
  if (method === "open") {
    session = new Session(args[0]);
    return;
  }
  if (method === "stop") {
    stopped.add(args[0]);
    return;
  }
  try {
    self.postMessage({ id, value: await call(id, method, args) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  } finally {
    stopped.delete(id);
  }
};

/** @param {number} id @param {string} method @param {any[]} args @returns {Promise<unknown>} */
async function call(id, method, args) {
  if (!session) throw new Error("not open");
  if (method === "search") {
    const report = (/** @type {unknown} */ value) => self.postMessage({ id, progress: value });
    return session.search(args[0], args[1], report, () => stopped.has(id));
  }
  if (method === "suggest") return session.suggest(args[0], args[1]);
  if (method === "passages") return session.passages(args[0], args[1]);
  if (method === "matchBlocks") return session.matchBlocks(args[0], args[1]);
  throw new Error(`no method ${method}`);
}
