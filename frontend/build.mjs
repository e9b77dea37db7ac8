// Bundles every island of src/ into the site's static files, and says what each weighs.
//
// An island is src/<name>.ts; a page takes it by `{% island "<name>" %}`. Whatever two
// islands share, or one loads only when it is needed, becomes a chunk whose name holds
// its hash. Beside each file lie its compressed forms, which WhiteNoise hands out.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = resolve(HERE, "../src/zhence_web/static/islands");
const BUILT = "built.json";
const COMPRESSIBLE = /\.(js|css|json)$/;
// What the map computes beside the page. A file of its own, from the same address as the
// page: the content security policy allows no worker that is made of a string.
const WORKERS = { "map-worker": "maplibre-gl/dist/maplibre-gl-worker.mjs" };

async function bundled() {
  const sources = await readdir(join(HERE, "src"));
  const made = await build({
    absWorkingDir: HERE,
    entryPoints: Object.fromEntries([
      ...sources
        .filter((n) => n.endsWith(".ts"))
        .map((n) => [n.slice(0, -3), `src/${n}`]),
      ...Object.entries(WORKERS),
    ]),
    outdir: OUT,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    chunkNames: "chunk-[hash]",
    minify: true,
    metafile: true,
    legalComments: "linked",
    logLevel: "warning",
    write: false,
  });
  const files = new Map(made.outputFiles.map((f) => [basename(f.path), f.contents]));
  const parts = new Map();
  for (const [path, output] of Object.entries(made.metafile.outputs)) {
    const imports = output.imports.map((i) => [basename(i.path), i.kind]);
    parts.set(basename(path), imports);
  }
  return { files, parts };
}

// Everything that the browser loads for the island of that name: before it runs, or
// with what waits for its moment, too.
function needed(name, parts, kinds, seen = new Set()) {
  if (!seen.has(name)) {
    seen.add(name);
    for (const [part, kind] of parts.get(name) ?? []) {
      if (kinds.includes(kind)) needed(part, parts, kinds, seen);
    }
  }
  return seen;
}

const { files, parts } = await bundled();
await mkdir(OUT, { recursive: true });
for (const old of await readdir(OUT)) await rm(join(OUT, old), { recursive: true });

const zipped = new Map();
for (const [name, content] of files) {
  await writeFile(join(OUT, name), content);
  if (COMPRESSIBLE.test(name)) {
    const gzip = gzipSync(content, { level: 9 });
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    zipped.set(name, gzip.length);
    await writeFile(join(OUT, `${name}.gz`), gzip);
    await writeFile(
      join(OUT, `${name}.br`),
      brotliCompressSync(content, { params: quality }),
    );
  }
}

const told = {};
for (const name of [...files.keys()].filter((n) => n.endsWith(".js")).sort()) {
  if (name.startsWith("chunk-")) continue;
  const weight = (kinds) =>
    [...needed(name, parts, kinds)].reduce((sum, n) => sum + zipped.get(n), 0);
  told[name.slice(0, -3)] = {
    gzip: weight(["import-statement"]),
    whole: weight(["import-statement", "dynamic-import"]),
  };
}
// Written last: where it lies, the build is whole.
await writeFile(join(OUT, BUILT), `${JSON.stringify(told, null, 2)}\n`);
for (const [name, { gzip, whole }] of Object.entries(told)) {
  const kib = (n) => `${(n / 1024).toFixed(1)} KiB`.padStart(11);
  console.log(
    `islands: ${name.padEnd(12)}${kib(gzip)}, with all parts ${kib(whole)} (gzip)`,
  );
}
