// The line in the bar below the form that says what the grid did, also to those who
// listen; and the button that takes the last step back.

import { t } from "../kit/words";

export class Status {
  private readonly line: HTMLElement;
  private readonly button: HTMLButtonElement;

  constructor(bar: HTMLElement) {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.textContent = t("撤销", "Undo");
    this.button.title = "Ctrl+Z";
    this.button.disabled = true;
    this.line = document.createElement("p");
    this.line.className = "gridsays";
    this.line.setAttribute("role", "status");
    bar.append(this.button, this.line);
  }

  say(words: string, warning = false): void {
    this.line.textContent = words;
    this.line.classList.toggle("warned", warning);
  }

  undoable(can: boolean): void {
    this.button.disabled = !can;
  }

  onUndo(deed: () => void): void {
    this.button.addEventListener("click", deed);
  }
}
