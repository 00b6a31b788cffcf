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
  // A ranking leaves out those of whom there is nothing to tell.
  highest(count, expr):: 'topk(%d, (%s) > 0)' % [count, expr],
  ascending(expr):: 'sort(\n%s\n)' % expr,
  descending(expr):: 'sort_desc(\n%s\n)' % expr,

  // A ratio as per cent with two decimals, cut and never rounded: 97.996 % is 97.99, so that no store,
  // no panel and no reader takes it for a target of 98 % or for 100 %. 1e-8 makes up for what division
  // and multiplication lose (0.57 * 10000 is 5699.999999999999): they lose less than 1e-11, and a share
  // of fewer than 10^7 dossiers that is short of the next hundredth is so by more than 1e-7 of it.
  // Grafana shows two decimals of a number that has no more, and rounds nothing.
  cut(ratio):: 'floor((%s) * 10000 + 1e-8) / 100' % ratio,
  // What is late is the rest to 100 of what is in time, which is cut: 2.004 % is 2.01.
  cutUp(ratio):: 'ceil((%s) * 10000 - 1e-8) / 100' % ratio,

  // The state of the month's target, of all agencies together or of every agency: one number that the
  // daemon works out exactly. 0: no data; 1: out of reach; 2: missed; 3: at risk; 4: reached so far;
  // 5: met. `on` is how an expression with the same labels is matched with it.
  overall:: { on: 'on ()', state: 'max(dossier_overall_target_state)' },
  agencies(selector='', by='agency'):: {
    on: 'on (%s)' % by,
    state: 'max by (%s) (%s)' % [by, $.select('dossier_target_state', selector)],
  },
  // One agency of whom a panel is, so that no label has to match.
  oneAgency(selector):: { on: 'on ()', state: 'max(%s)' % $.select('dossier_target_state', selector) },

  // An expression in three, by the state: each element has values in that case alone. So colours follow
  // the daemon's state, and no threshold stands in a dashboard. Without data it is not lost, nor reached.
  byState(expr, standing):: {
    local during(states) = '(%s)\nand %s (%s %s)' % [expr, standing.on, standing.state, states],
    lost: during('>= 1 < 3'),
    risk: during('== 3'),
    reached: during('>= 4'),
  },

  // The agencies that need a look, and their order, as on the daemon's page: the state of the target,
  // worst first, all that is no trouble alike; then the most overdue; then the lowest rate of what fell
  // due. One number for each, the smaller the sooner; counts below 10^7 and rates up to 1 keep their
  // places in it.
  look(overdue, cohort)::
    local state = 'max by (agency) (dossier_target_state)';
    local rank = '(%s >= 1 < 4\nor on (agency) 0 * %s + 4)' % [state, state];
    local rate = '(%s\nor on (agency) 0 * %s + 2)' % [cohort, state];
    '%s * 1e8\n- on (agency) (10 * %s)\n+ on (agency) %s' % [rank, overdue, rate],
  needsLook(overdue)::
    'max by (agency) (dossier_target_state) >= 1 < 4\nor on (agency) (%s > 0)' % overdue,
}
