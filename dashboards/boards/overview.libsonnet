// For leaders: in five seconds, is the month on target, can it still be, who is behind, what is due
// today, what has been stuck longest, are the numbers fresh. Below, where it comes from.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields, t = kit.t;
  local left = 'agency:dossier_late_budget_left:max';
  // Those furthest over their late budget, or nearest to its end: a ranking by rate would show small
  // agencies with one late dossier of two.
  local behind(expr) = kit.agencies('(%s)\nand on (agency) %s' % [expr, q.lowest(kit.config.ranked, left)]);
  local receivedThisMonth = q.sum('dossier_period_received', kit.month);
  local finishedThisMonth = 'sum(agency_period:dossier_period_results:sum{%s})' % kit.month;

  kit.board.dashboard('overview', kit.layout.rows([
    kit.strip,
    { height: 5, panels: [[6, kit.onTime], [6, kit.verdict], [4, kit.lateLeft], [4, kit.overdueNow], [4, kit.dueTodayNow]] },
    { height: 11, panels: [
      [12, panels.table('behind', [
        panels.column(t.columns.rate, behind('%s{%s}' % [kit.rate, kit.month]), fields.ratio, 130),
        panels.column(t.columns.late, behind(q.gauge('dossier_late_budget_late')), fields.count, 70),
        panels.column(t.columns.late_left, behind(left), fields.countLeft, 120) + panels.coloredCell,
        panels.column(t.columns.overdue, behind(kit.overdue), fields.count, 80),
        panels.column(t.columns.verdict, behind(q.verdict(q.agencies())), fields.verdict, 150) + panels.filledCell,
      ], [kit.agencyName { width: null }, kit.agencyCode], t.columns.late_left, descending=false)],
      [6, kit.stuck],
      [6, kit.dueTodayByAgency],
    ] },
    { height: 9, panels: [[12, kit.rateTrend('rate_trend', kit.overallRate, kit.target)], [12, kit.openTrend()]] },
    { height: 9, panels: [
      [12, panels.lines('flow', [
        panels.colored(receivedThisMonth, kit.colors.plain, t.legends.received),
        panels.colored(finishedThisMonth, kit.colors.reached, t.legends.finished),
      ], fields.count { min: 0 })],
      [6, panels.bars('received_by_channel', [
        panels.colored(
          q.sum('dossier_period_received', 'channel="%s",%s' % [channel, kit.month]), kit.colors.channels[channel], t.channels[channel]
        )
        for channel in ['online', 'in_person', 'postal']
      ], fields.count { min: 0 })],
      [6, panels.bars('late_by_field', panels.colored(q.descending(q.highest(kit.config.ranked, 'sum by (field) (%s)' % kit.procedures(
        q.gauge('dossier_procedure_period_results', 'timeliness="late",%s' % kit.month)
      ))), kit.colors.risk, '{{field}}'), fields.count { min: 0 })],
    ] },
  ]), annotations=[
    kit.board.annotation('corrections', 'sum(increase(dunghan_corrections_total[1h])) > 0', kit.colors.other),
  ])
