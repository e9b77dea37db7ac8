// Keeps a progress bar going; at the end the page is loaded anew. Without script the
// page refreshes itself.
"use strict";

const box = document.querySelector("[data-progress]:not([data-over])");

async function look() {
  try {
    const answer = await fetch(box.dataset.progress, { cache: "no-store" });
    if (answer.ok) {
      const told = await answer.json();
      const bar = box.querySelector("progress");
      bar.max = Math.max(told.total, 1);
      bar.value = told.done;
      box.querySelector("[data-done]").textContent = told.done;
      box.querySelector("[data-total]").textContent = told.total;
      if (told.over) {
        window.location.reload();
        return;
      }
    }
  } catch {
    // The server is away for a moment: ask again.
  }
  window.setTimeout(look, 1000);
}

if (box) {
  window.setTimeout(look, 500);
}
