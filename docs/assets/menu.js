/** The menu of narrow screens by keyboard. The theme's switch for it is a check box that only a pointer reaches. */
{
  const drawer = /** @type {HTMLInputElement | null} */ (document.getElementById("__drawer"));
  const button = document.querySelector("[data-menu]");
  if (drawer && button) {
    document.documentElement.dataset.menu = "";
    button.addEventListener("click", () => drawer.click());
    drawer.addEventListener("change", () => button.setAttribute("aria-expanded", String(drawer.checked)));
    document.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !drawer.checked) return;
      drawer.click();
      /** @type {HTMLElement} */ (button).focus();
    });
  }
}
