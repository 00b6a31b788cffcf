// Results returned: by agency and period, of all agencies together, and by procedure.
[
  {
    record: 'agency_period_timeliness:dossier_period_results:max',
    expr: |||
      max without (instance) (dossier_period_results)
    |||,
  },
  {
    record: 'agency_period:dossier_period_results:sum',
    expr: |||
      sum without (timeliness) (agency_period_timeliness:dossier_period_results:max)
    |||,
  },
  {
    record: 'agency_period:dossier_period_results_on_time_per_results:ratio',
    expr: |||
      sum without (timeliness) (agency_period_timeliness:dossier_period_results:max{timeliness!="late"})
      / (agency_period:dossier_period_results:sum > 0)
    |||,
  },
  {
    record: 'period:dossier_period_results_on_time_per_results:ratio',
    expr: |||
      sum without (agency, timeliness) (
        agency_period_timeliness:dossier_period_results:max{timeliness!="late"}
      )
      / (sum without (agency) (agency_period:dossier_period_results:sum) > 0)
    |||,
  },
  {
    record: 'procedure:dossier_procedure_period_results_late_per_results:ratio',
    expr: |||
      sum without (period, timeliness) (
        max without (instance) (
          dossier_procedure_period_results{period="current_month",timeliness="late"}
        )
      )
      / (
        sum without (period, timeliness) (
          max without (instance) (dossier_procedure_period_results{period="current_month"})
        ) > 0
      )
    |||,
  },
]
