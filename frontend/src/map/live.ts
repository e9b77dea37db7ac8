// The map with WebGL: boundaries below, sites above, nothing from elsewhere. It has no
// text of its own, because the letters of such maps come from a server of letters.

import {
  type GeoJSONSourceSpecification,
  getVersion,
  Map as LiveMap,
  NavigationControl,
  Popup,
  setWorkerUrl,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import { t } from "../kit/words";
import { token } from "../kit/tokens";
import { bounds, type Given, type Spot } from "./data";

type Data = GeoJSONSourceSpecification["data"];

export function drawLive(element: HTMLElement, what: Given): void {
  setWorkerUrl(new URL(`./map-worker.js?v=${getVersion()}`, import.meta.url).href);
  const colour = (name: string) => token(element, name);
  const live = new LiveMap({
    container: element,
    bounds: bounds(what),
    fitBoundsOptions: { padding: 24 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    locale: words(),
    style: {
      version: 8,
      sources: {
        shapes: { type: "geojson", data: what.shapes as unknown as Data },
        spots: { type: "geojson", data: points(what.spots, colour) },
      },
      layers: [
        {
          id: "ground",
          type: "background",
          paint: { "background-color": colour("ground") },
        },
        {
          id: "area",
          type: "fill",
          source: "shapes",
          paint: { "fill-color": colour("paper") },
        },
        {
          id: "border",
          type: "line",
          source: "shapes",
          paint: { "line-color": colour("line-strong"), "line-width": 1 },
        },
        {
          id: "spots",
          type: "circle",
          source: "spots",
          paint: {
            "circle-color": ["get", "colour"],
            "circle-radius": 6,
            "circle-stroke-color": colour("paper"),
            "circle-stroke-width": 1,
          },
        },
      ],
    },
  });
  live.touchZoomRotate.disableRotation();
  live.addControl(new NavigationControl({ showCompass: false }));
  live.on("click", "spots", (event) => {
    const spot = what.spots[Number(event.features?.[0]?.id)];
    if (spot)
      popup(spot)
        .setLngLat([...spot.place])
        .addTo(live);
  });
  live.on("mouseenter", "spots", () => {
    live.getCanvas().style.cursor = "pointer";
  });
  live.on("mouseleave", "spots", () => {
    live.getCanvas().style.cursor = "";
  });
  live.once("idle", () => {
    element.dataset["drawn"] = "live";
  });
}

function points(spots: readonly Spot[], colour: (name: string) => string): Data {
  return {
    type: "FeatureCollection",
    features: spots.map((spot, id) => ({
      type: "Feature",
      id,
      geometry: { type: "Point", coordinates: [...spot.place] },
      properties: { colour: colour(spot.tint) || colour("link") },
    })),
  };
}

function popup(spot: Spot): Popup {
  const box = document.createElement("div");
  const name = document.createElement(spot.url ? "a" : "b");
  if (name instanceof HTMLAnchorElement) name.href = spot.url;
  name.textContent = spot.name;
  const note = document.createElement("p");
  note.textContent = spot.note;
  box.append(name, note);
  return new Popup({ closeOnMove: false }).setDOMContent(box);
}

function words(): Record<string, string> {
  return {
    "NavigationControl.ZoomIn": t("放大", "Zoom in"),
    "NavigationControl.ZoomOut": t("缩小", "Zoom out"),
    "Popup.Close": t("关闭", "Close"),
    "Map.Title": t("地图", "Map"),
  };
}
