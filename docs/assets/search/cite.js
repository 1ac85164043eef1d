/** Citations: a passage with its source, alone or a whole search as CSV or Markdown. Pure; unknown parts are left out. */

import { blockAddress } from "./address.js";
import { line, place, quotation } from "./passages.js";
import { unnamed } from "./said.js";

/** @typedef {import("./passages.js").Hit} Hit */
/**
 * @typedef {{url: string, title: string, title_basis: string, cited: [by: string, outlet: string, when: string],
 *   said?: Record<string, string>}} Source  `cited`: author, outlet and date, each empty where it is unknown and in square brackets
 *   where it is inferred; `said`: who says a block and on what occasion, where the text tells
 */
/** @typedef {{id: string, genre: string | null, region: string | null, outlet: string | null, date: string | null, inferred: boolean, when: string} & Source} Entry */
/** @typedef {{article: Entry, hit: Hit, text: string}} Row */

/** A title as readers see it: a supplied one stands in square brackets. @param {Source} source @returns {string} */
export function shownTitle(source) {
  return source.title_basis === "supplied" ? `[${source.title}]` : source.title;
}

/**
 * “…”——作者《题名》，媒体，日期，第12段，address; of an interview “…”——某某语，见作者《题名》…, and so
 * of a quotation with what is printed under it.
 * @param {string} quote @param {Source} source @param {...string} blocks the quote stands in, from the first to the last
 * @returns {string}
 */
export function citation(quote, source, ...blocks) {
  return `${cited(quote, source, blocks)}，${blockAddress(source.url, blocks[0])}`;
}

/** @param {string} quote @param {Source} source @param {string[]} blocks */
function cited(quote, source, blocks) {
  const title = source.title_basis === "supplied" ? shownTitle(source) : `《${within(source.title, "《》", "〈〉")}》`;
  const [by, outlet, when] = source.cited;
  const words = said(source, blocks);
  const known = [`${words && `${words}，见`}${by}${title}`, outlet, when, places(blocks).replaceAll(" ", "")];
  return `“${within(unnamed(quote, words), "“”", "‘’")}”——${known.filter(Boolean).join("，")}`;
}

/**
 * Marks inside a pair of their own kind change places with the other kind (GB/T 15834: double outside, single inside).
 * @param {string} text @param {string} outer @param {string} inner
 */
function within(text, outer, inner) {
  const [from, to] = [outer + inner, inner + outer];
  return text.replace(new RegExp(`[${from}]`, "g"), (mark) => to[from.indexOf(mark)]);
}

/** Where several blocks stand: 第 12—14 段; headings between paragraphs go without saying. @param {string[]} blocks */
function places(blocks) {
  const paragraphs = blocks.filter((block) => /^p\d+$/.test(block));
  if (paragraphs.length < 2) return place(paragraphs[0] ?? blocks[0]);
  return `第 ${paragraphs[0].slice(1)}—${paragraphs[paragraphs.length - 1].slice(1)} 段`;
}

/**
 * All hits as a table that spreadsheets open: with a byte order mark, or they take the characters for another encoding.
 * @param {Row[]} rows
 * @returns {string}
 */
export function csv(rows) {
  const head = ["序号", "篇号", "题名", "作者", "媒体", "日期", "文体", "地区", "位置", "前文", "命中", "后文", "引文", "网址"];
  const body = rows.map(({ article, hit, text }, index) => {
    const { left, key, right } = line(text, hit);
    return [
      String(index + 1), article.id, shownTitle(article), article.cited[0], article.outlet ?? "", date(article),
      article.genre ?? "", article.region ?? "", place(hit.block), left, key, right,
      citation(quotation(text, [hit]), article, hit.block), blockAddress(article.url, hit.block),
    ];
  });
  return `\ufeff${[head, ...body].map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}

/**
 * All hits as Markdown, article by article, each with its citation.
 * @param {Row[]} rows @param {{query: string, figures: string, address: string, day: string}} about
 * @returns {string}
 */
export function markdown(rows, about) {
  const out = [`# 检索：${escape(about.query)}`, "", `${about.figures}。检索于${about.day}：<${about.address}>`];
  let article = null;
  let number = 0;
  for (const row of rows) {
    if (row.article !== article) {
      article = row.article;
      number = 0;
      out.push("", `## ${escape(shownTitle(article))}`, "");
    }
    const { block } = row.hit;
    out.push(`${++number}. ${escape(cited(quotation(row.text, [row.hit]), row.article, [block]))}，<${blockAddress(article.url, block)}>`);
  }
  return `${out.join("\n")}\n`;
}

/** Who says it, where one says all of it and others sign. @param {Source} source @param {string[]} blocks @returns {string} */
function said({ cited: [by], said }, blocks) {
  const found = new Set(blocks.map((block) => said?.[block]));
  const [words] = found;
  return found.size === 1 && words && words !== `${by}语` ? words : "";
}

/** For a column of dates: in figures, in square brackets where it is worked out; else what bounds it. @param {Entry} article @returns {string} */
function date({ date, inferred, when }) {
  if (!date) return when;
  return inferred ? `[${date}]` : date;
}

/** A cell: quoted where it must be; one that a spreadsheet would run as a formula is made text. @param {string} value */
function cell(value) {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Text that Markdown shows as it stands. @param {string} text */
function escape(text) {
  return text.replace(/[\\`*_[\]<>#|~&]/g, "\\$&").replace(/\s+/g, " ");
}
