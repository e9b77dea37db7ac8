// Takes the addresses out of package-lock.json that npm writes beside the hashes
// (where to send money): no lock file of this tree names a host.
import { readFileSync, writeFileSync } from "node:fs";

const PATH = new URL("package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(PATH, "utf8"));
for (const each of Object.values(lock.packages)) {
  delete each.funding;
  delete each.resolved;
}
writeFileSync(PATH, `${JSON.stringify(lock, null, 2)}\n`);
