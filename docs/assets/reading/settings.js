/** The reader's face and size of type: set at once, and remembered where the browser allows it. */

const USUAL = { face: "serif", size: "medium" };
const root = document.documentElement;
const settings = /** @type {HTMLDetailsElement} */ (document.querySelector("[data-settings]"));
const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (settings.querySelectorAll("input"));

for (const input of inputs) {
  const name = /** @type {keyof typeof USUAL} */ (input.name);
  input.checked = input.value === (root.dataset[name] ?? USUAL[name]);
}
settings.addEventListener("change", () => {
  /** @type {Record<string, string>} */ const chosen = {};
  for (const { name, value, checked } of inputs) if (checked) chosen[name] = value;
  for (const [name, value] of Object.entries(chosen)) {
    if (value === USUAL[/** @type {keyof typeof USUAL} */ (name)]) delete root.dataset[name];
    else root.dataset[name] = value;
  }
  try {
    localStorage.setItem("wenku.reading", JSON.stringify(chosen));
  } catch {}
});
document.addEventListener("click", ({ target }) => {
  if (!settings.contains(/** @type {Node} */ (target))) settings.open = false;
});
settings.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  settings.open = false;
  settings.querySelector("summary")?.focus();
});
