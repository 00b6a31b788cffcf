// Open dossiers, and what became late in the last working days.
[
  {
    record: 'agency_due:dossier_open:max',
    expr: |||
      max without (instance) (dossier_open)
    |||,
  },
  {
    record: 'agency:dossier_open_overdue:sum',
    expr: |||
      sum without (due) (agency_due:dossier_open:max{due=~"overdue_.+"})
    |||,
  },
  {
    record: 'agency_window_outcome:dossier_recent_due:max',
    expr: |||
      max without (instance) (dossier_recent_due)
    |||,
  },
  {
    record: 'agency_window:dossier_recent_due_late_per_due:ratio',
    expr: |||
      sum without (outcome) (agency_window_outcome:dossier_recent_due:max{outcome="late"})
      / (sum without (outcome) (agency_window_outcome:dossier_recent_due:max) > 0)
    |||,
  },
]
