/** The reader's face and size of type, and whether notes are marked: set at once, and remembered where the browser allows it. */

const USUAL = { face: "serif", size: "medium", notes: "shown" };
const root = document.documentElement;
const settings = /** @type {HTMLDetailsElement} */ (document.querySelector("[data-settings]"));

/** Set what the reader has chosen. */
export function choose() {
  /** @type {Record<string, string>} */ const chosen = {};
  for (const { name, value } of /** @type {NodeListOf<HTMLInputElement>} */ (settings.querySelectorAll("input:checked"))) {
    chosen[name] = value;
    if (value === USUAL[/** @type {keyof typeof USUAL} */ (name)]) delete root.dataset[name];
    else root.dataset[name] = value;
  }
  try {
    localStorage.setItem("wenku.reading", JSON.stringify(chosen));
  } catch {
    // A browser may refuse storage: then the choice lasts as long as the page.
  }
}

document.addEventListener("click", ({ target }) => {
  if (!settings.contains(/** @type {Node} */ (target))) settings.open = false;
});
settings.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  settings.open = false;
  settings.querySelector("summary")?.focus();
});
