// Rule groups as YAML that reads well: name before expression, texts last, and expressions as
// blocks. std.manifestYamlDoc sorts keys by letter.
local order = ['record', 'alert', 'expr', 'for', 'labels', 'annotations'];

// A string in quotation marks. As an element of an array, because std.escapeStringJson takes seconds.
local scalar(value) =
  local array = std.toString(['' + value]);
  std.substr(array, 1, std.length(array) - 2);

local indented(text, indent) =
  std.join('\n', [indent + line for line in std.split(std.rstripChars(text, '\n'), '\n')]);

// Fields are worked out anew whenever they are asked for, hence `value`.
local field(rule, key) =
  local value = rule[key];
  if key == 'expr' then ['expr: |', indented(value, '        ')]
  else if std.isObject(value) then
    [key + ':'] + ['        ' + name + ': ' + scalar(value[name]) for name in std.objectFields(value)]
  else [key + ': ' + value];

local ruleLines(rule) =
  local unknown = std.setDiff(std.set(std.objectFields(rule)), std.set(order));
  assert unknown == [] : 'no place in the file for ' + unknown;
  local fields = [field(rule, key) for key in order if std.objectHas(rule, key)];
  [
    (if i == 0 then '    - ' else '      ') + std.join('\n', fields[i])
    for i in std.range(0, std.length(fields) - 1)
  ];

function(groups, head)
  std.join('\n', ['# ' + line for line in head] + ['groups:'] + std.flattenArrays([
    ['  - name: ' + group.name, '    rules:'] + std.flattenArrays([ruleLines(rule) for rule in group.rules])
    for group in groups
  ])) + '\n'
