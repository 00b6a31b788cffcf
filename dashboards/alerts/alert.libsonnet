// One alert, with what every alert has: severity, four texts, runbook and dashboard.
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

  // `about` is 'agency', 'procedure', 'province' (figures of all) or 'daemon'; `words` are those of
  // the texts that are this alert's own.
  alert(alertname, about, severity, board, expr, wait='', labels={}, words={})::
    local agency = about == 'agency';
    {
      alert: alertname,
      expr: if agency || about == 'procedure' then named(expr, about) else expr,
      [if wait != '' then 'for']: wait,
      labels: { severity: severity } + labels,
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
