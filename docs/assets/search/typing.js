/** A text field that knows input methods: what is being composed is nobody's query yet. */

/**
 * Calls back with each new text of `field`: on input outside a composition, and when a composition ends.
 * @param {HTMLInputElement} field
 * @param {(text: string) => void} heard
 * @returns {(text: string) => void} sets the text without being heard
 */
export function onText(field, heard) {
  let last = isComposed(field) ? "" : field.value;
  const hear = () => {
    if (field.value === last) return;
    last = field.value;
    heard(last);
  };
  field.addEventListener("compositionend", hear);
  field.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) hear();
  });
  return (text) => {
    field.value = last = text;
  };
}

/** Whether the text of `field` is still being composed; boot.js keeps watch. @param {HTMLElement} field @returns {boolean} */
export function isComposed(field) {
  return "composing" in field.dataset;
}

/**
 * Whether this key belongs to an input method: Enter then takes the candidate, it does not search.
 * Safari ends the composition before the key arrives; 229 is then the only sign.
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
export function composes(event) {
  return event.isComposing || event.keyCode === 229;
}
