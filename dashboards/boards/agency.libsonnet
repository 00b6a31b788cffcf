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
  local listed(expr) = kit.procedures('%s\nand on (procedure) %s' % [expr, q.highest(20, q.sumBy(
    'procedure', 'dossier_agency_procedure_open', agency
  ))]);
  local ofMatrix(title, name, selector, field) = panels.column(
    title, kit.withTotal(listed(q.sumBy('procedure', name, selector)), q.sum(name, selector)), field, 120
  );

  kit.board.dashboard('agency', kit.layout.rows([
    { height: 3, panels: [[12, kit.simulated], [5, kit.newest], [7, kit.freshnessOf(agency)]] },
    kit.section('month'),
    { height: 5, panels: [
      [6, panels.stat('agency_on_time', panels.byState(q.byState(
        q.one('dossier_headline_percent', agency), standing
      )), fields.percent) + panels.filled],
      [6, panels.stat('agency_state', panels.series(standing.state), fields.state) + panels.filled],
      [8, kit.outside('agency_outside', q.one('dossier_backlog', agency), q.one('dossier_cleared_percent', agency))],
      [4, panels.stat('agency_late_left', panels.series('max(agency:dossier_late_budget_left:max{%s})' % agency), fields.countLeft)],
    ] },
    kit.section('today'),
    { height: 4, panels: [
      [6, panels.stat('agency_overdue', panels.series('sum(%s{%s})' % [kit.overdue, agency]), fields.countToMind) + panels.linked(panels.toWeb)],
      [6, panels.stat('agency_due_today', panels.series(
        'sum(agency_due:dossier_open:max{due="today",%s})' % agency
      ), fields.count) + panels.linked(panels.toWeb)],
      [6, panels.stat('agency_coming', panels.series(
        'sum(agency_due:dossier_open:max{due=~"1wd|3wd",%s})' % agency
      ), fields.count) + panels.linked(panels.toWeb)],
      [6, panels.stat('agency_acceptance_late', panels.series(
        q.sum('dossier_acceptance_open', 'state="waiting_late",%s' % agency)
      ), fields.countToMind)],
    ] },
    kit.section('periods'),
    { height: 9, panels: [
      [14, panels.table('agency_periods', [
        panels.column(t.columns.rate, periods(q.cut('%s{%s}' % [kit.resultsRate, agency])), fields.percent),
        panels.column(t.columns.received, periods(q.gauge('dossier_period_received', agency)), fields.count),
        panels.column(t.columns.finished, periods('agency_period:dossier_period_results:sum{%s}' % agency), fields.count),
        panels.column(t.columns.late, periods(
          'agency_period_timeliness:dossier_period_results:max{timeliness="late",%s}' % agency
        ), fields.count),
        panels.column(t.columns.acceptance_late, periods(
          q.gauge('dossier_period_acceptance', 'outcome="late",%s' % agency)
        ), fields.count),
        panels.column(t.columns.apologies, periods(q.gauge('dossier_period_apologies', agency)), fields.count),
      ], [
        panels.label('period', t.columns.period, 130, fields.labels(t.periods)),
        // The previous month first, and a shorter period before the longer one that holds it.
      ], 'max by (period) (dossier_period_end_timestamp_seconds)\n- 0.5 * max by (period) (dossier_period_start_timestamp_seconds)')],
      [10, kit.openNow(agency)],
    ] },
    kit.section('trend'),
    { height: 9, panels: [
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
    { height: 4, panels: [[24, panels.states('agency_state_trend', panels.series(
      standing.state, t.legends.state
    ), fields.state)]] },
    kit.section('procedures'),
    { height: 12, panels: [[24, panels.table('agency_procedures', [
      ofMatrix(t.columns.overdue_now, 'dossier_agency_procedure_open', 'state="overdue",%s' % agency, fields.countToMind) + panels.coloredCell,
      ofMatrix(t.columns.pending, 'dossier_agency_procedure_open', 'state="pending",%s' % agency, fields.count),
      ofMatrix(t.columns.finished, 'dossier_agency_procedure_period_results', month, fields.count),
      ofMatrix(
        t.columns.late, 'dossier_agency_procedure_period_results', 'timeliness="late",%s' % month, fields.countToMind
      ) + panels.coloredCell,
    ], [kit.procedureName(), kit.procedureField, kit.procedureCode], kit.mostFirst(listed(
      '1000000 * %s\n+ on (procedure) %s' % [
        q.sumBy('procedure', 'dossier_agency_procedure_open', 'state="overdue",%s' % agency),
        q.sumBy('procedure', 'dossier_agency_procedure_open', agency),
      ]
    )))]] },
  ]), variables=[kit.board.oneAgency])
