// The parts of ECharts that are used here, and no others: what is not named stays out of
// the bundle. SVG, so that text stays text and lines stay sharp at every zoom.

import { BarChart, LineChart, MapChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  GeoComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
} from "echarts/components";
import * as core from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

core.use([
  BarChart,
  LineChart,
  MapChart,
  ScatterChart,
  AriaComponent,
  GeoComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  SVGRenderer,
]);

export const echarts = core;

/** Tooltips drawn as text: markup of theirs would need inline styles, which no page has. */
export const PLAIN_TOOLTIP = { renderMode: "richText", confine: true } as const;

/** A drawing that follows the size of its element. */
export function drawing(element: HTMLElement): core.ECharts {
  const made = core.init(element, null, { renderer: "svg" });
  new ResizeObserver(() => made.resize()).observe(element);
  return made;
}
