/**
 * The little that an article carries: where the reader is in it, a mark beside each paragraph, and the rest when it is
 * wanted. Nothing else is loaded before something is selected, opened or pressed.
 */

const LONG = 2.5; // windows of text
const SETTLED = 250; // milliseconds
const HEADER = 50; // pixels that the header covers
const article = /** @type {HTMLElement} */ (document.querySelector("article[data-article]"));
const body = /** @type {HTMLElement} */ (article.querySelector(".body"));
const source = JSON.parse(document.getElementById("source")?.textContent ?? "{}");

complete();
mark();
follow();

/** Give the citations what only the browser knows: the address, where no site address was set, and the day. */
function complete() {
  const canonical = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=canonical]"))?.href;
  const address = canonical ?? new URL(source.url, new URL("../../", import.meta.url)).href;
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  // What each format calls the day of the visit, and before what it stands.
  const visits = {
    "cite-bibtex": ["  langid", `  urldate = {${day}},\n`],
    "cite-ris": ["LA  -", `Y2  - ${day.replaceAll("-", "/")}/\n`],
    "cite-csl": ['    "language"', `    "accessed": {\n      "date-parts": [[${day.split("-").map(Number).join(", ")}]]\n    },\n`],
  };
  for (const cited of /** @type {NodeListOf<HTMLElement>} */ (article.querySelectorAll("[data-cited]"))) {
    let text = cited.textContent ?? "";
    if (!canonical) text = text.replace(source.url, () => address);
    if ("visited" in cited.dataset) {
      const [before, added] = visits[/** @type {keyof typeof visits} */ (cited.id)] ?? [`. ${address}`, `[${day}]`];
      text = text.replace(before, () => added + before);
    }
    cited.textContent = text;
  }
  const report = /** @type {HTMLAnchorElement | null} */ (article.querySelector("a[data-report]"));
  if (report && !canonical) report.href = report.href.replace(source.url, () => encodeURI(address));
}

/** A mark for each paragraph. It has no text of its own, so that nothing of it is ever copied or searched. */
function mark() {
  /** @type {HTMLButtonElement[]} */ const marks = [];
  const seen = new Set();
  // One mark at a time is in the tab order, the first in sight; the arrow keys lead from there.
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target) : seen.delete(target);
    const first = marks.find((each) => seen.has(each));
    if (first && !marks.includes(/** @type {any} */ (document.activeElement))) only(first);
  }, { rootMargin: `-${HEADER}px 0px 0px` });
  const only = (/** @type {HTMLButtonElement} */ chosen) => {
    for (const each of marks) each.tabIndex = each === chosen ? 0 : -1;
  };
  for (const paragraph of body.querySelectorAll("p[id]")) {
    const number = /^p(\d+)$/.exec(paragraph.id)?.[1];
    if (!number) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mark";
    button.dataset.number = number;
    button.tabIndex = marks.length ? -1 : 0;
    button.setAttribute("aria-label", `第 ${number} 段：复制、引用、链接`);
    button.setAttribute("aria-expanded", "false");
    paragraph.append(button);
    marks.push(button);
    watcher.observe(button);
  }
  body.addEventListener("click", async ({ target, detail }) => {
    const button = /** @type {Element} */ (target).closest(".mark");
    if (button) (await wanted(import("./passage.js")))?.offerParagraph(/** @type {HTMLButtonElement} */ (button), detail === 0);
  });
  body.addEventListener("focusin", ({ target }) => {
    const chosen = marks.find((each) => each === target);
    if (chosen) only(chosen);
  });
  body.addEventListener("keydown", (event) => {
    const at = marks.findIndex((each) => each === event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    marks[Math.max(0, Math.min(marks.length - 1, to))].focus();
  });
}

/** A thin line at the top of the window: how much of a long text has been read. */
function follow() {
  const line = document.createElement("div");
  line.className = "reading-line";
  line.setAttribute("aria-hidden", "true");
  let waiting = false;
  const show = () => {
    waiting = false;
    const { top, height } = body.getBoundingClientRect();
    line.hidden = height < window.innerHeight * LONG;
    const read = (window.innerHeight - top) / height;
    line.style.transform = `scaleX(${Math.max(0, Math.min(1, top > 0 && window.scrollY === 0 ? 0 : read))})`;
  };
  const soon = () => {
    if (!waiting) requestAnimationFrame(show);
    waiting = true;
  };
  document.body.append(line);
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  soon();
}

// A selection is offered its actions once it stands still and no finger or button is down.
let held = false;
let timer = 0;
const settle = () => {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    if (held) return;
    const selection = getSelection();
    const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    if (range?.intersectsNode(body)) {
      (await wanted(import("./passage.js")))?.offerSelection(range);
    } else if (document.querySelector(".passage-bar")) (await import("./passage.js")).withdrawSelection();
  }, SETTLED);
};
document.addEventListener("selectionchange", settle);
addEventListener("pointerdown", () => (held = true), { capture: true, passive: true });
for (const end of ["pointerup", "pointercancel", "dragend"]) {
  addEventListener(end, () => { held = false; settle(); }, { capture: true, passive: true });
}

const cite = /** @type {HTMLDetailsElement} */ (document.getElementById("cite"));
/** @type {typeof import("./citing.js") | null} */ let citing = null;
const toCite = async () => (citing ??= await wanted(import("./citing.js")));
// Some browsers let a press copy at once or never: what copies is there before a button can be pressed.
for (const near of ["toggle", "pointerenter", "focusin"]) cite.addEventListener(near, toCite, { once: true });
cite.addEventListener("click", async ({ target }) => {
  const button = /** @type {Element} */ (target).closest("button");
  if (button) (citing ?? (await toCite()))?.press(button);
});
// What an address names may be folded away.
const unfold = () => {
  const named = document.querySelector(":target");
  const folded = named?.closest("details");
  if (!named || !folded || folded.open) return;
  folded.open = true;
  named.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();
body.addEventListener("click", async (event) => {
  const passage = /** @type {Element} */ (event.target).closest("a.noted");
  if (!passage || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  (await wanted(import("./noted.js")))?.toggle(/** @type {HTMLAnchorElement} */ (passage));
});
article.querySelector(".to-cite a")?.addEventListener("click", () => (cite.open = true));

const settings = article.querySelector("[data-settings]");
for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (settings?.querySelectorAll("input") ?? [])) {
  if (document.documentElement.dataset[input.name] === input.value) input.checked = true;
}
settings?.addEventListener("toggle", () => wanted(import("./settings.js")), { once: true });
settings?.addEventListener("change", async () => (await wanted(import("./settings.js")))?.choose());

/** What the reader asked for; where it cannot be had, notice.js says so. @template T @param {Promise<T>} loading @returns {Promise<T | null>} */
async function wanted(loading) {
  try {
    return await loading;
  } catch (error) {
    console.error(error);
    dispatchEvent(new Event("wenku:missing"));
    return null;
  }
}
document.documentElement.dataset.script += " page";
