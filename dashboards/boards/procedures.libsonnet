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
  // Many enough to say something, the highest share of late ones first.
  local worst = q.highest(20, chosen('%s and on (procedure) (%s >= %d)' % [late, finished, kit.config.leastResults]));
  local ranked(expr) = kit.procedures('(%s)\nand on (procedure) %s' % [expr, worst]);
  local piled = q.highest(20, chosen(open('overdue')));
  local stuck(expr) = kit.procedures('(%s)\nand on (procedure) %s' % [expr, piled]);

  kit.board.dashboard('procedures', kit.layout.rows([
    kit.strip,
    { height: 5, panels: [
      [6, panels.stat('procedures_finished', panels.series(sumOf(finished)), fields.count)],
      [6, panels.stat('procedures_late', panels.series(sumOf(lateOnes)), fields.countToMind)],
      [6, panels.stat('procedures_above', panels.series(
        'count(%s > on () group_left () (1 - %s))\nor on () 0 * %s' % [chosen(late), kit.target, kit.target]
      ), fields.countToMind)],
      [6, panels.stat('procedures_overdue', panels.series(sumOf(open('overdue'))), fields.countToMind) + panels.linked(panels.toWeb)],
    ] },
    { height: 9, panels: [
      [12, panels.bars('procedures_late_by_field', panels.colored(byField(lateOnes), kit.colors.risk, '{{field}}'), fields.count { min: 0 })],
      [12, panels.bars('procedures_overdue_by_field', panels.colored(byField(open('overdue')), kit.colors.lost, '{{field}}'), fields.count { min: 0 })],
    ] },
    { height: 11, panels: [[24, panels.table('procedures_worst', [
      panels.column(t.columns.late_share, ranked(late), fields.ratio, 120),
      panels.column(t.columns.late, ranked(lateOnes), fields.countToMind, 110) + panels.coloredCell,
      panels.column(t.columns.finished, ranked(finished), fields.count, 110),
      panels.column(t.columns.overdue, ranked(open('overdue')), fields.countToMind, 110) + panels.coloredCell,
    ], [kit.procedureName, kit.procedureField, kit.procedureCode], t.columns.late_share)]] },
    { height: 11, panels: [[24, panels.table('procedures_stuck', [
      panels.column(t.columns.overdue, stuck(open('overdue')), fields.countToMind, 120) + panels.coloredCell,
      panels.column(t.columns.pending, stuck(open('pending')), fields.count, 120),
      panels.column(t.columns.finished, stuck(finished), fields.count, 120),
    ], [kit.procedureName, kit.procedureField, kit.procedureCode], t.columns.overdue)]] },
  ]), variables=[kit.board.fields])
