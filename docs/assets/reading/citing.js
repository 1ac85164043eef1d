/** The buttons of the citations: copy one, or take it along as a file. */

import { copy, download } from "../search/copy.js";

const status = /** @type {HTMLElement} */ (document.querySelector("#cite [data-part=status]"));
const id = /** @type {HTMLElement} */ (document.querySelector("[data-article]")).dataset.article;

/** @param {HTMLButtonElement} button */
export function press(button) {
  const { copy: wanted, download: file, type = "", extension } = button.dataset;
  const text = document.getElementById(wanted ?? file ?? "")?.textContent ?? "";
  if (wanted) copy(button, text, status);
  // RIS asks for the line ends of its time.
  if (file) download(`wenku-${id}.${extension}`, type, extension === "ris" ? text.replaceAll("\n", "\r\n") : text);
}
