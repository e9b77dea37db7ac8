// What a map is given: GeoJSON from the addresses that stand on its element.

/** A site on the map. `tint` names a design token; `note` says how exact the place is. */
export interface Spot {
  readonly name: string;
  readonly place: readonly [number, number];
  readonly tint: string;
  readonly note: string;
  readonly url: string;
}

export interface Shapes {
  readonly type: "FeatureCollection";
  readonly features: readonly Feature[];
}

interface Feature {
  readonly type: "Feature";
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
  readonly properties: Readonly<Record<string, string | undefined>> | null;
}

export interface Given {
  readonly spots: readonly Spot[];
  readonly shapes: Shapes;
}

const NOTHING: Shapes = { type: "FeatureCollection", features: [] };

/** Fetch what the element names: points in `data-points`, boundaries in `data-shapes`. */
export async function given(element: HTMLElement): Promise<Given> {
  const [points, shapes] = await Promise.all([
    collection(element.dataset["points"]),
    collection(element.dataset["shapes"]),
  ]);
  return { spots: points.features.map(spot), shapes };
}

async function collection(address: string | undefined): Promise<Shapes> {
  if (!address) return NOTHING;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as Shapes;
}

function spot({ geometry, properties }: Feature): Spot {
  const [east = 0, north = 0] = geometry.coordinates as readonly number[];
  const { name = "", tint = "", note = "", url = "" } = properties ?? {};
  return { name, place: [east, north], tint, note, url };
}

/** South-west and north-east corner of everything that is shown. */
export function bounds({ spots, shapes }: Given): [[number, number], [number, number]] {
  const all = [
    ...spots.map(({ place }) => place),
    ...shapes.features.flatMap(({ geometry }) => pairs(geometry.coordinates)),
  ];
  const east = all.map(([x]) => x);
  const north = all.map(([, y]) => y);
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  return [
    [least(east), least(north)],
    [most(east), most(north)],
  ];
}

function pairs(coordinates: unknown): (readonly [number, number])[] {
  if (!Array.isArray(coordinates)) return [];
  const [x, y] = coordinates as unknown[];
  if (typeof x === "number" && typeof y === "number") return [[x, y]];
  return coordinates.flatMap(pairs);
}
