// Which procedures are late, over all agencies.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields, t = kit.t;
  local late = 'procedure:dossier_procedure_period_results_late_per_results:ratio';
  local finished = q.sumBy('procedure', 'dossier_procedure_period_results', kit.month);
  local lateOnes = q.sumBy('procedure', 'dossier_procedure_period_results', 'timeliness="late",%s' % kit.month);
  local open(state) = q.sumBy('procedure', 'dossier_procedure_open', 'state="%s"' % state);
  local ofFields = 'max by (procedure) (dossier_procedure_info{field=~"$field"})';
  local chosen(expr) = '((%s)\nand on (procedure) %s)' % [expr, ofFields];
  local sumOf(expr) = 'sum(%s)' % chosen(expr);
  local byField(expr) = q.descending(q.highest(kit.config.ranked, 'sum by (field) (%s)' % kit.procedures(chosen(expr))));
  // Many enough to say something, and late at all; the highest share of late ones first.
  local worst = q.highest(20, chosen('%s and on (procedure) (%s >= %d)' % [late, finished, kit.config.leastResults]));
  local piled = q.highest(20, chosen(open('overdue')));
  local column(of, title, expr, total, field) = panels.column(
    title, kit.withTotal(kit.procedures('(%s)\nand on (procedure) %s' % [expr, of]), total), field, 120
  );
  local sumColumn(of, title, expr, field) = column(of, title, expr, sumOf(expr), field);
  local labels = [kit.procedureName(t.words.all_procedures), kit.procedureField, kit.procedureCode];

  kit.board.dashboard('procedures', kit.layout.rows([
    kit.strip,
    kit.section('month'),
    { height: 5, panels: [
      [6, panels.stat('procedures_finished', panels.series(sumOf(finished)), fields.count)],
      [6, panels.stat('procedures_late', panels.series(sumOf(lateOnes)), fields.countToMind)],
      [6, panels.stat('procedures_above', panels.series(
        'count(%s > on () group_left () (1 - %s))\nor on () 0 * %s' % [chosen(late), kit.target, kit.target]
      ), fields.countToMind)],
      [6, panels.stat('procedures_overdue', panels.series(sumOf(open('overdue'))), fields.countToMind) + panels.linked(panels.toWeb)],
    ] },
    kit.section('fields'),
    { height: 11, panels: [
      [12, panels.ranking('procedures_late_by_field', panels.colored(byField(lateOnes), kit.colors.risk, '{{field}}'), fields.count { min: 0 })],
      [12, panels.ranking('procedures_overdue_by_field', panels.colored(byField(open('overdue')), kit.colors.lost, '{{field}}'), fields.count { min: 0 })],
    ] },
    kit.section('procedures'),
    { height: 12, panels: [[24, panels.table('procedures_worst', [
      column(worst, t.columns.late_share, q.cutUp(late), q.cutUp('%s / (%s > 0)' % [sumOf(lateOnes), sumOf(finished)]), fields.percent),
      sumColumn(worst, t.columns.late, lateOnes, fields.countToMind) + panels.coloredCell,
      sumColumn(worst, t.columns.finished, finished, fields.count),
      sumColumn(worst, t.columns.overdue_now, open('overdue'), fields.countToMind) + panels.coloredCell,
    ], labels, kit.mostFirst(kit.procedures(worst)))]] },
    { height: 12, panels: [[24, panels.table('procedures_stuck', [
      sumColumn(piled, t.columns.overdue_now, open('overdue'), fields.countToMind) + panels.coloredCell,
      sumColumn(piled, t.columns.pending, open('pending'), fields.count),
      sumColumn(piled, t.columns.finished, finished, fields.count),
    ], labels, kit.mostFirst(kit.procedures(piled)))]] },
  ]), variables=[kit.board.fields])
