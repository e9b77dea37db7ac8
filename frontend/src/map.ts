// A map beside the list of what it shows:
//
//   <div data-map data-points="/…" data-shapes="/…" data-label="…" data-notice="…"></div>
//
// Both addresses give GeoJSON: points with name, tint (a design token), note (such as
// "at the county's centre") and url; boundaries, which may be left out. The notice (a
// sketch, without a map number) is shown whatever draws it. WebGL draws where there is
// any, else an SVG; only the one that is needed is loaded. Without script the list is it.

import { t } from "./kit/words";
import { given } from "./map/data";

function hasWebgl(): boolean {
  const canvas = document.createElement("canvas");
  return canvas.getContext("webgl2") !== null;
}

async function enhance(element: HTMLElement): Promise<void> {
  const place = document.createElement("div");
  place.className = "map-drawn";
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", element.dataset["label"] ?? t("地图", "Map"));
  const notice = document.createElement("p");
  notice.className = "map-notice";
  notice.textContent = element.dataset["notice"] ?? "";
  element.replaceChildren(place, notice);
  try {
    const what = await given(element);
    if (what.spots.length + what.shapes.features.length === 0) {
      throw new Error("nothing to draw");
    }
    if (hasWebgl()) (await import("./map/live")).drawLive(place, what);
    else {
      (await import("./map/flat")).drawFlat(place, what);
      place.dataset["drawn"] = "flat";
    }
  } catch {
    place.remove();
    notice.textContent = t(
      "地图没有画出来，下面的列表内容相同。",
      "The map could not be drawn; the list below holds the same.",
    );
  }
}

for (const element of document.querySelectorAll<HTMLElement>("[data-map]")) {
  void enhance(element);
}
