// The daemon itself. Here `instance` stays: of two daemons each has to be well.
function(config)
  local new = (import 'alert.libsonnet')(config);

  [
    new.alert(
      'DossierDaemonDown',
      'daemon',
      'critical',
      'daemon',
      |||
        up{job="%s"} == 0
      ||| % config.job,
      wait='5m',
    ),
    new.alert(
      'DossierDaemonAbsent',
      'daemon',
      'critical',
      'daemon',
      |||
        absent(up{job="%s"})
      ||| % config.job,
      wait='5m',
    ),
    new.alert(
      'DossierLedgerNotWritable',
      'daemon',
      'critical',
      'daemon',
      |||
        dunghan_ledger_writable == 0
      |||,
      wait='2m',
    ),
    // For an hour after the last refusal: a counter does not say whether the files were mended since.
    new.alert(
      'DossierRulebookRefused', 'daemon', 'warning', 'daemon', |||
        dunghan_rulebook_files_refused == 1
      |||,
    ),
    // Pages stop at whole rows, so they may stay some series below their limit.
    new.alert(
      'DossierSeriesLimitReached',
      'daemon',
      'warning',
      'daemon',
      |||
        dunghan_metrics_series >= dunghan_metrics_series_limit
        or on (%(labels)s)
          dunghan_matrix_rows_left_out > 0
        or on (%(labels)s)
          dunghan_metrics_agencies_left_out > 0
        or on (%(labels)s)
          dunghan_metrics_procedures_left_out > 0
      ||| % { labels: std.join(', ', config.provinceLabels + ['instance']) },
      wait='15m',
      words={
        left: new.count('max({__name__=~"dunghan_(matrix_rows|metrics_agencies|metrics_procedures)_left_out"})'),
      },
    ),
    new.alert(
      'DossierAlertmanagerFailing',
      'daemon',
      'critical',
      'daemon',
      |||
        increase(dunghan_alertmanager_failures_total[15m])
          / increase(dunghan_alertmanager_posts_total[15m])
          > %g
      ||| % config.alertmanagerFailedShare,
      wait='15m',
    ),
    new.alert(
      'DossierAlertsCapped',
      'daemon',
      'warning',
      'daemon',
      |||
        max without (instance) (dunghan_alerts{state="capped"}) > 0
      |||,
      wait='15m',
    ),
    // Always there: whoever receives it can tell that Prometheus and Alertmanager are alive.
    new.alert(
      'DossierWatchdog', 'daemon', 'none', 'daemon', |||
        vector(1)
      |||,
    ),
  ]
