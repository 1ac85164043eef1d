/** Before the first paint: the reader's own face and size of type, so that no page is set twice. Plain script, no module. */
{
  const root = document.documentElement;
  root.dataset.script = "";
  try {
    const { face, size } = JSON.parse(localStorage.getItem("wenku.reading") ?? "{}") ?? {};
    if (face === "sans") root.dataset.face = face;
    if (size === "small" || size === "large") root.dataset.size = size;
  } catch {} // A browser may refuse storage, or hold what we never wrote: then the usual setting stays.
}
