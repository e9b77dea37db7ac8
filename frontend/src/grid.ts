// The return as a grid: keys, blocks from a spreadsheet, undo, autosave. Without this script the
// same form is filled field by field, and everything it says comes from the server.

import { copied, placed, rowsOf } from "./grid/blocks";
import { Draft } from "./grid/draft";
import { type Column, Keys } from "./grid/keys";
import { Memory } from "./grid/memory";
import { Notices } from "./grid/notices";
import { Range } from "./grid/range";
import { cellsOf, isOpen, type Open, put, said } from "./grid/sheet";
import { Status } from "./grid/status";
import { t } from "./kit/words";

function enhance(form: HTMLFormElement): void {
  const cells = cellsOf(form);
  const open = cells.filter(isOpen);
  const bar = form.querySelector<HTMLElement>(".actbar");
  if (open.length === 0 || !bar) return;
  const memory = new Memory(open);
  const range = new Range(open);
  const status = new Status(bar);

  const changed = () => {
    memory.settle();
    status.undoable(memory.canUndo);
  };
  const notices = new Notices(form, bar, cells);
  const draft = new Draft(form, open, notices, changed);
  const typed = () => draft.touched();
  const go = (cell: Open, column: Column) => {
    changed();
    status.say("");
    const field = column === "box" ? cell.box : cell.value;
    field.focus();
    if (column === "value") cell.value.select();
  };
  const turned = (cell: Open | undefined, zh: string, en: string) => {
    status.undoable(memory.canUndo);
    if (!cell) return;
    typed();
    go(cell, "value");
    status.say(t(zh, en));
  };
  const undo = () =>
    turned(memory.undo(), "已撤销上一步。", "The last step is undone.");
  const redo = () => turned(memory.redo(), "已重做。", "Done again.");
  const keys = new Keys(open, {
    go,
    reach: (from, to) => {
      range.reach(from, to);
      go(to, "value");
      const n = range.all.length;
      status.say(t("选中 {n} 格。", "{n} cells chosen.", { n }));
    },
    drop: () => range.drop(),
    clear: () => clear(range.all),
    revert: (cell) => {
      put(cell, memory.before(cell));
      cell.value.select();
      typed();
    },
    undo,
    redo,
  });
  status.onUndo(undo);

  function clear(picked: readonly Open[]): boolean {
    for (const cell of picked) cell.value.value = "";
    changed();
    typed();
    return picked.length > 0;
  }

  function paste(event: ClipboardEvent, cell: Open): void {
    const rows = rowsOf(event.clipboardData?.getData("text/plain") ?? "");
    const single = rows.length === 1 && rows[0]?.length === 1;
    // One figure is pasted by the browser itself, where the cursor stands.
    if (single) return;
    event.preventDefault();
    const found = placed(rows, cells, cells.indexOf(cell));
    if (!found) {
      status.say(
        t(
          "没有粘贴：这块有几列，第一列不是本表的指标名称。请只复制数值一列，或连同指标名称一起复制。",
          "Nothing was pasted: the block has several columns, and the first names no indicator of this form. Copy the column of figures alone, or with the names of the indicators in front.",
        ),
        true,
      );
      return;
    }
    changed();
    for (const [each, text] of found.puts) put(each, { ...said(each), text });
    changed();
    typed();
    const { frozen, beyond } = found;
    const parts = [
      t("粘贴了 {n} 格。", "{n} cells pasted.", { n: found.puts.length }),
      frozen
        ? t("{n} 格已冻结，未改。", "{n} are frozen and were left.", { n: frozen })
        : "",
      beyond
        ? t("{n} 行没有位置，未用。", "{n} rows had no place.", { n: beyond })
        : "",
    ];
    status.say(parts.filter(Boolean).join(" "), frozen + beyond > 0);
  }

  function copy(event: ClipboardEvent, cut: boolean): void {
    if (range.all.length < 2) return;
    event.preventDefault();
    const texts = range.all.map((cell) => cell.value.value);
    event.clipboardData?.setData("text/plain", copied(texts));
    if (cut) clear(range.all);
    status.say(t("复制了 {n} 格。", "{n} cells copied.", { n: texts.length }));
  }

  for (const cell of open) {
    const { value, box, why } = cell;
    value.addEventListener("focus", () => keys.entered());
    value.addEventListener("input", () => {
      keys.typed();
      range.drop();
    });
    value.addEventListener("mousedown", () => range.drop());
    value.addEventListener("paste", (event) => paste(event, cell));
    value.addEventListener("copy", (event) => copy(event, false));
    value.addEventListener("cut", (event) => copy(event, true));
    for (const field of [value, box, why]) {
      field.addEventListener("change", changed);
      field.addEventListener("input", typed);
    }
    for (const [field, column] of [
      [value, "value"],
      [box, "box"],
    ] as const) {
      field.addEventListener("keydown", (event) => {
        if (keys.press(event, cell, column)) event.preventDefault();
      });
    }
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form.returnform")) {
  enhance(form);
}
