// Figures from the table behind a chart: what is drawn is what can be read there.

/** One line or one set of bars; `null` where nothing is known, which is not zero. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface Figures {
  readonly title: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
}

/**
 * Read a table: a heading for each series in its head, a category in front of each row.
 *
 * A cell may give its exact figure in `data-value` (empty: unknown); else its text is
 * read, without thousands, and what is no number is unknown.
 */
export function figuresOf(table: HTMLTableElement): Figures {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].slice(1).map(text);
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  return {
    title: table.caption ? text(table.caption) : "",
    categories: rows.map((row) => (row.cells[0] ? text(row.cells[0]) : "")),
    series: heads.map((name, column) => ({
      name,
      values: rows.map((row) => figure(row.cells[column + 1])),
    })),
  };
}

function text(element: HTMLElement): string {
  return (element.textContent ?? "").replace(/\s+/g, " ").trim();
}

function figure(cell: HTMLTableCellElement | undefined): number | null {
  if (!cell) return null;
  const given = cell.dataset["value"] ?? text(cell).replace(/[,\s]/g, "");
  // Number("") is 0, and an empty cell is unknown.
  if (given === "") return null;
  const value = Number(given.replace("−", "-"));
  return Number.isFinite(value) ? value : null;
}
