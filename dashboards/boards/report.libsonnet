// A period that may be closed, for the monthly report; and what became of it since.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields, t = kit.t, colors = kit.colors;
  local period = 'period="$period"';
  local results(selector) = 'agency_period_timeliness:dossier_period_results:max{%s,%s}' % [selector, period];
  local all = 'agency_period:dossier_period_results:sum{%s}' % period;
  // The rate by the due dates that are not the headline's: the daemon publishes one of the two.
  local otherBasis(family) =
    'sum(%s)\n/ (sum(%s) > 0)' % [q.gauge(family, 'timeliness!="late",%s' % period), q.gauge(family, period)];

  kit.board.dashboard('report', kit.layout.rows([
    kit.strip,
    { height: 5, panels: [
      [4, panels.stat('report_rate', panels.series(
        'max(period:dossier_period_results_on_time_per_results:ratio{%s})' % period
      ), fields.ratio)],
      [4, panels.stat('report_other_basis', [
        panels.series(otherBasis('dossier_lawful_period_results'), t.legends.lawful),
        panels.series(otherBasis('dossier_promised_period_results'), t.legends.promised),
      ], fields.ratio) + panels.named],
      [4, panels.stat('report_received', panels.series(q.sum('dossier_period_received', period)), fields.count)],
      [4, panels.stat('report_finished', panels.series('sum(%s)' % all), fields.count)],
      [4, panels.stat('report_late', panels.series('sum(%s)' % results('timeliness="late"')), fields.countToMind)],
      [4, panels.stat('report_apologies', panels.series(q.sum('dossier_period_apologies', period)), fields.count)],
    ] },
    { height: 14, panels: [[24, panels.table('report_by_agency', [
      panels.column(t.columns.received, kit.agencies(q.sumBy('agency', 'dossier_period_received', period)), fields.count),
      panels.column(t.columns.received_online, kit.agencies(q.gauge('dossier_period_received', 'channel="online",%s' % period)), fields.count),
      panels.column(t.columns.finished, kit.agencies(all), fields.count),
      panels.column(t.columns.early, kit.agencies(results('timeliness="early"')), fields.count),
      panels.column(t.columns.on_time, kit.agencies(results('timeliness="on_time"')), fields.count),
      panels.column(t.columns.late, kit.agencies(results('timeliness="late"')), fields.countToMind) + panels.coloredCell,
      panels.column(t.columns.rate, kit.agencies('%s{%s}' % [kit.resultsRate, period]), fields.ratio),
      panels.column(t.columns.target, kit.agencies(q.gauge('dossier_agency_on_time_target_ratio')), fields.ratio),
      panels.column(t.columns.acceptance_late, kit.agencies(q.gauge('dossier_period_acceptance', 'outcome="late",%s' % period)), fields.count),
      panels.column(t.columns.apologies, kit.agencies(q.gauge('dossier_period_apologies', period)), fields.count),
    ], [kit.agencyName, kit.agencyCode], t.columns.rate, descending=false)]] },
    { height: 9, panels: [
      [12, panels.lines('report_closed', [
        panels.colored('sum(agency_period:dossier_period_results:sum{period="previous_month"})', colors.plain, t.legends.finished),
        panels.colored('sum(agency_period_timeliness:dossier_period_results:max{period="previous_month",timeliness="late"})', colors.lost, t.legends.late),
      ], fields.count { min: 0 })],
      [12, panels.lines('report_corrections', [
        panels.series('sum(increase(dunghan_corrections_total{kind="%s"}[1d]))' % kind, t.corrections[kind])
        for kind in ['voided', 'reopened', 'due_changed', 'late_entry']
      ], fields.count { min: 0 }) + panels.palette],
    ] },
  ]), variables=[kit.board.period])
