// What is open: overdue, due, coming, waiting to be accepted.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields, t = kit.t;
  local agency = 'agency=~"$agency"';
  local open(due) = 'sum(agency_due:dossier_open:max{due=~"%s",%s})' % [due, agency];
  local openBy(due) = kit.agencies('sum by (agency) (agency_due:dossier_open:max{due=~"%s",%s})' % [due, agency]);
  local oldest = kit.oldest(agency);

  kit.board.dashboard('backlog', kit.layout.rows([
    kit.strip,
    { height: 5, panels: [
      [4, panels.stat('open', panels.series(open('.+')), fields.count) + panels.linked(panels.toWeb)],
      [4, panels.stat('backlog_overdue', panels.series(open('overdue_.+')), fields.countToMind) + panels.linked(panels.toWeb)],
      [4, panels.stat('backlog_severe', panels.series(open('overdue_10wd_plus')), fields.countToAct) + panels.linked(panels.toWeb)],
      [3, panels.stat('backlog_today', panels.series(open('today')), fields.count) + panels.linked(panels.toWeb)],
      [3, panels.stat('backlog_coming', panels.series(open('1wd|3wd')), fields.count)],
      [3, panels.stat('backlog_suspended', panels.series(open('suspended')), fields.count)],
      [3, panels.stat('backlog_acceptance', panels.series(
        q.sum('dossier_acceptance_open', 'state="waiting_late",%s' % agency)
      ), fields.countToMind)],
    ] },
    { height: 13, panels: [
      [10, kit.openNow(agency)],
      [7, panels.bars('backlog_stuck', panels.colored(
        q.descending(kit.agencies(q.highest(kit.config.ranked, oldest))), kit.colors.lost, kit.legend
      ), fields.wholeDays) + panels.linked(panels.toAgency())],
      [7, panels.bars('backlog_newly_severe', panels.colored(
        q.descending(kit.agencies(q.highest(kit.config.ranked, q.gauge('dossier_newly_severely_overdue', agency)))),
        kit.colors.lost,
        kit.legend,
      ), fields.count { min: 0 }) + panels.linked(panels.toAgency())],
    ] },
    { height: 9, panels: [
      [12, panels.lines('backlog_overdue_trend', [
        panels.colored(open(bucket.due), bucket.color, bucket.legend)
        for bucket in kit.dueBuckets
        if std.startsWith(bucket.due, 'overdue_')
      ], fields.count { min: 0 }) + panels.stacked],
      [12, kit.openTrend(agency)],
    ] },
    { height: 14, panels: [[24, panels.table('backlog_by_agency', [
      panels.column(t.columns.overdue, openBy('overdue_.+'), fields.countToMind) + panels.coloredCell,
      panels.column(t.due.overdue_10wd_plus, openBy('overdue_10wd_plus'), fields.countToAct) + panels.coloredCell,
      panels.column(t.due.today, openBy('today'), fields.count),
      panels.column(t.columns.coming, openBy('1wd|3wd'), fields.count),
      panels.column(t.due.later, openBy('later'), fields.count),
      panels.column(t.due.suspended, openBy('suspended'), fields.count),
      panels.column(t.columns.acceptance_late, kit.agencies(
        q.gauge('dossier_acceptance_open', 'state="waiting_late",%s' % agency)
      ), fields.countToMind) + panels.coloredCell,
      panels.column(t.columns.oldest, kit.agencies(oldest), fields.wholeDays),
    ], [kit.agencyName, kit.agencyCode], t.columns.overdue)]] },
  ]), variables=[kit.board.agencies])
