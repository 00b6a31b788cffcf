// Pieces of PromQL.
//
// Two daemons may read one ledger and publish the same numbers: the largest of the instances is
// taken before anything is added up. Recorded series (names with colons) have that behind them.
{
  gauge(name, selector=''):: 'max without (instance) (%s)' % $.select(name, selector),
  select(name, selector=''):: if selector == '' then name else '%s{%s}' % [name, selector],

  sum(name, selector=''):: 'sum(%s)' % $.gauge(name, selector),
  sumBy(label, name, selector=''):: 'sum by (%s) (%s)' % [label, $.gauge(name, selector)],

  // A number that there is once for the whole province.
  one(name, selector=''):: 'max(%s)' % $.select(name, selector),

  // Seconds that have passed since an instant, in days.
  daysSince(timestamp):: '(time() - %s) / 86400' % timestamp,
  daysUntil(timestamp):: '(%s - time()) / 86400' % timestamp,

  // What names an agency or a procedure in the language `name` stands for.
  named(expr, by, name, more=[])::
    local labels = std.join(', ', [name] + more);
    '(%s)\n* on (%s) group_left (%s)\nmax by (%s, %s) (dossier_%s_info)' % [expr, by, labels, by, labels, by],

  lowest(count, expr):: 'bottomk(%d, %s)' % [count, expr],
  highest(count, expr):: 'topk(%d, %s)' % [count, expr],
  ascending(expr):: 'sort(\n%s\n)' % expr,
  descending(expr):: 'sort_desc(\n%s\n)' % expr,

  // The standing of the target: of all agencies together, or of every agency. 2: reached; 1: not
  // reached and still possible; 0: not possible any more, whatever the month looks like so far.
  overall:: {
    on: 'on ()',
    reached: 'max(dossier_overall_on_target)',
    possible: 'max(dossier_overall_on_target_possible)',
  },
  agencies(selector='', by='agency'):: {
    on: 'on (%s)' % by,
    reached: 'max by (%s) (%s)' % [by, $.select('dossier_on_target', selector)],
    possible: 'max by (%s) (%s)' % [by, $.select('dossier_on_target_possible', selector)],
  },
  // One agency of whom a panel is, so that no label has to match.
  oneAgency(selector):: {
    on: 'on ()',
    reached: 'max(%s)' % $.select('dossier_on_target', selector),
    possible: 'max(%s)' % $.select('dossier_on_target_possible', selector),
  },
  verdict(standing):: '%(possible)s * (1 + %(reached)s)' % standing,

  // An expression in three, by the standing: each element has values in that case alone. So colours
  // follow the daemon's exact comparison with the target, and no threshold stands in a dashboard.
  byVerdict(expr, standing):: {
    lost: '(%s)\nand %s (%s == 0)' % [expr, standing.on, standing.possible],
    risk: '(%s)\nand %s (%s == 1)\nand %s (%s == 0)' % [expr, standing.on, standing.possible, standing.on, standing.reached],
    reached: '(%s)\nand %s (%s == 1)\nand %s (%s == 1)' % [expr, standing.on, standing.possible, standing.on, standing.reached],
  },
}
