// Texts in the language of the page; Chinese first, as everywhere.

const ENGLISH = document.documentElement.lang.startsWith("en");

/** One of two wordings, with `{name}` replaced by what `values` holds for it. */
export function t(
  zh: string,
  en: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return (ENGLISH ? en : zh).replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(values[name] ?? whole),
  );
}
