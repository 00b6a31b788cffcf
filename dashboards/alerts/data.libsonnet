// Whether the figures can be trusted: what comes in, what was corrected, the calendar.
function(config)
  local new = (import 'alert.libsonnet')(config);
  // Silent for longer than its `expect_every`, both in working time, so that nights, holidays and
  // lunch are no silence. One that was never heard has no silence.
  local stale = |||
    max without (instance) (dunghan_source_silent_working_seconds)
      > max without (instance) (dunghan_source_expected_working_seconds)
  |||;
  local samePeriod(period, window, labels) = |||
    and %(on)s (
      max without (instance) (dossier_period_start_timestamp_seconds{period="%(period)s"})
        == max without (instance) (dossier_period_start_timestamp_seconds{period="%(period)s"} offset %(window)s)
    )
  ||| % { period: period, window: window, on: new.onProvinceAnd(labels) };

  [
    new.alert(
      'DossierSourceStale',
      'daemon',
      'critical',
      'daemon',
      '(\n' + new.indented(stale) + ') / 3600\n',
      wait='5m',
    ),
    // Expected, and nothing of it on record, not even before the program was started: a name in the
    // configuration that no sender uses, or a set-up that is not finished. What others sent is as
    // good as it was, so nobody is muted.
    new.alert(
      'DossierSourceNeverHeard',
      'daemon',
      'warning',
      'daemon',
      |||
        max without (instance) (dunghan_source_never_received) == 1
        and on (%s)
          max without (instance) (dunghan_source_expected_working_seconds)
      ||| % std.join(', ', config.provinceLabels + ['source']),
      wait='1h',
    ),
    // Tells nobody; Alertmanager mutes with it the alerts of the agencies that this source feeds, and
    // at once: what their figures say now is not so.
    new.alert(
      'DossierAgencyDataStale',
      'daemon',
      'none',
      'daemon',
      'max without (instance) (dunghan_source_feeds)\nand %s (\n' % new.onProvinceAnd(['source'])
      + new.indented(stale) + ')\n',
    ),
    // Open throughout: two silent hours around lunch are none.
    new.alert(
      'DossierIntakeStopped',
      'province',
      'warning',
      'overview',
      |||
        sum without (agency, channel, period) (
          max without (instance) (dossier_period_received{period="current_month"})
        )
        - sum without (agency, channel, period) (
          max without (instance) (dossier_period_received{period="current_month"} offset %(window)s)
        ) <= 0
        and %(province)s
          (max without (instance) (min_over_time(dossier_office_open[%(window)s])) == 1)
        and
          sum without (agency, window, timeliness) (
            max without (instance) (dossier_recent_results{window="5wd"})
          ) > %(usual)d
      ||| % { window: config.intakeWindow, province: new.onProvince, usual: config.intakeUsualResults }
      + samePeriod('current_month', config.intakeWindow, []),
      wait='30m',
      words={ window: { vi: '2 giờ', en: '2 hours' } },
    ),
    // Without a look at the period's start the first of a month would be the largest correction.
    new.alert(
      'DossierLargeCorrection',
      'agency',
      'warning',
      'report',
      |||
        (
          sum without (timeliness) (
            max without (instance) (dossier_period_results{period="previous_month"} offset %(window)s)
          )
          - sum without (timeliness) (
            max without (instance) (dossier_period_results{period="previous_month"})
          )
        )
        / (
          sum without (timeliness) (
            max without (instance) (dossier_period_results{period="previous_month"} offset %(window)s)
          ) >= %(least)d
        )
        > %(share)g
      ||| % { window: config.correctionWindow, least: config.leastDossiers, share: config.correctionShare }
      + samePeriod('previous_month', config.correctionWindow, ['period']),
      words={
        now: new.count('sum(agency_period:dossier_period_results:sum{agency=%q,period="previous_month"})'),
      },
      // Said when it happens: it is about the record, and gone an hour later.
      digest=false,
    ),
    new.alert(
      'DossierQuarantineGrowing',
      'daemon',
      'warning',
      'daemon',
      |||
        max without (instance) (dunghan_quarantine_waiting)
          - max without (instance) (dunghan_quarantine_waiting offset 1h)
          >= %d
      ||| % config.quarantineGrowth,
      wait='5m',
    ),
    new.alert(
      'DossierCalendarEndsSoon',
      'daemon',
      'warning',
      'daemon',
      |||
        floor(
          (max without (instance) (dossier_calendar_valid_until_timestamp_seconds) - time()) / 86400
        ) < %d
      ||| % config.calendarDays,
      wait='1h',
    ),
  ]
