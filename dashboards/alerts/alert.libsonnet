// One alert, with what every alert has: severity, four texts, runbook and dashboard.
//
// Figures of agencies and procedures are said once a day: such an alert holds only in the first
// working hours of a day, so that a receiver gets all of them in one message in the morning, and
// nothing at night or on a day off. It carries scope="figures", by which Alertmanager groups it.
local texts = import 'texts.libsonnet';

local indented(expr) =
  std.join('\n', ['  ' + line for line in std.split(std.rstripChars(expr, '\n'), '\n')]) + '\n';

function(config) {
  local by(labels) = std.join(', ', config.provinceLabels + labels),

  // The expression with the agency's or procedure's names as labels. topk takes one of the rows
  // where two daemons disagree for a moment: two rows would make the expression an error.
  local named(expr, about) = |||
    (
    %(expr)s)
    * on (%(labels)s) group_left (name, name_en)
      topk by (%(labels)s) (1, dossier_%(about)s_info)
  ||| % {
    expr: indented(expr),
    about: about,
    labels: by([about]),
  },

  // Only while the office has been open for no longer than the digest is up.
  local inMorning(expr) = |||
    (
    %(expr)s)
    and %(province)s
      (max without (instance) (dossier_office_open) == 1)
    and %(province)s
      (max without (instance) (dossier_office_elapsed_seconds) <= %(seconds)d)
  ||| % { expr: indented(expr), province: 'on (%s)' % by([]), seconds: config.digestSeconds },

  // `about` is 'agency', 'procedure', 'province' (figures of all) or 'daemon'; `words` are those of
  // the texts that are this alert's own. `digest`: told in the morning, with the other figures.
  alert(alertname, about, severity, board, expr, wait='', words={}, digest=about == 'agency' || about == 'procedure')::
    local agency = about == 'agency';
    local said = if digest then inMorning(expr) else expr;
    assert !digest || (wait == '' && std.member(['warning', 'info'], severity)) :
           alertname + ': a digest neither waits nor rings';
    {
      alert: alertname,
      expr: if agency || about == 'procedure' then named(said, about) else said,
      [if wait != '' then 'for']: wait,
      labels: { severity: severity } + (if digest then { scope: 'figures' } else {}),
      annotations: texts.annotations(alertname, words, figures=about != 'daemon') + {
        runbook_url: config.runbookURLPattern % alertname,
        dashboard_url: config.dashboardURLPattern % board
                       + (if agency then '?var-agency={{ $labels.agency | urlquery }}' else ''),
      },
    },

  // `on (...)` for conditions that hold for the whole province.
  onProvince:: 'on (%s)' % by([]),
  onProvinceAnd(labels):: 'on (%s)' % by(labels),
  // An expression as part of a larger one.
  indented:: indented,
  count:: texts.count,
  ratio:: texts.ratio,
}
