// How far the month can still be saved: worked out exactly by the daemon, from the dossiers.
[
  {
    record: 'agency:dossier_best_possible_ratio:max',
    expr: |||
      max without (instance) (dossier_best_possible_ratio)
    |||,
  },
  {
    record: 'agency:dossier_late_budget_left:max',
    expr: |||
      max without (instance) (dossier_late_budget_left)
    |||,
  },
  {
    record: 'agency:dossier_late_budget_used:ratio',
    expr: |||
      max without (instance) (dossier_late_budget_late)
      / (max without (instance) (dossier_late_budget_allowed) > 0)
    |||,
  },
]
