// One agency, chosen by its name.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields, t = kit.t, colors = kit.colors;
  local agency = 'agency="$agency"';
  local month = '%s,%s' % [agency, kit.month];
  local standing = q.oneAgency(agency);
  local rate(selector) = 'max(%s{%s})' % [kit.rate, selector];
  local target = q.one('dossier_agency_on_time_target_ratio', agency);
  local periods(expr) = 'sum by (period) (%s)' % expr;
  local used = ['0.25', '0.5', '0.75', '0.9', '1', '1.25', '1.5', '2', 'more'];
  // Within the limit, and beyond it.
  local usedColor(i) = if i < 4 then colors.reached else if i == 4 then colors.soon else colors.lost;
  local ofMatrix(expr) = kit.procedures('%s\nand on (procedure) %s' % [expr, q.highest(20, q.sumBy(
    'procedure', 'dossier_agency_procedure_open', agency
  ))]);

  kit.board.dashboard('agency', kit.layout.rows([
    { height: 3, panels: [[16, kit.simulated], [8, kit.freshnessOf(agency)]] },
    { height: 5, panels: [
      [5, panels.stat('agency_on_time', panels.byVerdict(q.byVerdict(rate(month), standing)), fields.ratio) + panels.filled],
      [5, panels.stat('agency_verdict', panels.series(q.verdict(standing)), fields.verdict) + panels.filled],
      [4, panels.stat('agency_late_left', panels.series('max(agency:dossier_late_budget_left:max{%s})' % agency), fields.countLeft)],
      [3, panels.stat('agency_overdue', panels.series('sum(%s{%s})' % [kit.overdue, agency]), fields.countToMind) + panels.linked(panels.toWeb)],
      [3, panels.stat('agency_due_today', panels.series(
        'sum(agency_due:dossier_open:max{due="today",%s})' % agency
      ), fields.count) + panels.linked(panels.toWeb)],
      [4, panels.stat('agency_acceptance_late', panels.series(
        q.sum('dossier_acceptance_open', 'state="waiting_late",%s' % agency)
      ), fields.countToMind)],
    ] },
    { height: 8, panels: [
      [14, panels.table('agency_periods', [
        panels.column(t.columns.rate, periods('%s{%s}' % [kit.resultsRate, agency]), fields.ratio),
        panels.column(t.columns.received, periods(q.gauge('dossier_period_received', agency)), fields.count),
        panels.column(t.columns.finished, periods('agency_period:dossier_period_results:sum{%s}' % agency), fields.count),
        panels.column(t.columns.late, periods(
          'agency_period_timeliness:dossier_period_results:max{timeliness="late",%s}' % agency
        ), fields.count),
        panels.column(t.columns.acceptance_late, periods(
          q.gauge('dossier_period_acceptance', 'outcome="late",%s' % agency)
        ), fields.count),
        panels.column(t.columns.apologies, periods(q.gauge('dossier_period_apologies', agency)), fields.count),
      ], [panels.label('period', t.columns.period, 130, fields.labels(t.periods))], t.columns.period, descending=false)],
      [10, kit.openNow(agency)],
    ] },
    { height: 8, panels: [
      [14, kit.rateTrend('agency_rate_trend', rate(month), target)],
      [10, panels.bars('limit_used', [
        panels.colored(
          q.sum('dossier_recent_limit_used_results', 'used="%s",%s' % [used[i], agency]), usedColor(i), t.used[used[i]]
        )
        for i in std.range(0, std.length(used) - 1)
      ], fields.count { min: 0 })],
    ] },
    { height: 8, panels: [
      [14, kit.openTrend(agency)],
      // Eight hours of working time are a day, whatever the office's own hours.
      [10, panels.lines('processing', [
        panels.colored('%s / 28800' % q.one('dossier_recent_processing_median_working_seconds', agency), colors.plain, t.legends.median),
        panels.colored('%s / 28800' % q.one('dossier_recent_processing_p90_working_seconds', agency), colors.other, t.legends.p90),
      ], fields.days)],
    ] },
    { height: 4, panels: [[24, panels.states('agency_verdict_trend', panels.series(
      q.verdict(standing), t.legends.verdict
    ), fields.verdict)]] },
    { height: 10, panels: [[24, panels.table('agency_procedures', [
      panels.column(t.columns.finished, ofMatrix(q.sumBy('procedure', 'dossier_agency_procedure_period_results', month)), fields.count, 120),
      panels.column(t.columns.late, ofMatrix(q.sumBy(
        'procedure', 'dossier_agency_procedure_period_results', 'timeliness="late",%s' % month
      )), fields.countToMind, 120) + panels.coloredCell,
      panels.column(t.columns.overdue, ofMatrix(q.sumBy(
        'procedure', 'dossier_agency_procedure_open', 'state="overdue",%s' % agency
      )), fields.countToMind, 120) + panels.coloredCell,
      panels.column(t.columns.pending, ofMatrix(q.sumBy(
        'procedure', 'dossier_agency_procedure_open', 'state="pending",%s' % agency
      )), fields.count, 120),
    ], [kit.procedureName, kit.procedureField, kit.procedureCode], t.columns.overdue)]] },
  ]), variables=[kit.board.oneAgency])
