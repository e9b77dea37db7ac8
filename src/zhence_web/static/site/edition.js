// Numbers the lines of a file of a draft edition, leads from a fault to its line, and
// asks the server a moment after somebody stopped typing what would be wrong. The
// server decides, by the check that `zhence check` makes; without script it says so on
// saving.
"use strict";

const form = document.querySelector("form[data-check]");
const text = document.getElementById("e-text");
const found = document.getElementById("e-found");
const saved = text.value;
let waiting = 0;
let asked = 0;

const lines = document.createElement("div");
lines.className = "edition-lines";
lines.setAttribute("aria-hidden", "true");
text.before(lines);

function number() {
  const count = text.value.split("\n").length;
  if (lines.dataset.count !== String(count)) {
    lines.dataset.count = String(count);
    lines.textContent = Array.from({ length: count }, (_, i) => i + 1).join("\n");
  }
  lines.style.height = `${text.clientHeight}px`;
  lines.scrollTop = text.scrollTop;
}

function lead(line) {
  const rows = text.value.split("\n");
  const start = rows.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (rows[line - 1] ?? "").length);
  const height = parseFloat(getComputedStyle(text).lineHeight);
  text.scrollTop = Math.max(0, (line - 6) * height);
  number();
}

async function check() {
  const mine = (asked += 1);
  try {
    const answer = await fetch(form.dataset.check, {
      method: "POST",
      body: new FormData(form),
    });
    const html = await answer.text();
    if (answer.ok && !answer.redirected && mine === asked) {
      const fresh = document.createElement("template");
      fresh.innerHTML = html;
      found.replaceChildren(fresh.content);
    }
  } catch {
    // The server is away for a moment: saving will tell.
  }
}

number();
text.addEventListener("scroll", number, { passive: true });
new ResizeObserver(number).observe(text);
if (!text.readOnly) {
  text.addEventListener("input", () => {
    number();
    window.clearTimeout(waiting);
    waiting = window.setTimeout(check, 500);
  });
  // What was not saved is not lost by a slip.
  window.addEventListener("beforeunload", (event) => {
    if (text.value !== saved && !form.dataset.sent) event.preventDefault();
  });
  form.addEventListener("submit", () => (form.dataset.sent = "yes"));
}
found.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (link) {
    event.preventDefault();
    lead(Number(link.dataset.line));
  }
});
const asks = /^#L(\d+)$/.exec(window.location.hash);
if (asks) lead(Number(asks[1]));
