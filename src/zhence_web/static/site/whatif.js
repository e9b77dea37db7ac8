// Asks the server, a moment after somebody stopped typing, whether what stands in the
// form can be tried. The server decides; without script it says so on sending.
"use strict";

const form = document.querySelector("form[data-check]");
const said = document.getElementById("w-checked");
let waiting = 0;
let asked = 0;

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
      said.replaceChildren(fresh.content);
    }
  } catch {
    // The server is away for a moment: sending the form will tell.
  }
}

if (form) {
  form.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(check, 400);
  });
}
