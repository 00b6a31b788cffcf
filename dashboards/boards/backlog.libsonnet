// What is open: overdue, due, coming, waiting to be accepted.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields, t = kit.t;
  local agency = 'agency=~"$agency"';
  local open(due) = 'sum(agency_due:dossier_open:max{due=~"%s",%s})' % [due, agency];
  local openBy(due) = 'sum by (agency) (agency_due:dossier_open:max{due=~"%s",%s})' % [due, agency];
  local oldest = kit.oldest(agency);
  local late = q.gauge('dossier_acceptance_open', 'state="waiting_late",%s' % agency);
  local column(title, expr, total, field) = panels.column(title, kit.withTotal(kit.agencies(expr), total), field);
  local columnOf(title, due, field) = column(title, openBy(due), open(due), field);

  local petitionsBy(name, selector) = q.sumBy('agency', 'dossier_petition_' + name, '%s,%s' % [selector, agency]);
  local petitions(title, name, selector, field) = column(
    title, petitionsBy(name, selector), q.sum('dossier_petition_' + name, '%s,%s' % [selector, agency]), field
  );

  kit.board.dashboard('backlog', kit.layout.rows([
    kit.strip,
    kit.section('now'),
    { height: 5, panels: [
      [3, panels.stat('open', panels.series(open('.+')), fields.count) + panels.linked(panels.toWeb)],
      [3, panels.stat('backlog_overdue', panels.series(open('overdue_.+')), fields.countToMind) + panels.linked(panels.toWeb)],
      [4, panels.stat('backlog_severe', panels.series(open('overdue_10wd_plus')), fields.countToAct) + panels.linked(panels.toWeb)],
      [3, panels.stat('backlog_today', panels.series(open('today')), fields.count) + panels.linked(panels.toWeb)],
      [4, panels.stat('backlog_coming', panels.series(open('1wd|3wd')), fields.count)],
      [4, panels.stat('backlog_suspended', panels.series(open('suspended')), fields.count)],
      [3, panels.stat('backlog_acceptance', panels.series('sum(%s)' % late), fields.countToMind)],
    ] },
    kit.section('longest'),
    { height: 13, panels: [
      [10, kit.openNow(agency)],
      [7, panels.ranking('backlog_stuck', panels.colored(
        q.descending(kit.agencies(q.highest(kit.config.ranked, oldest))), kit.colors.lost, kit.legend
      ), fields.wholeDays) + panels.linked(panels.toAgency())],
      [7, panels.ranking('backlog_newly_severe', panels.colored(
        q.descending(kit.agencies(q.highest(kit.config.ranked, q.gauge('dossier_newly_severely_overdue', agency)))),
        kit.colors.lost,
        kit.legend,
      ), fields.count { min: 0 }) + panels.linked(panels.toAgency())],
    ] },
    kit.section('trend'),
    { height: 9, panels: [[12, kit.overdueTrend('backlog_overdue_trend', agency)], [12, kit.openTrend(agency)]] },
    kit.section('agencies'),
    { height: 15, panels: [[24, panels.table('backlog_by_agency', [
      columnOf(t.columns.overdue_now, 'overdue_.+', fields.countToMind) + panels.coloredCell,
      columnOf(t.due.overdue_10wd_plus, 'overdue_10wd_plus', fields.countToAct) + panels.coloredCell,
      columnOf(t.columns.due_today, 'today', fields.count),
      columnOf(t.columns.coming, '1wd|3wd', fields.count),
      columnOf(t.due.later, 'later', fields.count),
      columnOf(t.due.suspended, 'suspended', fields.count),
      column(t.columns.acceptance_late, late, 'sum(%s)' % late, fields.countToMind) + panels.coloredCell,
      column(t.columns.oldest, oldest, 'max(%s)' % oldest, fields.wholeDays),
    ], [kit.agencyName(width=270), kit.agencyCode], kit.mostFirst(kit.agencies(openBy('overdue_.+'))))]] },
    // Other clocks, and in none of the numbers above.
    kit.section('petitions'),
    { height: 10, panels: [[24, panels.table('petitions_by_agency', [
      petitions(t.columns.overdue_now, 'open', 'due="overdue"', fields.countToAct) + panels.coloredCell,
      petitions(t.columns.due_today, 'open', 'due="today"', fields.count),
      petitions(t.due.later_than_today, 'open', 'due="later"', fields.count),
      petitions(t.columns.answered, 'period_answered', kit.month, fields.count),
      petitions(t.columns.late, 'period_answered', 'outcome="late",%s' % kit.month, fields.countToMind) + panels.coloredCell,
      petitions(t.columns.refused, 'period_refused', kit.month, fields.count),
      petitions(t.columns.satisfied, 'period_satisfied', kit.month, fields.count),
    ], [kit.agencyName(width=270), kit.agencyCode], kit.mostFirst(kit.agencies(
      petitionsBy('open', 'due="overdue"')
    )))]] },
  ]), variables=[kit.board.agencies])
