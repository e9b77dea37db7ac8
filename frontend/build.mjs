// Bundles every island of src/ into the site's static files, and says what each weighs.
//
// An island is src/<name>.ts; a page takes it by `{% island "<name>" %}`. Whatever two
// islands share, or one loads only when it is needed, becomes a chunk whose name holds
// its hash. Beside each file lie its compressed forms, which WhiteNoise hands out.
import { createHash } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = resolve(HERE, "../src/zhence_web/static/islands");
const BUILT = "built.json";
const COMPRESSIBLE = /\.(js|css|json)$/;

async function bundled() {
  const sources = await readdir(join(HERE, "src"));
  const made = await build({
    absWorkingDir: HERE,
    entryPoints: sources.filter((n) => n.endsWith(".ts")).map((n) => `src/${n}`),
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
    // What is loaded at once: an import that waits for its moment is not counted.
    const now = output.imports.filter((i) => i.kind === "import-statement");
    parts.set(
      basename(path),
      now.map((i) => basename(i.path)),
    );
  }
  return { files, parts };
}

// Everything that the browser loads before the island of that name runs.
function needed(name, parts, seen = new Set()) {
  if (!seen.has(name)) {
    seen.add(name);
    for (const part of parts.get(name) ?? []) needed(part, parts, seen);
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
  const all = [...needed(name, parts)];
  told[name.replace(/\.js$/, "")] = {
    bytes: all.reduce((sum, n) => sum + files.get(n).length, 0),
    gzip: all.reduce((sum, n) => sum + zipped.get(n), 0),
    sha256: createHash("sha256").update(files.get(name)).digest("hex"),
  };
}
// Written last: where it lies, the build is whole.
await writeFile(join(OUT, BUILT), `${JSON.stringify(told, null, 2)}\n`);
for (const [name, { bytes, gzip }] of Object.entries(told)) {
  const kib = (n) => `${(n / 1024).toFixed(1)} KiB`.padStart(11);
  console.log(`islands: ${name.padEnd(12)}${kib(bytes)}  gzip ${kib(gzip)}`);
}
