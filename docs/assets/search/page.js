/**
 * The search page. One state, held by the address; one answer, held by `found`; everything shown is made from the two.
 */

import { carried, fits, listAddress, read, rememberSearch, searchAddress } from "./address.js";
import { csv, markdown } from "./cite.js";
import { download } from "./copy.js";
import { el, figure } from "./dom.js";
import { chips, facetList } from "./facets.js";
import { FACETS } from "./filters.js";
import { allLines, lineList, sortedLines } from "./lines.js";
import { articlesOf, broken, figures, messages } from "./messages.js";
import { idle, paced, painted } from "./pace.js";
import { HEADER, placeIn, returnTo } from "./place.js";
import { articleResults, filling } from "./results.js";
import { KINDS, suggestionState } from "./suggestion.js";
import { textsOf } from "./texts.js";
import { isComposed, onText } from "./typing.js";
import { unroll } from "./unroll.js";
import { walk } from "./walk.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./engine.js").Found} Found */

const ADDRESS_REST = 500;
const SCROLL_REST = 200;
const TELL_REST = 900;
const SUGGESTIONS = 6;
const ITEMS = ".result, .line";
/** Articles asked for while typing, and how much of a list is made at a time. */
const SCREEN = 8;
/** Articles that fill a window, as a rule: their texts come along with the answer. */
const SEEN = 2;
const REST = 250;
const HINTS = 150;
/** After this long a reader must see that an answer is on its way. */
const LONG = 500;
const FIRST_LINES = 24;
const SIZE = { articles: 1, lines: 48 };

const page = /** @type {HTMLElement} */ (document.querySelector("[data-search-page]"));
const form = /** @type {HTMLFormElement} */ (page.querySelector("form[data-search]"));
const field = /** @type {HTMLInputElement} */ (form.querySelector("input"));
/** @type {Record<string, HTMLElement>} */
const part = Object.fromEntries([...page.querySelectorAll("[data-part]")].map((one) => [/** @type {HTMLElement} */ (one).dataset.part, one]));
const TITLE = document.title;

/** @type {State} */ let state = read(location.search);
/** @type {Found | null} */ let found = null;
/** @type {ReturnType<typeof textsOf> | null} */ let texts = null;
/** @type {any} */ let library = null;
let list = new AbortController();
/** @type {{shown: () => number, extend: (items: any[]) => void} | null} */ let made = null;
/** How much of the list to make at once: what the reader had before leaving. */
let wanted = 0;
/** Where to go back to once the list stands. @type {import("./place.js").Place} */
let scroll = 0;
/** Articles of which the reader asked for all passages. @type {string[]} */
let unfolded = [];
let addressTimer = 0;
let scrollTimer = 0;
let progressTimer = 0;
let tellTimer = 0;
let settled = false;

const setField = onText(field, (text) => {
  state = { ...state, q: text };
  forgetPlace();
  draft();
  search.start();
});
const showFacets = facetList(part.facets, filter);

// --- Searching -------------------------------------------------------------------------------------------------------

const search = paced(async (signal, answered) => {
  settled = false;
  const { q, filters, order } = state;
  if (!q.trim() && !filtered()) return showNothing();
  page.setAttribute("aria-busy", "true");
  // The list of an earlier query grows no more.
  list.abort();
  // Figures of an earlier query must not pass for those of this one.
  forgetFigures();
  forgetProgress();
  // Their place is kept: what comes a moment later pushes no results about.
  part.suggestions.hidden = !q.trim();
  const stop = stoppable(signal);
  const long = setTimeout(() => !signal.aborted && showWaiting(), LONG);
  try {
    library ??= await Promise.race([import("./engine.js"), stopped(stop)]);
    if (signal.aborted) return;
    if (!library || stop.aborted) return showStopped();
    texts ??= textsOf(library);
    // The first screen first, and light; the whole list once typing rests.
    /** @type {Found | null} */ let early = null;
    /** @type {Promise<void> | null} */ let showing = null;
    // The place that a reader had among sorted lines is there once all of them are.
    const late = wanted > 0 && state.view === "lines" && !!state.sort;
    const onProgress = (/** @type {Found} */ part) => {
      if (signal.aborted || early || late || !part.articles.length) return;
      clearTimeout(long);
      early = part;
      showing = showAll(part, signal);
    };
    const first = await library.search(q, { filters, order, limit: SCREEN, texts: SEEN, signal: stop, onProgress });
    clearTimeout(long);
    await showing;
    if (signal.aborted) return;
    if (early && sameBeginning(early, first)) await showLonger(first);
    else if (!late || whole(first)) await showAll(first, signal);
    answered();
    // Who types on has use for the first screen alone.
    if (!late) await pause(REST);
    if (signal.aborted) return;
    // One after the other, so that a key pressed now waits for one of them at most.
    // Suggestions only help: what is slow to come is not waited for.
    await Promise.race([suggest(q, signal), pause(HINTS)]);
    await idle();
    if (signal.aborted) return;
    if (!listing(first)) showFacets(first.facets, filters);
    await idle();
    if (signal.aborted) return;
    if (whole(first) || stop.aborted) return settle(first, signal);
    const growing = (/** @type {Found} */ part) => {
      if (signal.aborted || settled) return;
      showFigures({
        ...part,
        total: Math.max(part.total, first.total),
        elsewhere: Math.max(part.elsewhere, first.elsewhere),
        articlesTotal: Math.max(articlesOf(part), articlesOf(first)),
      });
      if (!listing(part)) showFacets(part.facets, filters);
    };
    const all = await library.search(q, { filters, order, signal: stop, onProgress: growing });
    if (!signal.aborted) await settle(all, signal);
  } catch (error) {
    clearTimeout(long);
    if (signal.aborted) return;
    part.found.hidden = true;
    fail(error);
  }
});

/** @param {unknown} error */
function fail(error) {
  console.error(error);
  settled = true;
  standing();
  atRest();
  // A module that failed to load stays failed until the page is loaded anew; the address holds everything.
  part.messages.replaceChildren(broken(() => location.reload()));
}

/** Nothing more is to come. @param {Found} answer @param {AbortSignal} signal */
async function settle(answer, signal) {
  const before = found;
  settled = true;
  standing();
  if (before === answer) {
    showFigures(answer);
    if (listing(answer)) showFacets(answer.facets, state.filters);
    return;
  }
  if (before && sameBeginning(before, answer)) {
    showFacets(answer.facets, state.filters);
    await showLonger(answer);
  } else if (reading() && !wanted) offerWhole(answer);
  else {
    await showAll(answer, signal);
    if (signal.aborted) return;
    showFacets(answer.facets, state.filters);
  }
  tell(spoken(answer));
}

/** What stands on the page is the answer. */
function atRest() {
  page.removeAttribute("aria-busy");
  part.found.removeAttribute("data-waiting");
}

/** The first answer stands: what follows it on the page may be shown, and will not be pushed about. */
function standing() {
  delete document.documentElement.dataset.asked;
}

/** @param {Found} answer */
function whole(answer) {
  return !!answer.error || (answer.complete && answer.articles.length >= articlesOf(answer)) || (answer.failed.length > 0 && !answer.articles.length);
}

/** The figures are known, the articles are not all read: what is counted by them is not. @param {Found} answer */
function listing(answer) {
  return answer.complete && answer.articles.length < articlesOf(answer);
}

/** Whether the list on the page may simply grow. @param {Found} before @param {Found} after */
function sameBeginning(before, after) {
  if (before.relaxed?.step !== after.relaxed?.step || (state.view === "lines" && state.sort)) return false;
  return before.articles.every((article, index) => article.id === after.articles[index]?.id && article.hits.length === after.articles[index].hits.length);
}

/** @param {number} time */
function pause(time) {
  return new Promise((resolve) => setTimeout(resolve, time));
}

/** The signal of this search, which the stop button also pulls. @type {AbortController} */
let stopper = new AbortController();

/** @param {AbortSignal} signal */
function stoppable(signal) {
  const mine = (stopper = new AbortController());
  signal.addEventListener("abort", () => mine.abort(), { once: true });
  return mine.signal;
}

/** @param {AbortSignal} signal @returns {Promise<null>} */
function stopped(signal) {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(null), { once: true }));
}

part.stop.addEventListener("click", () => {
  if (settled) return search.start(true);
  stopper.abort();
});

function retry() {
  // Data of another version: only the page that came with it can read it.
  if (found?.failed.some(({ reason }) => reason === "format")) return location.reload();
  library?.retry();
  texts = null;
  keepFocus();
  search.start(true);
}

/** @param {string} q @param {AbortSignal} signal */
async function suggest(q, signal) {
  const suggestions = await library.suggest(q, SUGGESTIONS).catch(() => []);
  if (signal.aborted) return;
  part.suggestions.replaceChildren(...suggestions.map((/** @type {any} */ { kind, text, count }) => {
    const link = el("a", { href: searchAddress(suggestionState(kind, text)), class: "suggestion" },
      kind === "term" ? null : el("small", {}, KINDS[/** @type {keyof typeof KINDS} */ (kind)]), text, el("small", {}, figure(count)));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      keepFocus();
      go({ ...state, ...suggestionState(kind, text) });
    });
    return link;
  }));
}

// --- Showing ---------------------------------------------------------------------------------------------------------

/** @param {Found} answer @param {AbortSignal} [signal] of the search it answers */
async function showAll(answer, signal) {
  found = answer;
  const usable = !answer.error && (answer.articles.length > 0 || filtered() || !answer.complete);
  const hidden = !usable && !(!answer.error && answer.complete && !answer.failed.length);
  // Figures and list change at one stroke, so that neither is seen beside those of another query.
  const there = hidden ? () => {} : await makeList(answer);
  // A newer query may have been asked or answered meanwhile.
  if (found !== answer || signal?.aborted) return;
  showMessages(answer);
  part.found.hidden = hidden;
  part.found.toggleAttribute("data-empty", !answer.articles.length && !filtered());
  showFigures(answer);
  there();
  showChips();
  showControls();
  atRest();
  tell(spoken(answer));
}

/** @param {Found} answer */
function showMessages(answer) {
  part.messages.replaceChildren(...messages(answer, { filtered: filtered(), range: listAddress(state.filters), retry, clear }));
}

function clear() {
  keepFocus();
  go({ ...state, filters: {} });
}

/** What is pressed here goes with the press: the focus stays near. A phone would open its keyboard for it. */
function keepFocus() {
  if (matchMedia("(pointer: fine)").matches) field.focus({ preventScroll: true });
}

/** @param {Found} answer @returns {string} */
function spoken(answer) {
  if (answer.error) return answer.error.message;
  return `${answer.failed.length ? "部分内容未能检索。" : ""}${answer.relaxed ? answer.relaxed.message : ""}${figures(answer)}`;
}

/** What stands on the page answers an earlier query: it must not pass for the answer to this one. */
function showWaiting() {
  part.messages.replaceChildren();
  part.found.toggleAttribute("data-empty", part.found.hidden === true || part.found.hasAttribute("data-empty"));
  part.found.hidden = false;
  part.found.dataset.waiting = "";
  part.figures.textContent = "";
  forgetProgress();
  part.progress.hidden = false;
  part["progress-text"].textContent = "正在检索…";
  part.stop.textContent = "停止";
  for (const button of exportButtons()) button.disabled = true;
  tell("正在检索…");
}

/** Stopped before anything could be found. */
function showStopped() {
  settled = true;
  standing();
  atRest();
  part["progress-text"].textContent = "已停止，未检索";
  part.stop.textContent = "继续";
  tell("已停止，未检索");
}

function showNothing() {
  found = null;
  settled = true;
  standing();
  list.abort();
  forgetFigures();
  atRest();
  part.messages.replaceChildren();
  part.suggestions.hidden = true;
  showChips();
  part.found.hidden = true;
  part.results.replaceChildren();
  tell("");
}

/** @param {Found} answer */
function showFigures(answer) {
  // A query that is not valid has no figures, not even nought.
  if (answer.error) return;
  Object.assign(part.figures.dataset, {
    query: answer.query,
    total: answer.total,
    elsewhere: answer.elsewhere,
    articles: articlesOf(answer),
    complete: answer.complete,
  });
  part.figures.textContent = figures(answer);
  const unfinished = (!answer.complete && (!settled || !answer.failed.length)) || listing(answer);
  const used = document.activeElement === part.stop;
  showProgress(unfinished);
  if (used && !unfinished) keepFocus();
  part["progress-text"].textContent = told(answer);
  part.stop.textContent = settled ? "继续" : "停止";
  for (const button of exportButtons()) button.disabled = !settled || !answer.articles.length;
}

/** What is over in a moment is not worth a word that comes and goes. @param {boolean} unfinished */
function showProgress(unfinished) {
  if (unfinished && !settled) progressTimer ||= setTimeout(() => (part.progress.hidden = false), LONG);
  else {
    forgetProgress();
    part.progress.hidden = !unfinished;
  }
}

function forgetProgress() {
  clearTimeout(progressTimer);
  progressTimer = 0;
}

/** @param {Found} answer that is not whole @returns {string} */
function told(answer) {
  if (settled) return listing(answer) ? "已停止，未全部列出" : "已停止，未检索完";
  return listing(answer) ? "正在列出各篇…" : "仍在检索…";
}

function forgetFigures() {
  for (const key of ["query", "total", "elsewhere", "articles", "complete"]) delete part.figures.dataset[key];
}

/** @param {Found} answer */
async function showList(answer) {
  (await makeList(answer))();
}

/** @param {Found} answer @returns {Promise<() => void>} takes the reader to where they were in the list */
async function makeList(answer) {
  texts?.keep(answer.articles);
  list.abort();
  const mine = (list = new AbortController());
  /** @type {(work: () => Promise<void>) => Promise<void>} */
  const later = async (work) => {
    await painted();
    if (!mine.signal.aborted) await work();
  };
  const context = { query: answer.query, texts: /** @type {any} */ (texts).of, status: part.status, later, unfolded };
  const { view } = state;
  const items = await itemsOf(answer);
  // Who comes back to a place in the list needs all that stands above it.
  const passages = view === "lines" || wanted ? [] : filling(answer.articles);
  const options = { first: Math.max(view === "lines" ? FIRST_LINES : passages.length, wanted), size: SIZE[view], rest: REST, signal: mine.signal };
  /** @type {(some: any[], from: number) => Promise<Node>} */
  const make = view === "lines" ? async (some) => lineList(some, answer.query, part.status) : (some, from) => articleResults(some, context, from ? [] : passages);
  if (mine.signal.aborted) return () => {};
  part.results.classList.toggle("loosened", !!answer.relaxed);
  const one = await unroll(part.results, items, make, options);
  if (mine.signal.aborted) return () => {};
  made = one;
  // The answer may have grown while its list was made.
  if (found && found !== answer && found.query === answer.query && sameBeginning(answer, found)) one.extend(await itemsOf(found));
  return () => {
    if (mine.signal.aborted) return;
    returnTo(part.results, ITEMS, scroll);
    // What the reader had before leaving may lie beyond the first screen.
    if (items.length >= wanted || settled) forgetPlace();
  };
}

/** What a list is made of. @param {Found} answer @returns {Promise<any[]>} */
async function itemsOf(answer) {
  if (state.view !== "lines") return answer.articles;
  return sortedLines(await allLines(answer.articles, /** @type {any} */ (texts).of), state.sort);
}

/** Who asks for something else is at its beginning. */
function forgetPlace() {
  wanted = 0;
  scroll = 0;
  unfolded = [];
}

/** An answer that begins as the one before. @param {Found} answer */
async function showLonger(answer) {
  found = answer;
  showFigures(answer);
  showMessages(answer);
  await extendList(answer);
}

/** @param {Found} answer */
async function extendList(answer) {
  if (wanted) return showList(answer);
  made?.extend(await itemsOf(answer));
}

/** The reader goes on in the list that stands; all else, exports too, is of the whole answer. @param {Found} answer */
function offerWhole(answer) {
  found = answer;
  showFigures(answer);
  showFacets(answer.facets, state.filters);
  showMessages(answer);
  const button = el("button", { type: "button", class: "plain whole" }, "已检索完，显示全部结果");
  button.addEventListener("click", () => {
    window.scrollTo(0, 0);
    keepFocus();
    showAll(answer).catch(fail);
  });
  part.messages.append(button);
}

function showChips() {
  const made = chips(state.filters, filter, clear);
  const used = part.chips.contains(document.activeElement);
  part.chips.hidden = !made.length;
  part.chips.replaceChildren(...made);
  if (used && made.length) made[0].focus({ preventScroll: true });
  else if (used) keepFocus();
  part["facets-toggle"].textContent = made.length ? `筛选（${FACETS.reduce((sum, facet) => sum + (state.filters[facet]?.length ?? 0), 0)}）` : "筛选";
}

function showControls() {
  for (const name of /** @type {const} */ (["view", "order", "sort"])) {
    for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (page.querySelectorAll(`input[name=${name}]`))) radio.checked = radio.value === state[name];
  }
  part.sort.hidden = state.view !== "lines";
}

/** Told when things have come to rest, not at every key. @param {string} text */
function tell(text) {
  clearTimeout(tellTimer);
  tellTimer = setTimeout(() => (part.status.textContent = text), TELL_REST);
}

/** Whether the reader has gone into the list. */
function reading() {
  return part.results.getBoundingClientRect().top < 0 || part.results.contains(document.activeElement);
}

function filtered() {
  return Object.values(state.filters).some((values) => values.length > 0);
}

// --- Address ---------------------------------------------------------------------------------------------------------

/** Typing: an entry of its own in the history, rewritten until the reader settles on a query. */
function draft() {
  clearTimeout(addressTimer);
  // Some browsers allow few changes of the address in a short time.
  addressTimer = setTimeout(enterDraft, ADDRESS_REST);
}

function enterDraft() {
  clearTimeout(addressTimer);
  addressTimer = 0;
  enter(!history.state?.draft, true);
}

/** A settled change. @param {State} next */
function go(next) {
  clearTimeout(addressTimer);
  addressTimer = 0;
  state = next;
  forgetPlace();
  // A reader deep in the list is taken back to its beginning, one above it stays.
  scroll = Math.min(window.scrollY, window.scrollY + part.found.getBoundingClientRect().top - HEADER);
  setField(state.q);
  enter(!history.state?.draft && searchAddress(next) !== location.href, false);
  showControls();
  search.start(true);
}

/** @param {boolean} push @param {boolean} isDraft */
function enter(push, isDraft) {
  const address = searchAddress(state);
  if (push) keepPlace();
  const kept = { draft: isDraft, q: fits(state.q) ? null : state.q };
  history[push ? "pushState" : "replaceState"](kept, "", address);
  document.title = state.q ? `${state.q.slice(0, 40)} - ${TITLE}` : TITLE;
}

/** @param {string} facet @param {string} value @param {boolean} on */
function filter(facet, value, on) {
  const others = (state.filters[facet] ?? []).filter((one) => one !== value);
  const filters = { ...state.filters, [facet]: on ? [...others, value] : others };
  if (!filters[facet].length) delete filters[facet];
  go({ ...state, filters });
}

window.addEventListener("popstate", () => {
  clearTimeout(addressTimer);
  clearTimeout(scrollTimer);
  addressTimer = 0;
  restore();
  search.start(true);
});
window.addEventListener("pagehide", leave);
// What is kept as the page is left does not outlive a reload in every browser.
window.addEventListener("scroll", () => {
  clearTimeout(scrollTimer);
  scrollTimer = setTimeout(keepPlace, SCROLL_REST);
}, { passive: true });
// A changed address that still rests must stand before the reader goes on to an article.
page.addEventListener("click", leave, { capture: true });

function leave() {
  try {
    if (addressTimer) enterDraft();
    rememberSearch(location.href);
    keepPlace();
  } catch {
    // The page goes all the same; only the convenience is lost.
  }
}

function keepPlace() {
  clearTimeout(scrollTimer);
  // Before the list stands as the reader left it, the place is the one that is kept already.
  if (wanted) return;
  const open = [.../** @type {NodeListOf<HTMLElement>} */ (part.results.querySelectorAll("[data-unfolded]"))].map((one) => one.dataset.article);
  history.replaceState({ ...history.state, scroll: placeIn(part.results, ITEMS), shown: made?.shown() ?? 0, unfolded: open }, "");
}

/** Take the state from the address, and the place in the list from the history. */
function restore() {
  const kept = history.state ?? {};
  state = read(location.search);
  if (kept.q) state.q = kept.q;
  wanted = kept.shown ?? 0;
  scroll = kept.scroll ?? 0;
  unfolded = kept.unfolded ?? [];
  if (!isComposed(field)) setField(state.q);
  showControls();
}

// --- Controls --------------------------------------------------------------------------------------------------------

form.addEventListener("submit", (event) => {
  event.preventDefault();
  go({ ...state, q: field.value });
  // On a phone the keyboard would cover the results.
  if (matchMedia("(pointer: coarse)").matches) field.blur();
});

walk(field, part.results);

part.tools.addEventListener("change", ({ target }) => {
  const radio = /** @type {HTMLInputElement} */ (target);
  const next = /** @type {State} */ ({ ...state, [radio.name]: radio.value });
  if (radio.name === "order" || !found) return go(next);
  // The same answer, shown otherwise.
  state = next;
  forgetPlace();
  enter(!history.state?.draft, false);
  showControls();
  showMessages(found);
  showList(found).catch(fail);
});

for (const toggle of [part["facets-toggle"], part["exports-toggle"]]) {
  toggle.addEventListener("click", () => toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") !== "true")));
}

for (const button of exportButtons()) {
  button.addEventListener("click", async () => {
    const answer = found;
    if (!answer || !texts) return;
    button.disabled = true;
    try {
      const rows = await allLines(answer.articles, texts.of);
      const name = `检索-${state.q.replace(/[\\/:*?"<>|\s]+/g, " ").trim().slice(0, 24)}${answer.complete && answer.articles.length >= articlesOf(answer) ? "" : "（不全）"}`;
      if (button.dataset.export === "csv") download(`${name}.csv`, "text/csv", csv(rows));
      else download(`${name}.md`, "text/markdown", markdown(rows, { query: state.q, figures: figures(answer), address: searchAddress(state), day: today() }));
    } catch {
      part.messages.append(el("p", { class: "message failed", role: "alert" }, "部分内容未能载入，没有导出。请稍后再试。"));
    }
    button.disabled = false;
  });
}

/** @returns {HTMLButtonElement[]} */
function exportButtons() {
  return [...part.tools.querySelectorAll(/** @type {"button"} */ ("[data-export]"))];
}

function today() {
  const now = new Date();
  return `${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日`;
}

// Past everything to the results; where there are none, to the box. The address is the search's own.
document.querySelector('[href="#results"]')?.addEventListener("click", (event) => {
  event.preventDefault();
  if (part.found.hidden) return field.focus();
  const results = /** @type {HTMLElement} */ (part.results.parentElement);
  results.tabIndex = -1;
  results.addEventListener("blur", () => results.removeAttribute("tabindex"), { once: true });
  results.focus({ preventScroll: true });
  results.scrollIntoView();
});

// --- Beginning -------------------------------------------------------------------------------------------------------

history.scrollRestoration = "manual";
// The reader may have typed before this module was there.
const early = isComposed(field) ? "" : field.value;
restore();
state.q = early || state.q || (history.state ? "" : carried());
if (early || state.q) setField(state.q);
// Who is in the field already was about to type something new.
if (!early && document.activeElement === field) field.select();
if (!history.state) enter(false, !state.q);
if (state.q || filtered()) search.start(true);
else if (matchMedia("(pointer: fine)").matches) field.focus();
