// The keyboard, as people know it from spreadsheets. A cell is first *chosen*, whole;
// typing or F2 opens it, and then the arrows sideways move inside its text.

import type { Open } from "./sheet";

/** What the keys may ask of the form. */
export interface Deeds {
  readonly go: (cell: Open, column: Column) => void;
  readonly reach: (from: Open, to: Open) => void;
  readonly drop: () => void;
  readonly clear: () => boolean;
  readonly revert: (cell: Open) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export type Column = "value" | "box";

export class Keys {
  private writing = false;

  constructor(
    private readonly cells: readonly Open[],
    private readonly deeds: Deeds,
  ) {}

  /** Whoever comes into a cell has chosen it and not begun to write. */
  entered(): void {
    this.writing = false;
  }

  typed(): void {
    this.writing = true;
  }

  /** Do what a key means in a cell; `true` where the browser shall not do it, too. */
  press(event: KeyboardEvent, cell: Open, column: Column): boolean {
    if (event.isComposing || event.altKey) return false;
    if (event.ctrlKey || event.metaKey) return this.command(event);
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        return this.vertical(event, cell, column);
      case "Enter":
        return this.move(cell, event.shiftKey ? -1 : 1, column, true);
      case "ArrowRight":
        return this.sideways(event, cell, "value", "box", column);
      case "ArrowLeft":
        return this.sideways(event, cell, "box", "value", column);
      case "F2":
        return this.open(cell, column);
      case "Escape":
        return this.leave(cell);
      case "Delete":
        return !this.writing && this.deeds.clear();
      default:
        return false;
    }
  }

  private command(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) this.deeds.undo();
    else if (key === "y" || key === "z") this.deeds.redo();
    else return false;
    return true;
  }

  private vertical(event: KeyboardEvent, cell: Open, column: Column): boolean {
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (!event.shiftKey) return this.move(cell, step, column, true);
    const next = this.cells[this.cells.indexOf(cell) + step];
    if (next) this.deeds.reach(cell, next);
    return true;
  }

  private move(cell: Open, step: number, column: Column, kept: boolean): boolean {
    const next = this.cells[this.cells.indexOf(cell) + step];
    this.deeds.drop();
    if (next) this.deeds.go(next, column);
    return kept;
  }

  private sideways(
    event: KeyboardEvent,
    cell: Open,
    from: Column,
    to: Column,
    column: Column,
  ): boolean {
    if (event.shiftKey || column !== from || (from === "value" && this.writing)) {
      return false;
    }
    this.deeds.go(cell, to);
    return true;
  }

  private open(cell: Open, column: Column): boolean {
    if (column !== "value") return false;
    this.writing = true;
    cell.value.setSelectionRange(cell.value.value.length, cell.value.value.length);
    return true;
  }

  private leave(cell: Open): boolean {
    this.deeds.drop();
    if (!this.writing) return false;
    this.writing = false;
    this.deeds.revert(cell);
    return true;
  }
}
