// Everything about the alerts that a province may want otherwise. Targets are not here: they are
// the daemon's, and come as metrics.
{
  // The scrape job of /metrics.
  job: 'dossier',
  // Labels that all series of one province share and that tell it from another in the same
  // Prometheus; to be extended where one Prometheus watches several.
  provinceLabels: ['job'],

  // %s is the name of the alert.
  runbookURLPattern: 'https://dunghan.example.org/runbooks/vi/%s',
  // %s is the name of the dashboard: overview, agency, backlog ...
  dashboardURLPattern: 'https://dunghan.example.org/grafana/d/dossier-%s-vi',

  // Below so many counted dossiers a ratio says nothing: one late of ten is not a lost month.
  leastDossiers: 20,

  // Burning: the late share of what fell due, in multiples of what the target allows. With 98 % and
  // 22 working days a day at 6 times eats 27 % of the month's budget, a week at twice 45 %.
  burnFast: 6,
  burnFastLeastLate: 3,
  burnSlow: 2,
  burnSlowLeastLate: 5,

  // Share of the month's late budget that may be used before anybody is told.
  budgetUsed: 0.8,

  // A backlog: so many overdue, and more than this share of what is open.
  backlogLeastOverdue: 5,
  backlogShare: 0.02,

  // The morning digest: for how long after opening figures speak, in seconds of working time. Long
  // enough that a Prometheus started again in between still sends it, shorter than the shortest
  // working day and than the interval of its groups in Alertmanager.
  digestSeconds: 7200,

  // A procedure that is often late: share of its results this month.
  procedureLateShare: 0.1,

  // Intake has stopped: offices open and nothing received for so long, in a province that gave out
  // more results than this in the last five working days. At 200 a week two silent hours happen by
  // chance once in 20,000.
  intakeWindow: '2h',
  intakeUsualResults: 200,

  // A closed month that loses more than this share of its results within the window.
  correctionShare: 0.05,
  correctionWindow: '1h',

  // Quarantine: so many more waiting than an hour ago.
  quarantineGrowth: 20,

  // Due dates reach months ahead and next year's days off are announced late in the year.
  calendarDays: 45,

  // Share of posts to an Alertmanager that may fail.
  alertmanagerFailedShare: 0.1,
}
