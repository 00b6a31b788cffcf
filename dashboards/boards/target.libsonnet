// The month against its target: how many more may be late, where it is being lost, until when.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields, t = kit.t, colors = kit.colors;
  local budget(name) = q.one('dossier_overall_late_budget_' + name);
  local agencies = q.agencies();
  local left = 'agency:dossier_late_budget_left:max';
  local burn(window) = panels.colored(q.descending(kit.agencies(q.highest(
    kit.config.ranked, 'agency_window:dossier_recent_due_late_per_due:ratio{window="%s"}' % window
  ))), colors.risk, kit.legend);
  // Those of whom the least is left, chosen at the end of the time shown.
  local troubled = 'bottomk(15, %s @ end())' % left;

  kit.board.dashboard('target', kit.layout.rows([
    kit.strip,
    { height: 5, panels: [
      [5, kit.onTime],
      [3, panels.stat('target', panels.series(kit.target), fields.ratio)],
      [5, kit.verdict],
      [3, kit.best],
      [4, kit.lateLeft],
      [4, panels.stat('days_left', panels.series(
        q.daysUntil(q.one('dossier_period_end_timestamp_seconds', kit.month))
      ), fields.days)],
    ] },
    { height: 9, panels: [
      [8, panels.lines('budget_trend', [
        panels.colored(budget('late'), colors.risk, t.legends.late),
        panels.dashed(budget('allowed'), colors.lost, t.legends.allowed),
      ], fields.count { min: 0 })],
      [8, panels.bars('burn_day', burn('1wd'), fields.ratio { max:: null }) + panels.linked(panels.toAgency())],
      [8, panels.bars('burn_week', burn('5wd'), fields.ratio { max:: null }) + panels.linked(panels.toAgency())],
    ] },
    { height: 13, panels: [[24, panels.table('target_by_agency', [
      panels.column(t.columns.verdict, kit.agencies(q.verdict(agencies)), fields.verdict, 170) + panels.filledCell,
      panels.column(t.columns.rate, kit.agencies('%s{%s}' % [kit.rate, kit.month]), fields.ratio),
      panels.column(t.columns.target, kit.agencies(q.gauge('dossier_agency_on_time_target_ratio')), fields.ratio),
      panels.column(t.columns.best, kit.agencies('agency:dossier_best_possible_ratio:max'), fields.ratio),
      panels.column(t.columns.due, kit.agencies(q.gauge('dossier_late_budget_due')), fields.count),
      panels.column(t.columns.allowed, kit.agencies(q.gauge('dossier_late_budget_allowed')), fields.count),
      panels.column(t.columns.late, kit.agencies(q.gauge('dossier_late_budget_late')), fields.count),
      panels.column(t.columns.late_left, kit.agencies(left), fields.countLeft) + panels.coloredCell,
      panels.column(t.columns.used, kit.agencies('agency:dossier_late_budget_used:ratio'), fields.share),
    ], [kit.agencyName, kit.agencyCode], t.columns.late_left, descending=false)]] },
    { height: 11, panels: [
      [12, panels.states('target_trend', panels.series(
        kit.agencies('(%s)\nand on (agency) %s' % [q.verdict(agencies), troubled]), kit.legend
      ), fields.verdict)],
      [12, panels.table('alerts', [
        panels.column(t.columns.firing, 'max by (alertname, severity, agency) (ALERTS{alertname=~"Dossier.+",alertstate="firing",severity!="none"})', fields.count, 80),
      ], [
        panels.label('alertname', t.columns.alert),
        panels.label('severity', t.columns.severity, 130, fields.labels(t.severities)),
        panels.label('agency', t.columns.agency, 150, { links: panels.toAgency('${__data.fields.agency}') }),
      ], t.columns.severity, descending=false) + { fieldConfig+: { defaults+: { noValue: t.words.no_alerts } } }],
    ] },
  ]))
