// Every selector of every rule that a Prometheus has loaded has series there, and every rule can be
// evaluated. Nothing may be empty: the daemon shows its rows with 0 in them. promtool would not say
// that the name of a metric is misspelt.
//
//   node check_selectors.mjs http://127.0.0.1:9090
//
// Exit code 0 if all is well, 1 with a line for each finding.
import { parser } from '@prometheus-io/lezer-promql';

const base = process.argv[2];
const findings = [];

async function ask(path, parameters = {}) {
  const answer = await fetch(`${base}/api/v1/${path}?${new URLSearchParams(parameters)}`);
  const body = await answer.json();
  if (body.status !== 'success') throw new Error(`${path} ${JSON.stringify(parameters)}: ${body.error}`);
  return body.data;
}

// The vector selectors of an expression, with what they match and without what is around them.
function selectors(expression, where) {
  const found = new Set();
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) findings.push(`${where}: not understood at ${node.from}: ${expression}`);
      if (node.name === 'VectorSelector') found.add(expression.slice(node.from, node.to));
    },
  });
  return found;
}

// What the templates of an alert ask; %q stands for a label of the alert.
function* questions(annotations) {
  for (const text of Object.values(annotations ?? {})) {
    for (const [, query] of text.matchAll(/query \(?(?:printf )?`([^`]+)`/g)) {
      yield query.replaceAll('=%q', '=~".+"');
    }
  }
}

const wanted = new Map();
let rules = 0;
for (const group of (await ask('rules')).groups) {
  for (const rule of group.rules) {
    ++rules;
    if (rule.health !== 'ok') findings.push(`${rule.name}: health ${rule.health}: ${rule.lastError}`);
    for (const expression of [rule.query, ...questions(rule.annotations)]) {
      for (const selector of selectors(expression, rule.name)) {
        if (!wanted.has(selector)) wanted.set(selector, rule.name);
      }
    }
  }
}
if (rules === 0) findings.push('there are no rules');

for (const [selector, rule] of wanted) {
  const answer = await ask('query', { query: `count(${selector})` });
  if (answer.result.length === 0) findings.push(`${rule}: no series: ${selector}`);
}

for (const finding of findings) console.log(finding);
console.log(`${rules} rules, ${wanted.size} selectors, ${findings.length} findings`);
process.exit(findings.length > 0 ? 1 : 0);
