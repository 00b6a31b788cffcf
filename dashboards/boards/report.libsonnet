// A period that may be closed, for the monthly report; and what became of it since.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields, t = kit.t, colors = kit.colors;
  local period = 'period="$period"';
  local results(selector) = 'agency_period_timeliness:dossier_period_results:max{%s,%s}' % [selector, period];
  local all = 'agency_period:dossier_period_results:sum{%s}' % period;
  // The rate by the due dates that are not the headline's: the daemon publishes one of the two.
  local otherBasis(family) =
    'sum(%s)\n/ (sum(%s) > 0)' % [q.gauge(family, 'timeliness!="late",%s' % period), q.gauge(family, period)];

  // Of the frozen monthly statement that counts.
  local frozen = 'sum(%s)\n/ (sum(%s) > 0)' % [q.gauge('dossier_statement_results', 'timeliness!="late"'), q.gauge('dossier_statement_results')];

  local column(title, expr, total, field) = panels.column(title, kit.withTotal(kit.agencies(expr), total), field);
  local sumColumn(title, expr, field) = column(title, expr, 'sum(%s)' % expr, field);
  local periodRate = 'max(period:dossier_period_results_on_time_per_results:ratio{%s})' % period;

  kit.board.dashboard('report', kit.layout.rows([
    kit.strip,
    kit.section('period'),
    { height: 5, panels: [
      [4, panels.stat('report_rate', panels.series(q.cut(periodRate)), fields.percent)],
      [4, panels.numbers('report_other_basis', [
        [q.cut(otherBasis('dossier_lawful_period_results')), t.legends.lawful, fields.percent],
        [q.cut(otherBasis('dossier_promised_period_results')), t.legends.promised, fields.percent],
      ])],
      [4, panels.stat('report_received', panels.series(q.sum('dossier_period_received', period)), fields.count)],
      [4, panels.stat('report_finished', panels.series('sum(%s)' % all), fields.count)],
      [4, panels.stat('report_late', panels.series('sum(%s)' % results('timeliness="late"')), fields.countToMind)],
      [4, panels.stat('report_apologies', panels.series(q.sum('dossier_period_apologies', period)), fields.count)],
    ] },
    kit.section('agencies'),
    { height: 15, panels: [[24, panels.table('report_by_agency', [
      sumColumn(t.columns.received, q.sumBy('agency', 'dossier_period_received', period), fields.count),
      sumColumn(t.columns.received_online, q.gauge('dossier_period_received', 'channel="online",%s' % period), fields.count),
      sumColumn(t.columns.finished, all, fields.count),
      sumColumn(t.columns.early, results('timeliness="early"'), fields.count),
      sumColumn(t.columns.on_time, results('timeliness="on_time"'), fields.count),
      sumColumn(t.columns.late, results('timeliness="late"'), fields.countToMind) + panels.coloredCell,
      column(t.columns.rate, q.cut('%s{%s}' % [kit.resultsRate, period]), q.cut(periodRate), fields.percent),
      column(t.columns.target, q.cut(q.gauge('dossier_agency_on_time_target_ratio')), q.cut(kit.target), fields.percent),
      sumColumn(t.columns.acceptance_late, q.gauge('dossier_period_acceptance', 'outcome="late",%s' % period), fields.count),
      sumColumn(t.columns.apologies, q.gauge('dossier_period_apologies', period), fields.count),
    ], [kit.agencyName(width=270), kit.agencyCode], kit.inOrder(kit.agencies('%s{%s}\nor on (agency) 0 * %s + 2' % [kit.resultsRate, period, all])))]] },
    kit.section('corrections'),
    { height: 5, panels: [[24, panels.numbers('report_frozen', [
      [q.cut(frozen), t.legends.frozen_rate, fields.percent],
      [q.cut('max(period:dossier_period_results_on_time_per_results:ratio{period="previous_month"})'), t.legends.month_before, fields.percent],
      [q.sum('dossier_statement_results'), t.legends.frozen_finished, fields.count],
      [q.sum('dossier_statement_results', 'timeliness="late"'), t.legends.frozen_late, fields.count],
      [q.one('dossier_statement_position'), t.legends.frozen_position, fields.count],
    ])]] },
    { height: 9, panels: [
      [12, panels.lines('report_closed', [
        panels.colored('sum(agency_period:dossier_period_results:sum{period="previous_month"})', colors.plain, t.legends.finished),
        panels.beside('sum(agency_period_timeliness:dossier_period_results:max{period="previous_month",timeliness="late"})', colors.lost, t.legends.late),
      ], fields.count { min: 0 })],
      [12, panels.lines('report_corrections', [
        panels.series('sum(increase(dunghan_corrections_total{kind="%s"}[1d]))' % kind, t.corrections[kind])
        for kind in ['voided', 'reopened', 'due_changed', 'late_entry']
      ], fields.count { min: 0 }) + panels.palette],
    ] },
  ]), variables=[kit.board.period])
