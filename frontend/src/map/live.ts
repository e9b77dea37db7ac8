// The map with WebGL: boundaries below, sites above, nothing from elsewhere unless the
// page names tiles. Its letters are those of the page, because the letters of such maps
// come from a server of letters.

import {
  type ExpressionSpecification,
  type GeoJSONSourceSpecification,
  getVersion,
  type LayerSpecification,
  Map as LiveMap,
  Marker,
  NavigationControl,
  Popup,
  setWorkerUrl,
  type SourceSpecification,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import { t } from "../kit/words";
import { token } from "../kit/tokens";
import { type Areas, areas, type Door, drawn, type Drawn, type Shape } from "./data";

type Data = GeoJSONSourceSpecification["data"];

const SHARP = 2;
const SIDE = 20;
const DRAWN_SIDE = 32;
const TILE = 256;
const CLOSEST = 13;

/** Draw the map beside its drawing, and put it in the drawing's place once it stands. */
export async function drawLive(figure: HTMLElement): Promise<void> {
  const flat = figure.querySelector<SVGElement>(".map-flat");
  if (flat === null) throw new Error("no drawing to begin with");
  const what = drawn(figure);
  const ground = await areas(figure);
  setWorkerUrl(new URL(`./map-worker.js?v=${getVersion()}`, import.meta.url).href);
  const place = document.createElement("div");
  place.className = "map-live";
  flat.before(place);
  flat.setAttribute("hidden", "");
  try {
    await stood(figure, place, what, ground);
  } catch (error) {
    place.remove();
    flat.removeAttribute("hidden");
    throw error;
  }
}

function stood(
  figure: HTMLElement,
  place: HTMLElement,
  what: Drawn,
  ground: Areas,
): Promise<void> {
  const colour = (name: string) => token(figure, name);
  const live = new LiveMap({
    container: place,
    bounds: what.bounds,
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: CLOSEST,
    locale: words(figure.dataset["label"] ?? t("地图", "Map")),
    style: {
      version: 8,
      sources: {
        ...tiles(figure),
        areas: { type: "geojson", data: told(ground, what.doors) },
        spots: { type: "geojson", data: points(what) },
      },
      layers: [
        {
          id: "ground",
          type: "background",
          paint: { "background-color": colour("ground") },
        },
        ...["tiles", "names"].flatMap((name) => tiled(figure, name)),
        {
          id: "area",
          type: "fill",
          source: "areas",
          paint: {
            "fill-color": led(colour("paper"), colour("ground")),
            "fill-opacity": figure.dataset["tiles"] === undefined ? 1 : 0,
          },
        },
        {
          id: "border",
          type: "line",
          source: "areas",
          paint: { "line-color": colour("line-strong"), "line-width": 1 },
        },
        {
          id: "spots",
          type: "symbol",
          source: "spots",
          layout: {
            "icon-image": ["get", "kind"],
            "icon-allow-overlap": true,
            "icon-ignore-placement": true,
          },
        },
      ],
    },
  });
  for (const [kind, shape] of what.shapes) {
    live.addImage(kind, painted(shape), { pixelRatio: SHARP });
  }
  for (const { place: at, text, url } of what.names) {
    const name = document.createElement("a");
    name.className = "map-name";
    name.textContent = text;
    name.href = url;
    name.tabIndex = -1;
    new Marker({ element: name, anchor: "center" }).setLngLat([...at]).addTo(live);
    // The markers of a map are buttons otherwise; the table beside it has these links.
    name.removeAttribute("role");
    name.removeAttribute("aria-label");
  }
  live.touchZoomRotate.disableRotation();
  live.addControl(new NavigationControl({ showCompass: false }));
  follow(live, what);
  return new Promise((resolve, reject) => {
    live.once("load", () => resolve());
    // A tile that does not come is no reason to take the map away.
    live.on("error", (event) => {
      if (!("sourceId" in event)) reject(event.error);
    });
  });
}

/** Which area leads somewhere, told to the map as a number of a door. */
function told(ground: Areas, doors: readonly Door[]): Data {
  const features = ground.features.map((one) => {
    const door = doors.findIndex(({ stem }) => one.properties.code.startsWith(stem));
    return { ...one, properties: { door } };
  });
  return { type: "FeatureCollection", features } as unknown as Data;
}

function led(yes: string, no: string): ExpressionSpecification {
  return ["case", [">=", ["get", "door"], 0], yes, no];
}

function points(what: Drawn): Data {
  return {
    type: "FeatureCollection",
    features: what.spots.map(({ place, kind }, id) => ({
      type: "Feature",
      id,
      geometry: { type: "Point", coordinates: [...place] },
      properties: { kind },
    })),
  };
}

/** The shape of a kind as a picture, as the drawing has it. */
function painted({ path, fill, line }: Shape): ImageData {
  const canvas = document.createElement("canvas");
  const side = SIDE * SHARP;
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("no canvas");
  pen.setTransform(side / DRAWN_SIDE, 0, 0, side / DRAWN_SIDE, side / 2, side / 2);
  const shape = new Path2D(path);
  pen.lineWidth = 4;
  pen.strokeStyle = line;
  pen.stroke(shape);
  pen.fillStyle = fill;
  pen.fill(shape, "evenodd");
  return pen.getImageData(0, 0, side, side);
}

function follow(live: LiveMap, what: Drawn): void {
  const said = new Popup({ closeButton: false, closeOnClick: false, offset: 10 });
  const pointing = (yes: boolean) => {
    live.getCanvas().style.cursor = yes ? "pointer" : "";
  };
  live.on("mousemove", (event) => {
    const [spot] = live.queryRenderedFeatures(event.point, { layers: ["spots"] });
    const [area] = live.queryRenderedFeatures(event.point, { layers: ["area"] });
    const one = what.spots[Number(spot?.id)];
    pointing(one !== undefined || what.doors[area?.properties["door"]] !== undefined);
    if (one === undefined) said.remove();
    else
      said
        .setLngLat([...one.place])
        .setText(one.text)
        .addTo(live);
  });
  live.on("click", (event) => {
    const [spot] = live.queryRenderedFeatures(event.point, { layers: ["spots"] });
    const [area] = live.queryRenderedFeatures(event.point, { layers: ["area"] });
    const url =
      what.spots[Number(spot?.id)]?.url ?? what.doors[area?.properties["door"]]?.url;
    if (url) window.location.assign(url);
  });
}

function tiles(figure: HTMLElement): Record<string, SourceSpecification> {
  const named = ["tiles", "names"].flatMap((name): [string, SourceSpecification][] => {
    const address = figure.dataset[name];
    const source = { type: "raster", tileSize: TILE } as const;
    return address === undefined ? [] : [[name, { ...source, tiles: [address] }]];
  });
  return Object.fromEntries(named);
}

function tiled(figure: HTMLElement, name: string): LayerSpecification[] {
  return figure.dataset[name] === undefined
    ? []
    : [{ id: name, type: "raster", source: name }];
}

function words(label: string): Record<string, string> {
  return {
    "NavigationControl.ZoomIn": t("放大", "Zoom in"),
    "NavigationControl.ZoomOut": t("缩小", "Zoom out"),
    "Map.Title": label,
    "CooperativeGesturesHandler.WindowsHelpText": t(
      "按住 Ctrl 滚动可缩放地图",
      "Use Ctrl + scroll to zoom the map",
    ),
    "CooperativeGesturesHandler.MacHelpText": t(
      "按住 ⌘ 滚动可缩放地图",
      "Use ⌘ + scroll to zoom the map",
    ),
    "CooperativeGesturesHandler.MobileHelpText": t(
      "用双指移动地图",
      "Use two fingers to move the map",
    ),
  };
}
