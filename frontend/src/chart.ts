// A chart beside the table it is drawn from:
//
//   <figure data-chart="bar" data-table="counts" data-unit="个"></figure>
//   <table id="counts"> … </table>
//
// `data-chart` is bar, stack or line. The table stays on the page: it is what those read
// who see no chart, and what everybody reads who wants the exact figure. Whatever stood
// in the figure (a drawing made by the server) gives way to the chart.

import { drawing, PLAIN_TOOLTIP } from "./chart/library";
import { type Figures, figuresOf, type Series } from "./chart/table";
import { seriesColours, token } from "./kit/tokens";

function option(figure: HTMLElement, { categories, series }: Figures) {
  const kind = figure.dataset["chart"] ?? "bar";
  const ink = token(figure, "ink-soft");
  const line = token(figure, "line");
  const font = { color: ink, fontFamily: token(figure, "font") };
  const axis = { axisLine: { lineStyle: { color: line } }, axisLabel: font };
  return {
    animation: false,
    color: seriesColours(figure),
    textStyle: font,
    tooltip: { ...PLAIN_TOOLTIP, trigger: "axis" },
    legend: { show: series.length > 1, bottom: 0, textStyle: font },
    grid: {
      left: 8,
      right: 16,
      top: 28,
      bottom: series.length > 1 ? 36 : 8,
      outerBoundsMode: "same",
    },
    xAxis: { type: "category", data: [...categories], ...axis },
    yAxis: {
      type: "value",
      name: figure.dataset["unit"] ?? "",
      nameTextStyle: font,
      splitLine: { lineStyle: { color: line } },
      ...axis,
    },
    series: series.map((one) => drawn(one, kind)),
  };
}

function drawn({ name, values }: Series, kind: string) {
  const data = values.map((value) => value ?? "-");
  if (kind !== "line") {
    return { type: "bar", name, data, barMaxWidth: 48, ...(kind === "stack" && STACK) };
  }
  // A gap where nothing is known: a line across it would say that something is.
  return { type: "line", name, data, connectNulls: false, symbolSize: 7 };
}

const STACK = { stack: "all" };

function enhance(figure: HTMLElement): void {
  const table = document.getElementById(figure.dataset["table"] ?? "");
  if (!(table instanceof HTMLTableElement)) return;
  const figures = figuresOf(table);
  if (figures.categories.length === 0 || figures.series.length === 0) return;
  const place = document.createElement("div");
  place.className = "chart-drawn";
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", figures.title);
  figure.replaceChildren(place);
  drawing(place).setOption(option(figure, figures));
}

for (const figure of document.querySelectorAll<HTMLElement>("figure[data-chart]")) {
  enhance(figure);
}
