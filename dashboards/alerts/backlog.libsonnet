// What is open and overdue, or about to be.
function(config)
  local new = (import 'alert.libsonnet')(config);
  // Open dossiers of the agency in one of the due buckets, for the texts.
  local open(due) = new.count('sum(agency_due:dossier_open:max{agency=%%q,due=~"%s"})' % due);

  [
    new.alert(
      'DossierOverdueBacklog',
      'agency',
      'info',
      'backlog',
      |||
        agency:dossier_open_overdue:sum >= %(least)d
        and
          agency:dossier_open_overdue:sum / sum without (due) (agency_due:dossier_open:max) > %(share)g
      ||| % { least: config.backlogLeastOverdue, share: config.backlogShare },
      words={ open: open('.+'), severe: open('overdue_10wd_plus') },
    ),
    // Only those that crossed the line today: standing ones are the agency's own summary's.
    new.alert(
      'DossierSeverelyOverdue',
      'agency',
      'warning',
      'backlog',
      |||
        max without (instance) (dossier_newly_severely_overdue) > 0
      |||,
      words={ severe: open('overdue_10wd_plus') },
    ),
    new.alert(
      'DossierOverdueDigest',
      'agency',
      'info',
      'backlog',
      |||
        agency:dossier_open_overdue:sum > 0
      |||,
      words={
        days1: open('overdue_1wd'),
        days3: open('overdue_3wd'),
        days10: open('overdue_10wd_plus'),
        today: open('today'),
      },
    ),
    new.alert(
      'DossierAcceptanceLate',
      'agency',
      'info',
      'agency',
      |||
        max without (instance) (dossier_acceptance_open{state="waiting_late"}) > 0
      |||,
      words={ waiting: new.count('max(dossier_acceptance_open{agency=%q,state="waiting"})') },
    ),
    new.alert(
      'DossierPetitionsLate',
      'agency',
      'info',
      'backlog',
      |||
        max without (instance) (dossier_petition_open{due="overdue"}) > 0
      |||,
      words={ today: new.count('max(dossier_petition_open{agency=%q,due="today"})') },
    ),
    new.alert(
      'DossierProcedureOftenLate',
      'procedure',
      'info',
      'procedures',
      |||
        procedure:dossier_procedure_period_results_late_per_results:ratio > %(share)g
        and
          sum without (period, timeliness) (
            max without (instance) (dossier_procedure_period_results{period="current_month"})
          ) >= %(least)d
      ||| % { share: config.procedureLateShare, least: config.leastDossiers },
    ),
  ]
