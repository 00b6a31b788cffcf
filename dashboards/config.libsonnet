// What a province may want otherwise: addresses here, thresholds of alerts in alerts_config.libsonnet.
// Targets are in neither: they are the daemon's, and come as metrics.
{
  local alerts = import 'alerts_config.libsonnet',

  _config+:: alerts {
    // The daemon's own page, as seen from the browsers that look at Grafana: lists of dossiers are
    // there, Grafana has none. %s is the language.
    webURL: 'http://127.0.0.1:8080/?lang=%s',

    // The scrape job of /metrics/matrix.
    matrixJob: 'dossier-matrix',

    // Made once for every language. `name` is the label of the info metrics that holds the names.
    languages: {
      vi: { name: 'name' },
      en: { name: 'name_en' },
    },

    // The name of the province or the centre, by language; it stands before the title of every
    // dashboard and over the line that says whether figures are simulated. Empty: nothing stands there.
    site: { vi: '', en: '' },

    // On every dashboard beside its language; dashboards are linked by them.
    tag: 'dossier',
    timezone: 'Asia/Ho_Chi_Minh',
    refresh: '1m',

    // A source that has used this share of the silence it is allowed (expect_every) is shown in
    // orange; all of it is red.
    silenceSeen: 0.75,

    // Below so many results a share of late ones says nothing: such procedures are not ranked.
    leastResults: alerts.leastDossiers,

    // Agencies or procedures in a ranking.
    ranked: 10,

    // The working calendar ends in so many days: red on the dashboard. It is orange from calendarDays on,
    // when DossierCalendarEndsSoon fires. No due date can be worked out beyond its last day.
    calendarDaysRed: 14,
  },
}
