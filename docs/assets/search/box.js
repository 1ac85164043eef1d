/**
 * The drop-down of a search box, by the ARIA combobox pattern: suggestions, then the first passages, then the way to all
 * results. Focus stays in the field; arrows move through the options, Enter opens one, Esc closes.
 */

import { carry, fits, hitAddresses, searchAddress } from "./address.js";
import { shownTitle } from "./cite.js";
import { el, figure } from "./dom.js";
import { figures } from "./messages.js";
import { paced } from "./pace.js";
import { groups, snippet, whole } from "./passages.js";
import { KINDS, suggestionState } from "./suggestion.js";
import { composes, isComposed, onText } from "./typing.js";

const SUGGESTIONS = 5;
const ARTICLES = 3;
const HINTS = 150;
/** Of a large library no more is read than the first passages need; the total then says 至少. */
const LIMIT = 12;

let boxes = 0;

/** Give `field` its drop-down. @param {HTMLInputElement} field */
export function attach(field) {
  const form = /** @type {HTMLFormElement} */ (field.form);
  const id = `box-${++boxes}`;
  const list = el("div", { class: "finder-list", id, role: "listbox", "aria-label": "检索提示与段落", hidden: true });
  const status = el("p", { class: "visually-hidden", role: "status" });
  form.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": id, "aria-expanded": "false",
  })) field.setAttribute(name, value);

  /** @type {HTMLElement | null} */ let active = null;
  let telling = 0;
  /** What was typed has no answer yet. */
  let asking = false;
  /** What the list answers. */
  let answered = "";
  const engine = import("./engine.js");
  // The reader is about to type: the index may as well be on its way. What fails here fails again, and is told then.
  engine.then((library) => library.suggest("一", 1)).catch(() => {});

  const search = paced(async (signal, done) => {
    try {
      await answer(signal);
    } catch (error) {
      if (signal.aborted) return;
      console.error(error);
      show([el("p", { class: "finder-note" }, "检索程序或检索数据未能载入。按回车键，到检索页重试。")]);
    }
    done();
  });

  function ask() {
    asking = true;
    search.start();
  }

  /** @param {AbortSignal} signal */
  async function answer(signal) {
    const query = field.value;
    const library = await engine;
    if (signal.aborted) return;
    // The first passages are enough to show; while there are none, nothing is known yet.
    /** @type {(found: import("./engine.js").Found) => void} */ let some = () => {};
    /** @type {Promise<import("./engine.js").Found>} */ const early = new Promise((resolve) => (some = resolve));
    const searching = library.search(query, { signal, limit: LIMIT, onProgress: (found) => found.articles.length && some(found) });
    // Suggestions only help: without them, or before they come, the passages are shown all the same.
    const hints = library.suggest(query, SUGGESTIONS).catch(() => []);
    const found = await Promise.race([early, searching]);
    const suggestions = await Promise.race([hints, new Promise((resolve) => setTimeout(resolve, HINTS))]);
    const shown = await Promise.all(found.articles.slice(0, ARTICLES).map((article) => passage(library, article, query)));
    if (signal.aborted) return;
    const rest = [passed(shown, found), all(query, found)];
    show([suggested(suggestions ?? []), ...rest]);
    if (!suggestions) hints.then((late) => late.length && !signal.aborted && !active && show([suggested(late), ...rest]));
    tell(summary(found));
    searching.then((last) => {
      if (last === found || signal.aborted) return;
      /** @type {HTMLElement} */ (rest[1]).textContent = allOf(last);
      tell(summary(last));
    }, () => {});
  }

  /** @param {(HTMLElement | null)[]} sections */
  function show(sections) {
    asking = false;
    answered = field.value;
    choose(null);
    list.replaceChildren(.../** @type {HTMLElement[]} */ (sections.filter(Boolean)));
    list.querySelectorAll("[role=option]").forEach((option, index) => (option.id = `${id}-${index}`));
    open();
  }

  function open() {
    if (field.value.trim() && answered !== field.value && !isComposed(field)) {
      list.replaceChildren();
      if (!asking) ask();
    }
    const any = document.activeElement === field && list.childElementCount > 0;
    list.hidden = !any;
    field.setAttribute("aria-expanded", String(any));
  }

  function close() {
    search.stop();
    asking = false;
    choose(null);
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  }

  /** @param {HTMLElement | null} option */
  function choose(option) {
    active?.setAttribute("aria-selected", "false");
    active = option;
    if (active) {
      active.setAttribute("aria-selected", "true");
      active.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", active.id);
    } else field.removeAttribute("aria-activedescendant");
  }

  /** @param {number} step */
  function move(step) {
    const options = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=option]")]);
    // One place more than there are options: the field itself, where no option is chosen.
    const at = (active ? options.indexOf(active) : -1) + 1;
    choose(options[(at + step + options.length + 1) % (options.length + 1) - 1] ?? null);
  }

  /** Told once typing rests, not at every key. @param {string} text */
  function tell(text) {
    clearTimeout(telling);
    telling = setTimeout(() => (status.textContent = list.hidden ? "" : text), 800);
  }

  onText(field, (text) => {
    if (text.trim()) return ask();
    close();
    list.replaceChildren();
  });

  field.addEventListener("keydown", (event) => {
    if (composes(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) open();
      if (list.hidden) return;
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active) {
      event.preventDefault();
      active.click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (list.hidden && !asking) field.blur();
      else close();
    } else if (event.key === "Tab") close();
  });

  form.addEventListener("submit", (event) => {
    close();
    // The form itself writes no short address.
    event.preventDefault();
    if (!fits(field.value)) carry(field.value);
    location.href = searchAddress({ q: field.value });
  });

  // A press inside the list must not take the focus from the field, or a phone would fold both away before the tap counts.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  field.addEventListener("focus", open);
  field.addEventListener("blur", () => setTimeout(() => document.activeElement !== field && close()));
  if (field.value.trim() && !isComposed(field)) ask();
}

/** @param {{kind: "term" | "author" | "outlet", text: string, count: number, note?: string}[]} suggestions */
function suggested(suggestions) {
  if (!suggestions.length) return null;
  return section("提示", suggestions.map(({ kind, text, count, note }) =>
    option(searchAddress(suggestionState(kind, text)), "finder-word",
      el("span", { class: "finder-kind" }, KINDS[kind]),
      el("span", { class: "finder-text" }, text, note ? el("small", {}, note) : null),
      el("span", { class: "finder-count" }, figure(count)))));
}

/** @param {any} library @param {any} article @param {string} query */
async function passage(library, article, query) {
  const hits = groups(article.hits);
  const body = hits.find(({ block }) => block !== "title" && block !== "byline");
  const title = hits.find(({ block }) => block === "title");
  const first = body ?? hits[0];
  const texts = body ? await library.passages(article.id, [body.block]) : [];
  const context = texts[0] && body ? snippet(texts[0].text, body.hits.slice(0, 1), 22) : [];
  const shown = shownTitle(article);
  return option(
    first ? hitAddresses(article.url, query)(first.hits[0]) : new URL(article.url, document.baseURI).href,
    "finder-passage",
    el("span", { class: "finder-title" }, ...(title && shown === article.title ? pieces(whole(article.title, title.hits)) : [shown]), article.by ? el("span", { class: "finder-by" }, article.by) : null),
    context.length > 0 && el("span", { class: "finder-context" }, ...pieces(context)),
  );
}

/** @param {HTMLElement[]} shown @param {any} found */
function passed(shown, found) {
  if (found.error || !shown.length) return null;
  return section(found.relaxed ? "相近段落" : "段落", shown);
}

/** @param {string} query @param {any} found */
function all(query, found) {
  const text = summary(found);
  if (!text) return null;
  if (found.error) return el("p", { class: "finder-note" }, text);
  return option(searchAddress({ q: query }), "finder-all", allOf(found));
}

/** @param {any} found @returns {string} */
function allOf(found) {
  return found.articles.length ? `全部结果：${summary(found)}` : summary(found);
}

/** @param {any} found @returns {string} */
function summary(found) {
  if (found.error) return found.error.message;
  const failed = found.failed.length ? "部分内容未能检索。" : "";
  if (!found.articles.length) return failed ? `${failed}到检索页重试` : "没有找到";
  return `${failed}${found.relaxed ? (found.relaxed.absent.length ? `没有“${found.relaxed.absent.join("”“")}”；` : "没有逐字相同的；") : ""}${figures(found)}`;
}

/** @param {string} label @param {HTMLElement[]} options */
function section(label, options) {
  return el("div", { role: "group", "aria-label": label }, ...options);
}

/** @param {string} href @param {string} kind @param {...any} children */
function option(href, kind, ...children) {
  return el("a", { href, class: kind, role: "option", "aria-selected": "false", tabindex: "-1" }, ...children);
}

/** @param {import("./passages.js").Piece[]} pieces */
function pieces(pieces) {
  return pieces.filter(({ text }) => text).map(({ text, hit }) => (hit ? el("mark", {}, text) : text));
}
