// What a map shows, read out of the drawing that the page holds.

export type Place = readonly [number, number];

/** A site. `text` is its name and standing; `kind` names its shape and colour. */
export interface Spot {
  readonly place: Place;
  readonly kind: string;
  readonly text: string;
  readonly url: string;
}

/** A place that one may look into: its areas have codes that begin with `stem`. */
export interface Door {
  readonly stem: string;
  readonly url: string;
}

/** The name of a door, where it stands. */
export interface Name {
  readonly place: Place;
  readonly text: string;
  readonly url: string;
}

export interface Shape {
  readonly path: string;
  readonly fill: string;
  readonly line: string;
}

export interface Drawn {
  readonly bounds: [number, number, number, number];
  readonly spots: readonly Spot[];
  readonly doors: readonly Door[];
  readonly names: readonly Name[];
  readonly shapes: ReadonlyMap<string, Shape>;
}

export interface Areas {
  readonly type: "FeatureCollection";
  readonly features: readonly { readonly properties: { readonly code: string } }[];
}

export function drawn(figure: HTMLElement): Drawn {
  const all = <E extends Element>(chosen: string) => [
    ...figure.querySelectorAll<E>(`.map-flat ${chosen}`),
  ];
  const marks = all<SVGAElement>(".sign");
  const shapes = new Map<string, Shape>();
  for (const mark of marks) {
    const kind = mark.dataset["kind"] ?? "";
    const path = mark.querySelector("path");
    if (path === null || shapes.has(kind)) continue;
    const { fill, stroke } = getComputedStyle(path);
    shapes.set(kind, { path: path.getAttribute("d") ?? "", fill, line: stroke });
  }
  const [west = 0, south = 0, east = 0, north = 0] = numbers(figure.dataset["bounds"]);
  return {
    bounds: [west, south, east, north],
    spots: marks.map((one) => ({
      place: place(one),
      kind: one.dataset["kind"] ?? "",
      text: one.querySelector("title")?.textContent ?? "",
      url: one.href.baseVal,
    })),
    doors: all<SVGAElement>(".door").map((one) => ({
      stem: one.dataset["stem"] ?? "",
      url: one.href.baseVal,
    })),
    names: all<SVGAElement>(".door-name").map((one) => ({
      place: place(one),
      text: one.textContent?.trim() ?? "",
      url: one.href.baseVal,
    })),
    shapes,
  };
}

export async function areas(figure: HTMLElement): Promise<Areas> {
  const address = figure.dataset["shapes"] ?? "";
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as Areas;
}

function place(element: SVGElement): Place {
  const [east = 0, north = 0] = numbers(element.dataset["at"]);
  return [east, north];
}

function numbers(text: string | undefined): number[] {
  return (text ?? "").split(",").map(Number);
}
