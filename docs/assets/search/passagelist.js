/** The passages of one article: those in sight first, some when these are painted, the rest when the reader asks. */

import { el, figure } from "./dom.js";

/** @typedef {import("./passages.js").Group} Group */

/**
 * @param {HTMLElement} article the list is put at its end
 * @param {Group[]} all in reading order
 * @param {{now: Group[], soon: Group[], make: (group: Group) => Promise<HTMLElement>, later: (work: () => Promise<void>) => Promise<void>}} options
 *   `later` resolves when the work is done, or will not be
 */
export async function passageList(article, all, { now, soon, make, later }) {
  const list = el("ul", { class: "passages" });
  const button = /** @type {HTMLButtonElement} */ (el("button", { type: "button", class: "plain more" }));
  /** @type {Map<Group, HTMLElement>} */ const items = new Map();
  let coming = soon;
  await add(now);
  article.append(list);
  offer();
  const followed = coming.length ? follow() : null;

  button.addEventListener("click", async () => {
    button.disabled = true;
    await followed;
    coming = [];
    const [first] = left();
    article.dataset.unfolded = "";
    if (await tried(left())) items.get(first)?.querySelector("a")?.focus({ preventScroll: true });
    button.disabled = false;
  });

  async function follow() {
    list.setAttribute("aria-busy", "true");
    await later(async () => {
      const some = coming;
      coming = [];
      await tried(some);
    });
    list.removeAttribute("aria-busy");
  }

  /** What does not come is offered with the rest. @param {Group[]} some */
  async function tried(some) {
    const come = await add(some).then(() => true, () => false);
    offer(!come);
    return come;
  }

  /** @param {Group[]} some */
  async function add(some) {
    const made = await Promise.all(some.map(make));
    some.forEach((group, index) => items.set(group, made[index]));
    /** @type {HTMLElement | null} */ let next = null;
    for (const group of [...all].reverse()) {
      const item = items.get(group);
      if (!item) continue;
      if (item.parentNode !== list) list.insertBefore(item, next);
      next = item;
    }
  }

  function left() {
    return all.filter((group) => !items.has(group) && !coming.includes(group));
  }

  function offer(failed = false) {
    const count = left().reduce((sum, { hits }) => sum + hits.length, 0);
    button.textContent = `其余 ${figure(count)} 处${failed ? "未能载入，重试" : ""}`;
    if (!count) button.remove();
    else if (!button.parentNode) list.after(button);
  }
}
