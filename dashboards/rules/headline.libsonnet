// What the headline rate counts, by the configured definition and basis.
[
  {
    record: 'agency_period_outcome:dossier_period_headline:max',
    expr: |||
      max without (instance) (dossier_period_headline)
    |||,
  },
  {
    record: 'agency_period:dossier_period_headline:sum',
    expr: |||
      sum without (outcome) (agency_period_outcome:dossier_period_headline:max)
    |||,
  },
  {
    record: 'agency_period:dossier_period_headline_on_time_per_dossiers:ratio',
    expr: |||
      sum without (outcome) (agency_period_outcome:dossier_period_headline:max{outcome="on_time"})
      / (agency_period:dossier_period_headline:sum > 0)
    |||,
  },
  {
    record: 'period:dossier_period_headline_on_time_per_dossiers:ratio',
    expr: |||
      sum without (agency, outcome) (
        agency_period_outcome:dossier_period_headline:max{outcome="on_time"}
      )
      / (sum without (agency) (agency_period:dossier_period_headline:sum) > 0)
    |||,
  },
]
