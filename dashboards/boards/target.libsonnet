// The month against its target: how many more may be late, where it is being lost, until when.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields, t = kit.t, colors = kit.colors;
  local budget(name) = q.one('dossier_overall_late_budget_' + name);
  local agencies = q.agencies();
  local left = 'agency:dossier_late_budget_left:max';
  local burn(key, window) = panels.ranking(key, panels.colored(q.descending(kit.agencies(q.cutUp(q.highest(
    kit.config.ranked, 'agency_window:dossier_recent_due_late_per_due:ratio{window="%s"}' % window
  )))), colors.risk, kit.legend), fields.share) + panels.linked(panels.toAgency());
  // Those of whom the least is left, chosen at the end of the time shown.
  local troubled = 'bottomk(15, %s @ end())' % left;
  local column(title, expr, total, field, width=null) = panels.column(title, kit.withTotal(kit.agencies(expr), total), field, width);
  local budgetColumn(title, name) = column(title, q.gauge('dossier_late_budget_' + name), budget(name), fields.count);

  // Since when alerts have been there, the gravest first.
  local firing(severity) = 'max by (alertname, severity, %s) (%s)' % [
    kit.name,
    'ALERTS_FOR_STATE{alertname=~"Dossier.+",%s}\nand ignoring (alertstate) ALERTS{alertstate="firing"}' % severity,
  ];
  local severities = ['critical', 'warning', 'info'];

  kit.board.dashboard('target', kit.layout.rows([
    kit.strip,
    kit.section('month'),
    { height: 5, panels: [
      [4, kit.onTime],
      [3, panels.stat('target', panels.series(q.cut(kit.target)), fields.percent)],
      [5, kit.state],
      [3, kit.best],
      [6, kit.outsideNow],
      [3, panels.stat('days_left', panels.series(
        q.daysUntil(q.one('dossier_period_end_timestamp_seconds', kit.month))
      ), fields.days)],
    ] },
    kit.section('budget'),
    { height: 12, panels: [
      [8, panels.numbers('budget', [
        [budget('late'), t.legends.late_so_far, fields.count],
        [budget('allowed'), t.legends.allowed, fields.count],
        [budget('left'), t.legends.left, fields.countLeft],
        [budget('due'), t.legends.due_month, fields.count],
      ])],
      [8, burn('burn_day', '1wd')],
      [8, burn('burn_week', '5wd')],
    ] },
    kit.section('agencies'),
    { height: 15, panels: [[24, panels.table('target_by_agency', [
      column(t.columns.state, agencies.state, q.overall.state, fields.state, 170) + panels.filledCell,
      column(t.columns.rate, q.gauge('dossier_headline_percent'), q.one('dossier_overall_headline_percent'), fields.percent),
      column(t.columns.target, q.cut(q.gauge('dossier_agency_on_time_target_ratio')), q.cut(kit.target), fields.percent),
      column(t.columns.best, q.gauge('dossier_best_possible_percent'), q.one('dossier_overall_best_possible_percent'), fields.percent),
      column(t.columns.cleared, q.gauge('dossier_cleared_percent'), q.one('dossier_overall_cleared_percent'), fields.percent),
      budgetColumn(t.columns.due, 'due'),
      budgetColumn(t.columns.allowed, 'allowed'),
      budgetColumn(t.columns.late_of_due, 'late'),
      column(t.columns.late_left, left, budget('left'), fields.countLeft) + panels.coloredCell,
      column(t.columns.used, q.cut('agency:dossier_late_budget_used:ratio'), q.cut(
        '%s / (%s > 0)' % [budget('late'), budget('allowed')]
      ), fields.share),
    ], [kit.agencyName(t.words.all_agencies, 250), kit.agencyCode], kit.inOrder(kit.agencies(kit.lookOrder)))]] },
    kit.section('trend'),
    { height: 11, panels: [
      [12, panels.states('target_trend', panels.series(
        kit.agencies('(%s)\nand on (agency) %s' % [agencies.state, troubled]), kit.legend
      ), fields.state)],
      [12, panels.table('alerts', [
        panels.column(t.columns.since, '%s * 1000' % firing('severity=~"critical|warning|info"'), fields.moment, 150),
      ], [
        panels.label('alertname', t.columns.alert, properties=fields.labels(kit.alertNames)),
        panels.label('severity', t.columns.severity, 130, fields.labels(t.severities)),
        panels.label(kit.name, t.columns.about, 220),
      ], std.join('\nor\n', [
        '0 * %s + %d' % [firing('severity="%s"' % severities[i]), i]
        for i in std.range(0, std.length(severities) - 1)
      ])) + { fieldConfig+: { defaults+: { noValue: t.words.no_alerts } } }],
    ] },
  ]))
