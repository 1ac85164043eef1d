/** What the search page says in words: totals, and whatever a reader must know before trusting them. */

import { searchAddress } from "./address.js";
import { el, figure } from "./dom.js";

/** @typedef {import("./engine.js").Found} Found */

/** What was relaxed, before the total. */
const RELAXED = { exact: "", punctuation: "略去标点后", paragraph: "各词同段的", article: "各词同篇的", any: "含任一词的" };

/** The totals in one sentence. @param {Found} found @returns {string} */
export function figures(found) {
  const { total, elsewhere, complete, relaxed } = found;
  const articles = articlesOf(found);
  if (!articles && !total) return complete ? "共 0 处" : "目前 0 处";
  const start = `${relaxed ? relaxing(relaxed) : ""}${complete ? "共" : "至少"} `;
  if (!total) return `${start}0 处；题名、署名中 ${figure(elsewhere)} 处，见于 ${figure(articles)} 篇`;
  return `${start}${figure(total)} 处，见于 ${figure(articles)} 篇${elsewhere ? `，另有 ${figure(elsewhere)} 处在题名、署名中` : ""}`;
}

/** @param {import("./session.js").Relaxed} relaxed */
function relaxing({ step, parts, absent }) {
  const rest = parts.filter((part) => !absent.includes(part));
  return absent.length && rest.length === 1 ? `“${rest[0]}”` : RELAXED[step];
}

/** How many articles answer; a growing result may list fewer. @param {Found} found @returns {number} */
export function articlesOf(found) {
  return found.articlesTotal ?? found.articles.length;
}

/**
 * Errors, failures, relaxed results, and nothing at all: each its own, never one for another.
 * @param {Found} found
 * @param {{filtered: boolean, range: string, retry: () => void, clear: () => void}} actions `range`: where the articles of the chosen range are listed
 * @returns {HTMLElement[]}
 */
export function messages(found, { filtered, range, retry, clear }) {
  if (found.error) {
    const { code, message } = found.error;
    if (message) return [el("p", { class: "message error", role: "alert", "data-error": code }, message)];
    return filtered ? [wordless(range)] : [];
  }
  /** @type {HTMLElement[]} */ const said = [];
  if (found.failed.length) said.push(failure(found, retry));
  if (found.relaxed) {
    const { message, groups, parts, absent, step } = found.relaxed;
    const words = step !== "punctuation" && parts.length > absent.length + 1 && el("span", { class: "parts" }, `拆作：${groups.map((group) => group.join("、")).join(" | ")}`);
    said.push(el("p", { class: "message relaxed", "data-relaxed": step }, message, words));
  } else if (!found.articles.length && found.complete && !found.failed.length) said.push(none(found.query, filtered, clear));
  return said;
}

/** A range without words. @param {string} range */
function wordless(range) {
  const list = el("a", { href: range }, "查看这一范围的全部文章");
  return el("p", { class: "message" }, "请输入要在所选范围内检索的文字，或", list, "。");
}

/** The engine itself could not be loaded, or broke. @param {() => void} retry @returns {HTMLElement} */
export function broken(retry) {
  return el("p", { class: "message failed", role: "alert", "data-failed": "engine" }, "检索程序或检索数据未能载入，没有检索。", button("重试", retry));
}

/** @param {Found} found @param {() => void} retry */
function failure(found, retry) {
  const nothing = !found.articles.length;
  const parts = figure(found.failed.length);
  const names = found.failed.map(({ name, reason }) => `${name}：${reasonOf(reason)}`);
  const reasons = [...new Set(found.failed.map(({ reason }) => reasonOf(reason)))];
  const text = nothing
    ? `有 ${parts} 部分内容未能载入（${reasons.join("、")}），其中有没有所查文字，尚不可知。`
    : `有 ${parts} 部分内容未能载入（${reasons.join("、")}），这些部分没有查；以下并非全部。`;
  return el("p", { class: "message failed", role: "alert", title: names.slice(0, 20).join("\n"), "data-failed": found.failed.length }, text, button("重试", retry));
}

/** A query that asks for more than words. */
const OPERATORS = /(?:^|\s)[-－~～]/;
const REASONS = { missing: "缺失", corrupt: "损坏", network: "网络中断", slow: "超时", format: "版本不符" };

/** @param {string} reason */
function reasonOf(reason) {
  return REASONS[/** @type {keyof typeof REASONS} */ (reason)] ?? reason;
}

/** @param {string} query @param {boolean} filtered @param {() => void} clear */
function none(query, filtered, clear) {
  if (!filtered && query.includes('"')) {
    const again = el("a", { href: searchAddress({ q: query.replaceAll('"', "") }) }, "去掉引号再查");
    return el("p", { class: "message" }, "没有与引号内一字不差的文句。可", again, "。");
  }
  if (!filtered && OPERATORS.test(query)) return el("p", { class: "message" }, "没有符合这样写法的文章。可去掉排除词或距离再查。");
  return filtered
    ? el("p", { class: "message" }, "所选范围内没有这样的文字。", button("去掉筛选", clear))
    : el("p", { class: "message" }, "全库没有这样的文字。请核对字词，或少写几个字再试。");
}

/** @param {string} label @param {() => void} act */
function button(label, act) {
  const made = el("button", { type: "button", class: "plain" }, label);
  made.addEventListener("click", act);
  return made;
}
