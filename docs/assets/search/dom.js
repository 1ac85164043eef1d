/**
 * Elements made from plain values. Text becomes text nodes and nothing else, so nothing from a query or an article can
 * ever become markup.
 */

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  up: "M6 15l6-6 6 6",
  down: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  back: "M19 12H5m6-6l-6 6 6 6",
  copy: "M9 9h10v11H9zM5 15V4h10",
};

/**
 * @param {string} name
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes] null, undefined and false leave an attribute out
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child || child === "")));
  return element;
}

/** @param {keyof typeof ICONS} name @returns {SVGElement} */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  drawing.append(path);
  return drawing;
}

const FIGURES = new Intl.NumberFormat("en");

/** A figure with its thousands set apart. @param {number} value @returns {string} */
export function figure(value) {
  return FIGURES.format(value);
}
