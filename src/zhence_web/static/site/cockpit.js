// Keeps the cockpit fresh: asks for its panels now and then, and puts in only those
// whose digest is another. Where somebody is in a panel, it waits until they left.
"use strict";

const frame = document.querySelector("[data-cockpit]");
const EVERY = 30000;

function place(panel, digest, html) {
  const top = [...panel.querySelectorAll(".scroll")].map((box) => box.scrollTop);
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  panel.replaceChildren(fresh.content);
  panel.querySelectorAll(".scroll").forEach((box, nth) => {
    box.scrollTop = top[nth] || 0;
  });
  panel.dataset.digest = digest;
}

function tell(state, at) {
  frame.dataset.state = state;
  if (at) {
    frame.querySelector("[data-at]").textContent = at;
  }
  frame.querySelector("[data-away]").hidden = state !== "away";
}

async function freshen() {
  try {
    const answer = await fetch(frame.dataset.cockpit, { cache: "no-store" });
    if (!answer.ok || answer.redirected) {
      tell("away");
    } else {
      const told = await answer.json();
      for (const [name, [digest, html]] of Object.entries(told.panels)) {
        const panel = frame.querySelector(`[data-panel="${name}"]`);
        const busy = panel && panel.contains(document.activeElement);
        if (panel && !busy && panel.dataset.digest !== digest) {
          place(panel, digest, html);
        }
      }
      tell("fresh", told.at);
    }
  } catch {
    tell("away");
  }
  window.setTimeout(freshen, EVERY);
}

if (frame) {
  const every = Number(frame.dataset.every) || EVERY;
  window.setTimeout(freshen, every);
}
