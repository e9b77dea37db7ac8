// The same map as a drawing, where the browser has no WebGL.

import { drawing, echarts, PLAIN_TOOLTIP } from "../chart/library";
import { token } from "../kit/tokens";
import { bounds, type Given, type Spot } from "./data";

const NAME = "given";
const MARGIN = 0.1;

export function drawFlat(element: HTMLElement, what: Given): void {
  const shapes = what.shapes.features.length > 0 ? what.shapes : frame(what);
  echarts.registerMap(NAME, shapes as Parameters<typeof echarts.registerMap>[1]);
  const made = drawing(element);
  made.setOption({
    animation: false,
    tooltip: { ...PLAIN_TOOLTIP, formatter: (one: Hovered) => told(one.data) },
    geo: {
      map: NAME,
      roam: true,
      // Degrees as they are: a county is as wide here as on the other map.
      aspectScale: Math.cos((bounds(what)[0][1] * Math.PI) / 180),
      itemStyle: {
        areaColor: token(element, "paper"),
        borderColor: token(element, "line-strong"),
      },
      emphasis: { disabled: true },
      silent: true,
    },
    series: [
      {
        type: "scatter",
        coordinateSystem: "geo",
        symbolSize: 11,
        data: what.spots.map((spot) => ({
          name: spot.name,
          value: [...spot.place],
          spot,
          itemStyle: {
            color: token(element, spot.tint) || token(element, "link"),
            borderColor: token(element, "paper"),
            borderWidth: 1,
          },
        })),
      },
    ],
  });
  made.on("click", (event) => {
    const { spot } = (event.data ?? {}) as { spot?: Spot };
    if (spot?.url) window.location.assign(spot.url);
  });
}

interface Hovered {
  readonly data: { readonly spot: Spot };
}

function told({ spot }: Hovered["data"]): string {
  return [spot.name, spot.note].filter(Boolean).join("\n");
}

/** Nothing but the ground that the points lie on, where there are no boundaries. */
function frame(what: Given) {
  const [[west, south], [east, north]] = bounds(what);
  const [w, s, e, n] = [west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN];
  const ring = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ];
  const geometry = { type: "Polygon", coordinates: [ring] };
  const features = [{ type: "Feature", geometry, properties: { name: "" } }];
  return { type: "FeatureCollection", features };
}
