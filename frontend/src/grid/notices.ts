// What the page says about a draft: its state in the bar, what the checks say below each
// cell, and, where somebody has to choose, a box above the form.

import type { Cell, Finding } from "./sheet";

/** A way out of a notice: a link, or something that is done here. */
export type Way =
  | { readonly words: string; readonly to: string }
  | { readonly words: string; readonly deed: () => void };

export class Notices {
  private readonly line: HTMLElement;
  private box: HTMLElement | undefined;

  constructor(
    private readonly form: HTMLFormElement,
    bar: HTMLElement,
    private readonly cells: readonly Cell[],
  ) {
    this.line = document.createElement("p");
    this.line.className = "draftstate";
    bar.append(this.line);
  }

  /** The state of the draft; changes often, so nobody is interrupted by it. */
  state(words: string): void {
    this.line.textContent = words;
  }

  /** Something happened that is worth knowing and needs no answer. */
  told(words: string): void {
    this.show(words, [], "status");
  }

  /** Something is not as it should be, and somebody has to choose a way out. */
  warn(words: string, ways: readonly Way[]): void {
    this.state("");
    this.show(words, ways, "alert");
  }

  /** Nobody has to choose any more; what was only told stays. */
  clear(): void {
    if (this.box?.getAttribute("role") === "alert") this.box.remove();
  }

  /** What the checks say of each cell now; cells that are not named are in order. */
  findings(said: Readonly<Record<string, readonly Finding[]>>): void {
    for (const cell of this.cells) this.below(cell, said[cell.code] ?? []);
  }

  private below(cell: Cell, found: readonly Finding[]): void {
    const id = `l-${cell.code}`;
    cell.place.querySelector(`#${CSS.escape(`e-${cell.code}`)}`)?.remove();
    cell.place.closest("tr")?.classList.remove("wrong", "asks");
    cell.value?.removeAttribute("aria-invalid");
    let list = document.getElementById(id);
    if (found.length === 0) {
      list?.remove();
    } else {
      if (!list) {
        list = document.createElement("ul");
        list.id = id;
        cell.place.querySelector(".pair")?.after(list);
      }
      const asks = found.every((each) => each.force === "soft");
      list.className = asks ? "errors live asking" : "errors live";
      list.replaceChildren(...found.map((each) => this.item(each)));
      const details = cell.why?.closest("details");
      if (details) details.open = true;
    }
    describe(cell, id, found.length > 0);
  }

  /** A finding behind the mark of its force, as the page itself draws it. */
  private item({ force, words }: Finding): HTMLElement {
    const made = document.createElement("li");
    const mark = this.form.querySelector<HTMLTemplateElement>(
      `template[data-force="${force}"]`,
    );
    if (mark) made.append(mark.content.cloneNode(true));
    made.append(words);
    return made;
  }

  private show(words: string, ways: readonly Way[], role: string): void {
    this.box?.remove();
    const box = document.createElement("div");
    box.className = role === "alert" ? "notice notice-warn" : "notice";
    box.setAttribute("role", role);
    const line = document.createElement("p");
    line.textContent = words;
    box.append(line, ...ways.map(way));
    this.form.before(box);
    this.box = box;
    if (role === "alert") box.scrollIntoView({ block: "nearest" });
  }
}

function way(each: Way): HTMLElement {
  if ("to" in each) {
    const link = document.createElement("a");
    link.href = each.to;
    link.textContent = each.words;
    return link;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = each.words;
  button.addEventListener("click", each.deed);
  return button;
}

/** The field of a cell is described by what is said below it. */
function describe(cell: Cell, id: string, said: boolean): void {
  const ids = new Set(cell.value?.getAttribute("aria-describedby")?.split(" ") ?? []);
  ids.delete(`e-${cell.code}`);
  if (said) ids.add(id);
  else ids.delete(id);
  cell.value?.setAttribute("aria-describedby", [...ids].join(" "));
}
