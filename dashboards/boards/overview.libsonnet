// For those who lead: is the month on target and can it be kept, what is due today, who needs a look.
// Below, how it came about and where it comes from.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields, t = kit.t;
  local received(period) = q.sum('dossier_period_received', 'period="%s"' % period);
  local finished(period) = 'sum(agency_period:dossier_period_results:sum{period="%s"})' % period;

  kit.board.dashboard('overview', kit.layout.rows([
    kit.strip,
    kit.section('month'),
    { height: 5, panels: [[4, kit.onTime], [5, kit.state], [6, kit.outsideNow], [3, kit.lateLeft], [6, kit.compared]] },
    kit.section('today'),
    { height: 4, panels: [[8, kit.overdueNow], [8, kit.dueTodayNow], [8, kit.comingNow]] },
    kit.section('agencies'),
    { height: 14, panels: [[14, kit.needALook(kit.config.ranked)], [5, kit.stuck], [5, kit.dueTodayByAgency]] },
    kit.section('trend'),
    { height: 9, panels: [[12, kit.rateTrend('rate_trend', kit.overallRate, kit.target)], [12, kit.openTrend()]] },
    kit.section('work'),
    { height: 11, panels: [
      [8, panels.numbers('flow', [
        [received('current_month'), t.legends.received_month, fields.count],
        [received('previous_month'), t.legends.received_before, fields.count],
        [finished('current_month'), t.legends.finished_month, fields.count],
        [finished('previous_month'), t.legends.finished_before, fields.count],
      ])],
      [7, panels.bars('received_by_channel', [
        panels.colored(
          q.sum('dossier_period_received', 'channel="%s",%s' % [channel, kit.month]), kit.colors.channels[channel], t.channels[channel]
        )
        for channel in ['online', 'in_person', 'postal']
      ], fields.count { min: 0 })],
      [9, panels.ranking('late_by_field', panels.colored(q.descending(q.highest(kit.config.ranked, 'sum by (field) (%s)' % kit.procedures(
        q.gauge('dossier_procedure_period_results', 'timeliness="late",%s' % kit.month)
      ))), kit.colors.risk, '{{field}}'), fields.count { min: 0 })],
    ] },
  ]), annotations=[
    kit.board.annotation('corrections', 'sum(increase(dunghan_corrections_total[1h])) > 0', kit.colors.other),
  ])
