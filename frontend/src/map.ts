// A map that the page has drawn already, made to be zoomed:
//
//   <figure data-map data-shapes="/…" data-bounds="w,s,e,n" data-label="…"
//           [data-tiles="https://…" data-names="https://…"]><svg class="map-flat">…
//
// The marks, the doors into a place and the names are read out of the drawing, so that
// both say the same; only the boundaries are fetched. MapLibre is loaded when the map is
// about to be seen, and only where a graphics card draws: elsewhere it would be slower
// than the drawing, so a button offers it. Without WebGL, or where anything fails, the
// drawing stays.

import { t } from "./kit/words";

const NEAR = "200px";

const BY_PROCESSOR = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Who draws: the name of a graphics card or of a program; none without WebGL. */
function painter(): string | null {
  const pen = document.createElement("canvas").getContext("webgl2");
  if (pen === null) return null;
  const told = pen.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = pen.getParameter(told?.UNMASKED_RENDERER_WEBGL ?? pen.RENDERER);
  pen.getExtension("WEBGL_lose_context")?.loseContext();
  return String(name);
}

async function enhance(figure: HTMLElement): Promise<void> {
  try {
    const { drawLive } = await import("./map/live");
    await drawLive(figure);
    figure.dataset["drawn"] = "live";
  } catch {
    figure.dataset["drawn"] = "flat";
  }
}

function offer(figure: HTMLElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "map-offer";
  button.textContent = t("打开可缩放的地图", "Open the map that zooms");
  button.addEventListener("click", () => {
    button.remove();
    void enhance(figure);
  });
  figure.querySelector("figcaption")?.before(button);
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      void enhance(target as HTMLElement);
    }
  },
  { rootMargin: NEAR },
);
const figures = document.querySelectorAll<HTMLElement>("figure[data-map]");
if (figures.length > 0) {
  const by = painter();
  const quick = by !== null && !BY_PROCESSOR.test(by);
  for (const one of figures) {
    if (quick) seen.observe(one);
    else {
      one.dataset["drawn"] = "flat";
      if (by !== null) offer(one);
    }
  }
}
