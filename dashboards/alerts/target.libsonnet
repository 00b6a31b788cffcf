// The month's target: lost, at risk, burning, nearly used up. Whether it is lost or at risk is the
// daemon's own verdict, dossier_target_state.
function(config)
  local new = (import 'alert.libsonnet')(config);
  local enough = |||
    and ignoring (period)
      (agency_period:dossier_period_headline:sum{period="current_month"} >= %d)
  ||| % config.leastDossiers;
  local target = new.ratio('max(dossier_agency_on_time_target_ratio{agency=%q})');

  // The share of dossiers due in a window that became late against what the target allows. Whether
  // they were finished since does not matter: clearing a backlog alarms nobody. The allowed share
  // is rounded to per mille, so that 12 % is not more than 6 * (1 - 0.98).
  local burning(window, times) = |||
    agency_window:dossier_recent_due_late_per_due:ratio{window="%s"}
      > ignoring (window) group_left
        round(%d * (1 - max without (instance) (dossier_agency_on_time_target_ratio)), 0.001)
  ||| % [window, times];
  local leastLate(window, count) = |||
    and ignoring (outcome)
      agency_window_outcome:dossier_recent_due:max{window="%s",outcome="late"} >= %d
  ||| % [window, count];
  local burn = {
    late: function(window) new.count(
      'sum(agency_window_outcome:dossier_recent_due:max{agency=%%q,window="%s",outcome="late"})' % window
    ),
    due: function(window) new.count(
      'sum(agency_window_outcome:dossier_recent_due:max{agency=%%q,window="%s"})' % window
    ),
  };

  [
    new.alert(
      'DossierMonthlyTargetUnreachable',
      'agency',
      'warning',
      'target',
      |||
        agency:dossier_best_possible_ratio:max
        and
          (max without (instance) (dossier_target_state) == 1)
      ||| + enough,
      words={ target: target },
    ),
    new.alert(
      'DossierMonthlyTargetAtRisk',
      'agency',
      'info',
      'target',
      |||
        agency_period:dossier_period_headline_on_time_per_dossiers:ratio{period="current_month"}
        and ignoring (period)
          (max without (instance) (dossier_target_state) == 3)
        and
          (agency_period:dossier_period_headline:sum{period="current_month"} >= %d)
      ||| % config.leastDossiers,
      words={
        target: target,
        best: new.ratio('max(agency:dossier_best_possible_ratio:max{agency=%q})'),
        backlog: new.count('max(dossier_backlog{agency=%q})'),
        cleared: new.ratio('max(dossier_cleared_ratio{agency=%q})'),
        all: new.count('sum(agency_period:dossier_period_headline:sum{agency=%q,period="current_month"})'),
      },
    ),
    new.alert(
      'DossierOnTimeBudgetBurn',
      'agency',
      'warning',
      'target',
      burning('1wd', config.burnFast) + leastLate('1wd', config.burnFastLeastLate),
      words={
        target: target,
        late: burn.late('1wd'),
        due: burn.due('1wd'),
        window: { vi: 'ngày làm việc gần nhất', en: 'last working day' },
      },
    ),
    // The day has to be bad as well: a bad week that is over is no news.
    new.alert(
      'DossierOnTimeBudgetBurn',
      'agency',
      'info',
      'target',
      burning('5wd', config.burnSlow) + 'and ignoring (window) (\n' + new.indented(burning('1wd', config.burnSlow)) + ')\n'
      + leastLate('5wd', config.burnSlowLeastLate),
      words={
        target: target,
        late: burn.late('5wd'),
        due: burn.due('5wd'),
        window: { vi: 'năm ngày làm việc gần nhất', en: 'last five working days' },
      },
    ),
    new.alert(
      'DossierLateBudgetLow',
      'agency',
      'info',
      'target',
      |||
        agency:dossier_late_budget_used:ratio > %g
      ||| % config.budgetUsed,
      words={
        late: new.count('max(dossier_late_budget_late{agency=%q})'),
        allowed: new.count('max(dossier_late_budget_allowed{agency=%q})'),
        left: new.count('max(agency:dossier_late_budget_left:max{agency=%q})'),
        due: new.count('max(dossier_late_budget_due{agency=%q})'),
      },
    ),
  ]
