// Holds the dashboards against the types that Grafana itself is built with (npm @grafana/schema).
//
//   node validate.mjs FOLDER FILE...
//
// FOLDER is where `npm ci` installed package.json, which stands beside this file; the JSON Schemas made
// of the types are kept among its modules and go with them. Unknown properties are faults, so that a mistyped one is found. Checked
// are the dashboard, and of each panel its options, its custom field settings, and those of overrides.
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(process.argv[2]);
const cache = path.join(folder, 'node_modules', '.schemas');
const files = process.argv.slice(3);
const require = createRequire(path.join(folder, 'package.json'));
const Ajv = require('ajv');
const { createGenerator } = require('ts-json-schema-generator');

const RAW = '@grafana/schema/dist/types/raw';
// Kinds of panels: the folder of their types.
const KINDS = {
  stat: 'stat', bargauge: 'bargauge', timeseries: 'timeseries', 'state-timeline': 'statetimeline', table: 'table',
};
const WITH_FIELDS = ['timeseries', 'state-timeline', 'table'];
// What Grafana writes itself and its types leave out: the part of an annotation that belongs to its data
// source, and the definition that a variable's editor shows.
const NOT_IN_TYPES = [
  ...['target', 'titleFormat', 'textFormat', 'useValueForTime'].map((key) => ['annotations', 'list', '*', key]),
  ['templating', 'list', '*', 'definition'],
];

mkdirSync(cache, { recursive: true });

function schemaOf(name, source) {
  const kept = path.join(cache, `${name}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept));
  const types = path.join(cache, `${name}.ts`);
  writeFileSync(types, source);
  const generator = createGenerator({ path: types, type: 'Checked', skipTypeCheck: true, additionalProperties: false });
  const schema = generator.createSchema('Checked');
  writeFileSync(kept, JSON.stringify(schema));
  return schema;
}

// Settings are given in part, Grafana has defaults for the rest: nothing is required of them.
function withoutRequired(schema) {
  if (Array.isArray(schema)) return schema.map(withoutRequired);
  if (schema === null || typeof schema !== 'object') return schema;
  return Object.fromEntries(Object.entries(schema)
    .filter(([key, value]) => !(key === 'required' && Array.isArray(value)))
    .map(([key, value]) => [key, withoutRequired(value)]));
}

const ajv = new Ajv({ strict: false, allErrors: true });
const dashboard = ajv.compile(schemaOf('dashboard',
  `import type { Dashboard } from '${RAW}/dashboard/x/types.gen';\nexport type Checked = Dashboard;\n`));
const parts = {};
for (const [kind, types] of Object.entries(KINDS)) {
  for (const part of WITH_FIELDS.includes(kind) ? ['Options', 'FieldConfig'] : ['Options']) {
    parts[kind + part] = ajv.compile(withoutRequired(schemaOf(kind + part,
      `import type { ${part} } from '${RAW}/composable/${types}/panelcfg/x/types.gen';\nexport type Checked = ${part};\n`)));
  }
}

let checked = 0;
const problems = [];
function hold(where, check, value) {
  checked += 1;
  if (check(value)) return;
  // A wrong element of a union is a fault in each of its kinds: told once.
  const said = new Set(check.errors.map((one) => `${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`));
  for (const one of said) problems.push(`${where}: ${one}`);
}

function without(value, [key, ...rest]) {
  if (value === undefined) return;
  if (key === '*') value.forEach((one) => without(one, rest));
  else if (rest.length === 0) delete value[key];
  else without(value[key], rest);
}

function holdPanel(where, panel) {
  if (panel.type === 'row') return; // the dashboard's own types hold it
  if (!(panel.type in KINDS)) {
    problems.push(`${where}: no types of the panel ${panel.type} are known here`);
    return;
  }
  hold(`${where}: options`, parts[`${panel.type}Options`], panel.options);
  const { defaults, overrides } = panel.fieldConfig;
  const custom = overrides.map((one) => Object.fromEntries(one.properties
    .filter(({ id }) => id.startsWith('custom.'))
    .map(({ id, value }) => [id.slice('custom.'.length), value])));
  for (const settings of [defaults.custom ?? {}, ...custom]) {
    if (Object.keys(settings).length === 0) continue;
    if (WITH_FIELDS.includes(panel.type)) hold(`${where}: field`, parts[`${panel.type}FieldConfig`], settings);
    else problems.push(`${where}: a ${panel.type} has no custom field settings`);
  }
}

for (const file of files) {
  const board = JSON.parse(readFileSync(file));
  for (const place of NOT_IN_TYPES) without(board, place);
  const name = file.split(path.sep).slice(-2).join('/');
  hold(name, dashboard, board);
  for (const panel of board.panels) holdPanel(`${name}: ${panel.title}`, panel);
}
for (const one of problems) console.log(one);
console.log(`${files.length} dashboards, ${checked} parts held against Grafana's types, ${problems.length} problems`);
process.exit(problems.length ? 1 : 0);
