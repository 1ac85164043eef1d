/** A button that copies, and says whether it did. */

/**
 * @param {HTMLButtonElement} button
 * @param {string} text
 * @param {HTMLElement | null} [status] where screen readers hear of it
 */
export async function copy(button, text, status = null) {
  const label = button.querySelector("[data-label]") ?? button;
  const usual = (button.dataset.usual ??= label.textContent ?? "");
  const done = (await write(text)) ? "已复制" : "未能复制";
  label.textContent = done;
  if (status) status.textContent = done;
  setTimeout(() => (label.textContent = usual), 1600);
}

/** Hand a file to the reader. @param {string} name @param {string} type @param {string} text */
export function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** @param {string} text @returns {Promise<boolean>} */
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeByCommand(text);
  }
}

/** For plain http, as within an office network, where browsers offer no clipboard. @param {string} text @returns {boolean} */
function writeByCommand(text) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus({ preventScroll: true });
  return done;
}
