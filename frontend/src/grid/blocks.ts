// Blocks of cells, as spreadsheets put them on the clipboard: rows by line, columns by
// tab, a cell with a line break or a quote in it in quotes.

import type { Cell, Open } from "./sheet";
import { isOpen } from "./sheet";

/** Rows of a copied block; the empty last line that a spreadsheet adds is no row. */
export function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const next = () => {
    rows.at(-1)?.push(cell);
    cell = "";
  };
  for (let i = 0; i < text.length; i += 1) {
    const letter = text.charAt(i);
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text.charAt(i + 1) === '"') {
        cell += letter;
        i += 1;
      } else quoted = false;
    } else if (letter === '"' && cell === "") quoted = true;
    else if (letter === "\t") next();
    else if (letter === "\n" || (letter === "\r" && text.charAt(i + 1) !== "\n")) {
      next();
      rows.push([]);
    } else if (letter !== "\r") cell += letter;
  }
  next();
  const last = rows.at(-1);
  if (rows.length > 1 && last?.length === 1 && last[0] === "") rows.pop();
  return rows;
}

/** What a block says about which cells, and what of it found no place. */
export interface Placed {
  readonly puts: readonly (readonly [Open, string])[];
  readonly frozen: number;
  readonly beyond: number;
}

/**
 * Lay a block over the form.
 *
 * One column goes downwards from the cell where it was pasted; frozen cells keep their
 * place in it and are left alone. Of several columns the first must name indicators of
 * this form, and the last that says something in a row is its figure; a block that
 * names none of them is not understood.
 */
export function placed(
  rows: readonly (readonly string[])[],
  cells: readonly Cell[],
  from: number,
): Placed | undefined {
  if (rows.every((row) => row.length === 1)) {
    return sorted(rows.map((row, i) => [cells[from + i], row[0] ?? ""]));
  }
  const named = new Map(cells.map((cell) => [plain(cell.name), cell]));
  const known = rows.flatMap((row) => {
    const cell = named.get(plain(row[0] ?? ""));
    const figure = row.slice(1).findLast((each) => each.trim() !== "");
    return cell ? [[cell, figure ?? ""] as const] : [];
  });
  if (known.length === 0) return undefined;
  const found = sorted(known);
  return { ...found, beyond: rows.length - known.length };
}

function sorted(pairs: readonly (readonly [Cell | undefined, string])[]): Placed {
  const puts: [Open, string][] = [];
  let frozen = 0;
  let beyond = 0;
  for (const [cell, text] of pairs) {
    if (!cell) beyond += 1;
    else if (isOpen(cell)) puts.push([cell, text.trim()]);
    else frozen += 1;
  }
  return { puts, frozen, beyond };
}

function plain(name: string): string {
  return name.normalize("NFKC").replace(/\s/g, "").toLowerCase();
}

/** A column of cells for the clipboard. */
export function copied(texts: readonly string[]): string {
  const quoted = (text: string) =>
    /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return texts.map(quoted).join("\r\n");
}
