// The cells of a form, as the page holds them: read and written, never judged.
//
// What stands in a cell is the text that somebody typed. Whether it is a number, in
// which unit, and what it means, only the server says.

/** What stands in the fields of one cell. */
export interface Said {
  readonly text: string;
  readonly box: boolean;
  readonly why: string;
}

/** What a check says of a cell: a soft one passes with a written reason. */
export interface Finding {
  readonly force: "hard" | "soft";
  readonly words: string;
}

/** One row of the form. A frozen cell has no fields, yet takes its place in a block. */
export interface Cell {
  readonly code: string;
  readonly name: string;
  readonly place: HTMLElement;
  readonly value: HTMLInputElement | null;
  readonly box: HTMLInputElement | null;
  readonly why: HTMLInputElement | null;
}

/** A cell that may be changed. */
export type Open = Cell & {
  readonly value: HTMLInputElement;
  readonly box: HTMLInputElement;
  readonly why: HTMLInputElement;
};

/** All rows of the form, in the order in which they stand. */
export function cellsOf(form: HTMLFormElement): Cell[] {
  return [...form.querySelectorAll<HTMLElement>("td.entry[data-cell]")].map((place) => {
    const code = place.dataset["cell"] ?? "";
    const named = (prefix: string) =>
      place.querySelector<HTMLInputElement>(`[name="${CSS.escape(prefix + code)}"]`);
    return {
      code,
      name: place.dataset["name"] ?? "",
      place,
      value: named("v-"),
      box: named("n-"),
      why: named("w-"),
    };
  });
}

export function isOpen(cell: Cell | undefined): cell is Open {
  return cell?.value != null && cell.box != null && cell.why != null;
}

export function said(cell: Open): Said {
  return { text: cell.value.value, box: cell.box.checked, why: cell.why.value };
}

export function same(one: Said, other: Said): boolean {
  return one.text === other.text && one.box === other.box && one.why === other.why;
}

export function put(cell: Open, what: Said): void {
  cell.value.value = what.text;
  cell.box.checked = what.box;
  cell.why.value = what.why;
  const details = cell.why.closest("details");
  if (details && (what.why || what.box)) details.open = true;
}
