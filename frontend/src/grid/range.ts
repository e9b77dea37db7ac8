// Several cells below each other, chosen together.

import type { Open } from "./sheet";

export class Range {
  private anchor: Open | undefined;
  private picked: readonly Open[] = [];

  constructor(private readonly cells: readonly Open[]) {}

  /** The cells that are chosen together; none where only one is. */
  get all(): readonly Open[] {
    return this.picked;
  }

  reach(from: Open, to: Open): void {
    this.anchor ??= from;
    const ends = [this.anchor, to].map((cell) => this.cells.indexOf(cell));
    this.show(this.cells.slice(Math.min(...ends), Math.max(...ends) + 1));
  }

  drop(): void {
    this.anchor = undefined;
    this.show([]);
  }

  private show(cells: readonly Open[]): void {
    for (const cell of this.picked) cell.place.classList.remove("picked");
    for (const cell of cells) cell.place.classList.add("picked");
    this.picked = cells;
  }
}
