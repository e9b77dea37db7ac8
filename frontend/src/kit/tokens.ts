// Colours and type of the page, as its style sheet decided them: the light theme and
// the dark one are told apart nowhere else.

/** The value of a design token where an element stands. */
export function token(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(`--${name}`).trim();
}

const SERIES = 8;

/** Colours of series side by side, in their order. */
export function seriesColours(element: Element): string[] {
  return Array.from({ length: SERIES }, (_, n) => token(element, `flow-${n + 1}`));
}
