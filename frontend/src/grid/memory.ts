// What was changed, so that it can be taken back: one step is one cell that was left,
// one box that was ticked, or one block that was pasted.

import { type Open, put, type Said, said, same } from "./sheet";

interface Change {
  readonly cell: Open;
  readonly before: Said;
  readonly after: Said;
}

const MOST_STEPS = 200;

export class Memory {
  private readonly done: Change[][] = [];
  private readonly undone: Change[][] = [];
  private readonly settled = new Map<Open, Said>();

  constructor(private readonly cells: readonly Open[]) {
    for (const cell of cells) this.settled.set(cell, said(cell));
  }

  /** Make one step of everything that differs from the step before; say if any does. */
  settle(): boolean {
    const step = this.cells.flatMap((cell) => {
      const before = this.settled.get(cell) ?? said(cell);
      const after = said(cell);
      return same(before, after) ? [] : [{ cell, before, after }];
    });
    if (step.length === 0) return false;
    this.done.push(step);
    if (this.done.length > MOST_STEPS) this.done.shift();
    this.undone.length = 0;
    for (const { cell, after } of step) this.settled.set(cell, after);
    return true;
  }

  /** What stood in a cell before somebody began to type into it. */
  before(cell: Open): Said {
    return this.settled.get(cell) ?? said(cell);
  }

  /** Take the last step back; the first cell of it, or nothing where there is none. */
  undo(): Open | undefined {
    this.settle();
    return this.turn(this.done, this.undone, "before");
  }

  /** Do again what was taken back last. */
  redo(): Open | undefined {
    if (this.settle()) return undefined;
    return this.turn(this.undone, this.done, "after");
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  private turn(
    from: Change[][],
    to: Change[][],
    side: "before" | "after",
  ): Open | undefined {
    const step = from.pop();
    if (!step) return undefined;
    to.push(step);
    for (const change of step) {
      put(change.cell, change[side]);
      this.settled.set(change.cell, change[side]);
    }
    return step[0]?.cell;
  }
}
