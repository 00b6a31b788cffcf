// How numbers look: unit, decimals, colours, and what stands where there is no number. Every field
// has the grey "no data": without it Grafana gives an empty panel the colour of its lowest
// threshold, and nothing known would look like nothing wrong.
local colors = import 'colors.libsonnet';

function(t)
  local noData = { type: 'special', options: { match: 'null+nan', result: { index: 0, text: t.words.no_data, color: colors.unknown } } };
  local fixed(color) = { color: { mode: 'fixed', fixedColor: color } };
  local steps(below, steps) = {
    color: { mode: 'thresholds' },
    thresholds: { mode: 'absolute', steps: [{ value: null, color: below }] + [{ value: step[0], color: step[1] } for step in steps] },
  };
  // 0 is fine, anything above is not.
  local zeroIsGood(color) = steps(colors.unknown, [[0, colors.reached], [1, color]]);
  {
    // Without decimals Grafana chooses as many as a number needs.
    local base(unit, decimals=null) = { unit: unit, [if decimals != null then 'decimals']: decimals, noValue: t.words.no_data, mappings: [noData] },

    count:: base('locale', 0) + fixed(colors.plain),
    countToMind:: $.count + zeroIsGood(colors.risk),
    countToAct:: $.count + zeroIsGood(colors.lost),
    // What is left of a budget: below 0 it is overspent, at 0 used up.
    countLeft:: $.count + steps(colors.lost, [[0, colors.risk], [1, colors.reached]]),

    // Per cent, cut to two decimals by the query (query.cut): Grafana has nothing left to round.
    percent:: base('percent', 2) + fixed(colors.plain) + { min: 0, max: 100 },
    // A share that may exceed the whole, such as that of a budget that is used.
    share:: base('percent', 2) + fixed(colors.plain) + { min: 0 },
    // The difference of two of them.
    points:: base(t.units.points, 2) + fixed(colors.plain),

    days:: base(t.units.days, 1) + fixed(colors.plain) + { min: 0 },
    wholeDays:: $.days { decimals: 0 },
    hours:: base(t.units.hours, 1) + fixed(colors.plain),
    milliseconds:: base(t.units.milliseconds) + fixed(colors.plain) + { min: 0 },
    bytes:: base('bytes') + fixed(colors.plain) + { min: 0 },
    perSecond:: base(t.units.per_second) + fixed(colors.plain) + { min: 0 },
    cores:: base(t.units.cores) + fixed(colors.plain) + { min: 0 },
    // Day first, whatever the server's [date_formats] say; the value is in milliseconds.
    moment:: base('time:DD/MM/YYYY HH:mm', 0) + fixed(colors.plain),

    steps(below, steps_):: steps(below, steps_),

    // In the cell of a table there is no room for "no data".
    cell(field):: $.saying(field, '–'),
    // With other words where there is nothing.
    saying(field, words):: field {
      noValue: words,
      mappings: [
        if one.type == 'special' then one { options+: { result+: { text: words } } } else one
        for one in field.mappings
      ],
    },

    // Words in place of numbers: [[number or [from, to), word, colour], ...].
    words(words):: {
      unit: 'none',
      decimals: 0,
      noValue: t.words.no_data,
      color: { mode: 'fixed', fixedColor: colors.unknown },
      mappings: [noData] + [
        local result = { index: i + 1, text: words[i][1], color: words[i][2] };
        if std.isArray(words[i][0]) then { type: 'range', options: { from: words[i][0][0], to: words[i][0][1], result: result } }
        else { type: 'value', options: { ['%d' % words[i][0]]: result } }
        for i in std.range(0, std.length(words) - 1)
      ],
    },
    // The state of the target (query.overall), in its colour.
    state:: states(colors.unknown, colors.lost, colors.risk, colors.reached),
    // In a list of agencies that need a look nothing is green: some are there for what is overdue alone.
    stateToLook:: states(colors.unknown, colors.lost, colors.risk, colors.plain),
    local states(unknown, lost, risk, reached) = $.words([
      [0, t.words.state_no_data, unknown],
      [1, t.words.state_out_of_reach, lost],
      [2, t.words.state_missed, lost],
      [3, t.words.state_at_risk, risk],
      [4, t.words.state_reached, reached],
      [5, t.words.state_met, reached],
    ]),
    // Label values that are shown as words: { value: word }.
    labels(words):: { mappings: [{ type: 'value', options: {
      [value]: { index: 0, text: words[value] }
      for value in std.objectFields(words)
    } }] },
  }
