/** Before the first paint, so that no page is set twice: the reader's own face and size of type, and whether the address
 * already asks for something. Plain script, no module. */
{
  const root = document.documentElement;
  root.dataset.script = "";
  if (/[?&][qu]=[^&]/.test(location.search)) root.dataset.asked = "";
  try {
    const { face, size, notes } = JSON.parse(localStorage.getItem("wenku.reading") ?? "{}") ?? {};
    if (face === "sans") root.dataset.face = face;
    if (size === "small" || size === "large") root.dataset.size = size;
    if (notes === "hidden") root.dataset.notes = notes;
  } catch {} // A browser may refuse storage, or hold what we never wrote: then the usual setting stays.
}
