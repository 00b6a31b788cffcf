// What the dashboards are made of: the libraries in one language, and the panels that several of
// them show.
local colors = import '../lib/colors.libsonnet';
local layout = import '../lib/layout.libsonnet';
local q = import '../lib/query.libsonnet';

function(t, language, config, alerts)
  local panels = (import '../lib/panels.libsonnet')(t, language, config);
  local fields = (import '../lib/fields.libsonnet')(t);
  local board = (import '../lib/dashboard.libsonnet')(t, language, config);
  local name = config.languages[language].name;
  {
    t:: t,
    config:: config,
    colors:: colors,
    layout:: layout,
    q:: q,
    panels:: panels,
    fields:: fields,
    board:: board,
    name:: name,
    legend:: '{{%s}}' % name,
    // What the alerts are called for people, by the names that Prometheus has for them.
    alertNames:: { [alert]: alerts[alert].summary for alert in std.objectFields(alerts) },

    // An agency's name beside its numbers; no other label is left.
    agencies(expr):: q.named('max by (agency) (%s)' % expr, 'agency', name),
    procedures(expr):: q.named('max by (procedure) (%s)' % expr, 'procedure', name, ['field']),

    // The last row of a table: the same question about all together, exact for rates as well, which
    // cannot be added up. The label that holds the names holds `total` there; labels() makes it a word.
    withTotal(expr, total):: '%s\nor\nlabel_replace(%s, "%s", "total", "", "")' % [expr, total, name],
    // In the order of the keys, the total last, which is there whenever the daemon is.
    inOrder(key):: $.withTotal(key, '0 * %s + 1e15' % $.target),
    // The most first; of equals, those that come first by the second expression.
    mostFirst(expr):: $.inOrder('-1 * (%s)' % expr),
    local named(word) = fields.labels({ total: word }),

    month:: 'period="current_month"',
    rate:: 'agency_period:dossier_period_headline_on_time_per_dossiers:ratio',
    // The headline is there for the month alone; other periods have the official rate, that of results.
    resultsRate:: 'agency_period:dossier_period_results_on_time_per_results:ratio',
    overallResultsRate(period):: 'max(period:dossier_period_results_on_time_per_results:ratio{period="%s"})' % period,
    overallRate:: 'max(period:dossier_period_headline_on_time_per_dossiers:ratio{%s})' % $.month,
    target:: q.one('dossier_on_time_target_ratio'),
    overdue:: 'agency:dossier_open_overdue:sum',
    overdueByAgency:: 'max by (agency) (%s)' % $.overdue,
    dueToday:: 'agency_due:dossier_open:max{due="today"}',
    oldest(selector=''):: q.daysSince(q.gauge('dossier_oldest_overdue_timestamp_seconds', selector)),

    // Columns of words in tables. `all`: what the last row is called, where not only what is shown is in it.
    agencyName(all=t.words.total, width=null):: panels.label(name, t.columns.agency, width, named(all) + {
      links: panels.toAgency('${__data.fields.agency}'),
    }),
    agencyCode:: panels.label('agency', t.columns.code, 130, last=true),
    procedureName(all=t.words.all_procedures):: panels.label(name, t.columns.procedure, properties=named(all)),
    procedureField:: panels.label('field', t.columns.field, 180),
    procedureCode:: panels.label('procedure', t.columns.code, 120, last=true),

    // How silent sources are, as a share of the silence they are allowed, of those that were ever heard.
    silence:: 'clamp_max(%s\n/ %s, 98)' % [
      q.gauge('dunghan_source_silent_working_seconds'),
      '(%s > 0)' % q.gauge('dunghan_source_expected_working_seconds'),
    ],
    // What is configured and has never sent anything: it has no silence.
    never:: '(%s == 1)' % q.gauge('dunghan_source_never_received'),
    // The worst of the sources that are expected to send: silence first, then that one was never heard,
    // which is not fresh. A mirror from which nobody expects anything says nothing about the figures.
    local freshness(of) = std.join('\nor on ()\n', [
      'max(%s) >= %g' % [of($.silence), config.silenceSeen],
      '0 * max(%s) + 99' % of('%s and on (source) %s' % [$.never, q.gauge('dunghan_source_expected_working_seconds')]),
      'max(%s)' % of($.silence),
      '100 + max(up{job="%s"})' % config.job,
    ]),
    local freshnessField = fields.words([
      [[0, config.silenceSeen], t.words.fresh, colors.reached],
      [[config.silenceSeen, 1], t.words.silent, colors.risk],
      [[1, 98.5], t.words.stale, colors.lost],
      [99, t.words.some_never_heard, colors.unknown],
      [100, t.words.unreachable, colors.lost],
      [101, t.words.not_watched, colors.unknown],
    ]),
    freshness:: panels.stat('freshness', panels.series(freshness(function(expr) expr)), freshnessField) + panels.filled,
    freshnessOf(agency):: panels.stat('freshness_agency', panels.series(freshness(
      function(expr) '(%s)\nand on (source) %s' % [expr, q.select('dunghan_source_feeds', agency)]
    )), freshnessField) + panels.filled,
    newest:: panels.stat('newest', panels.series(
      'max(dunghan_source_last_event_timestamp_seconds) * 1000'
    ), fields.moment),

    local site = config.site[language],
    simulated:: panels.stat('simulated', panels.series(q.one('dossier_simulated')), fields.words([
      [1, t.words.simulated, colors.other],
      [0, t.words.real, colors.unknown],
    ])) + panels.filled + (if site == '' then {} else { title: site }),
    // The top of every dashboard: may these numbers be believed?
    strip:: { height: 3, panels: [[12, $.simulated], [5, $.newest], [7, $.freshness]] },
    section(key):: { section: t.sections[key] },

    // The numbers of the month, of all agencies together.
    onTime:: panels.stat('on_time', panels.byState(q.byState(
      q.one('dossier_overall_headline_percent'), q.overall
    )), fields.percent) + panels.filled,
    state:: panels.stat('state', panels.series(q.overall.state), fields.state) + panels.filled,
    best:: panels.stat('best', panels.byState(q.byState(
      q.one('dossier_overall_best_possible_percent'), q.overall
    )), fields.percent),
    lateLeft:: panels.stat('late_left', panels.series(q.one('dossier_overall_late_budget_left')), fields.countLeft),
    overdueNow:: panels.stat('overdue', panels.series('sum(%s)' % $.overdue), fields.countToMind) + panels.linked(panels.toWeb),
    dueTodayNow:: panels.stat('due_today', panels.series('sum(%s)' % $.dueToday), fields.count) + panels.linked(panels.toWeb),
    comingNow:: panels.stat('coming', panels.series(
      'sum(agency_due:dossier_open:max{due=~"1wd|3wd"})'
    ), fields.count) + panels.linked(panels.toWeb),
    // Another sentence than the verdict, in a colour of its own: what the rate of what is finished does
    // not see. Nobody is told that clearing it hurts.
    local orange(field) = field { color: { mode: 'fixed', fixedColor: colors.backlog } },
    outside(key, backlog, cleared):: panels.numbers(key, [
      [backlog, t.legends.outside, orange(fields.count)],
      [cleared, t.legends.cleared, orange(fields.percent)],
    ]),
    outsideNow:: $.outside('outside', q.sum('dossier_backlog'), q.one('dossier_overall_cleared_percent')),
    compared:: panels.numbers('compared', [
      [q.cut($.overallResultsRate('current_month')), t.periods.current_month, fields.percent],
      [q.cut($.overallResultsRate('previous_month')), t.periods.previous_month, fields.percent],
      [
        '%s - %s' % [q.cut($.overallResultsRate('current_month')), q.cut($.overallResultsRate('previous_month'))],
        t.legends.change,
        fields.points,
      ],
    ]),

    // The agencies that need a look, in the order of the page.
    local cohort = 'max by (agency) (dossier_due_cohort_percent)',
    // The same order for all of them.
    lookOrder:: q.look($.overdueByAgency, '%s / 100' % cohort),
    local look = '(%s)\nand on (agency) (%s)' % [$.lookOrder, q.needsLook($.overdueByAgency)],
    // `afar`: for a screen that nobody clicks on, with fewer columns.
    needALook(count, afar=false)::
      local chosen(expr) = $.agencies('(%s)\nand on (agency) %s' % [expr, q.lowest(count, look)]);
      local column(title, expr, total, field, width) = panels.column(
        title, $.withTotal(chosen(expr), total), field, width
      );
      panels.table('need_a_look',
                   (if afar then [] else [
                      column(t.columns.rate, q.gauge('dossier_headline_percent'), q.one('dossier_overall_headline_percent'), fields.percent, 110),
                    ]) + [
                     column(t.columns.state, q.agencies().state, q.overall.state, fields.stateToLook, 170) + panels.filledCell,
                     column(t.columns.due_cohort, cohort, q.one('dossier_overall_due_cohort_percent'), fields.percent, 110),
                     column(t.columns.overdue_now, $.overdueByAgency, 'sum(%s)' % $.overdue, fields.countToMind, 90) + panels.coloredCell,
                   ] + (if afar then [] else [
                          column(t.columns.index766, q.gauge('dossier_index766_percent'), q.one('dossier_overall_index766_percent'), fields.percent, 110),
                          column(t.columns.due_today, $.dueToday, 'sum(%s)' % $.dueToday, fields.count, 90),
                        ]),
                   (if afar then [panels.label(name, t.columns.agency, properties=named(t.words.all_agencies))]
                    else [$.agencyName(t.words.all_agencies), $.agencyCode]),
                   $.inOrder(chosen(look)),
                   if afar then ['agency'] else []),

    // Rankings of agencies, the worst at the top.
    stuck:: panels.ranking('stuck', panels.colored(
      q.descending($.agencies(q.highest(config.ranked, $.oldest()))), colors.lost, $.legend
    ), fields.wholeDays) + panels.linked(panels.toAgency()),
    dueTodayByAgency:: panels.ranking('due_today_by_agency', panels.colored(
      q.descending($.agencies(q.highest(config.ranked, $.dueToday))), colors.plain, $.legend
    ), fields.count { min: 0 }) + panels.linked(panels.toAgency()),

    rateTrend(key, rate, target):: panels.lines(key, [
      panels.colored(q.cut(rate), colors.plain, t.legends.rate),
      panels.dashed(q.cut(target), colors.unknown, t.legends.target),
    ], fields.percent { min:: null }) + panels.softMin(90),

    // Open dossiers from the longest overdue to the farthest due: [{ due, color, legend }].
    dueBuckets:: [
      { due: 'overdue_10wd_plus', color: colors.overdue10, legend: t.due.overdue_10wd_plus },
      { due: 'overdue_3wd', color: colors.overdue3, legend: t.due.overdue_3wd },
      { due: 'overdue_1wd', color: colors.overdue1, legend: t.due.overdue_1wd },
      { due: 'today', color: colors.today, legend: t.due.today },
      { due: '1wd', color: colors.soon, legend: t.due['1wd'] },
      { due: '3wd', color: 'light-yellow', legend: t.due['3wd'] },
      { due: 'later', color: colors.later, legend: t.due.later },
      { due: 'suspended', color: colors.suspended, legend: t.due.suspended },
      { due: 'unmeasurable', color: colors.unknown, legend: t.due.unmeasurable },
    ],
    local openBy(bucket, selector) = 'sum(%s)' % q.select(
      'agency_due:dossier_open:max', std.join(',', ['due="%s"' % bucket.due] + (if selector == '' then [] else [selector]))
    ),
    local isOverdue(bucket) = std.startsWith(bucket.due, 'overdue_'),
    local colored(bucket, selector) = panels.colored(openBy(bucket, selector), bucket.color, bucket.legend),
    openNow(selector=''):: panels.bars('open_now', [
      colored(bucket, selector)
      for bucket in $.dueBuckets
    ], fields.count { min: 0 }),
    // What is overdue on an axis of its own: a few beside hundreds would not be seen.
    openTrend(selector=''):: panels.lines('open_trend', [
      colored(bucket, selector)
      for bucket in $.dueBuckets
      if !isOverdue(bucket)
    ] + [
      panels.beside('sum(%s)' % q.select($.overdue, selector), colors.lost, t.legends.overdue_axis),
    ], fields.count { min: 0 }) + panels.stacked,
    overdueTrend(key, selector):: panels.lines(key, [
      colored(bucket, selector)
      for bucket in $.dueBuckets
      if isOverdue(bucket)
    ], fields.count { min: 0 }) + panels.stacked,
  }
