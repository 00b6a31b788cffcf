// Writes src/api/schema.d.ts: the shapes of the answers that the board reads, from /openapi.json.
//
//   npm run types -- URL_OR_FILE [OUTPUT]

import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

// What the board reads, and what these are made of.
const read = ["dossiers", "live", "live_change", "me", "problem"];

const [from, output = new URL("../src/api/schema.d.ts", import.meta.url)] = process.argv.slice(2);
if (!from) {
  console.error("expected where /openapi.json is: an address, or a file");
  process.exit(2);
}
const text = from.startsWith("http") ? await (await fetch(from)).text() : await readFile(from, "utf-8");
const described = JSON.parse(text);
const all = described.components.schemas;
const schemas = {};
const take = (name) => {
  if (schemas[name]) return;
  schemas[name] = all[name];
  for (const [, found] of JSON.stringify(all[name]).matchAll(/"#\/components\/schemas\/(\w+)"/g)) take(found);
};
read.forEach(take);
const types = await openapiTS({ openapi: described.openapi, info: { title: "", version: "" }, paths: {},
                                components: { schemas } });
await writeFile(output, "// Made by scripts/types.mjs from /openapi.json.\n\n" + astToString(types));
