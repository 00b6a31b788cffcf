// What the dashboards are made of: the libraries in one language, and the panels that several of
// them show.
local colors = import '../lib/colors.libsonnet';
local layout = import '../lib/layout.libsonnet';
local q = import '../lib/query.libsonnet';

function(t, language, config)
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

    // An agency's name beside its numbers; no other label is left.
    agencies(expr):: q.named('max by (agency) (%s)' % expr, 'agency', name),
    procedures(expr):: q.named('max by (procedure) (%s)' % expr, 'procedure', name, ['field']),

    month:: 'period="current_month"',
    rate:: 'agency_period:dossier_period_headline_on_time_per_dossiers:ratio',
    // The headline is there for the month alone; other periods have the official rate, that of results.
    resultsRate:: 'agency_period:dossier_period_results_on_time_per_results:ratio',
    overallRate:: 'max(period:dossier_period_headline_on_time_per_dossiers:ratio{%s})' % $.month,
    target:: q.one('dossier_on_time_target_ratio'),
    overdue:: 'agency:dossier_open_overdue:sum',
    dueToday:: 'agency_due:dossier_open:max{due="today"}',
    // 0 where nothing is overdue: there the daemon says no time at all.
    oldest(selector=''):: '%s\nor on (agency) 0 * %s' % [
      q.daysSince(q.gauge('dossier_oldest_overdue_timestamp_seconds', selector)),
      q.select($.overdue, selector),
    ],

    // Columns of words in tables.
    agencyName:: panels.label(name, t.columns.agency, 320, { links: panels.toAgency('${__data.fields.agency}') }),
    agencyCode:: panels.label('agency', t.columns.code, 130, last=true),
    procedureName:: panels.label(name, t.columns.procedure),
    procedureField:: panels.label('field', t.columns.field, 180),
    procedureCode:: panels.label('procedure', t.columns.code, 120, last=true),

    // How silent sources are, as a share of the silence they are allowed. 99: the daemon is not
    // reached; 100: no source has an expected rhythm.
    local freshness(silence) =
      'max(%s)\nor on () (99 + max(up{job="%s"}))' % [silence, config.job],
    local freshnessField = fields.words([
      [[0, config.silenceSeen], t.words.fresh, colors.reached],
      [[config.silenceSeen, 1], t.words.silent, colors.risk],
      [[1, 98.5], t.words.stale, colors.lost],
      [99, t.words.unreachable, colors.lost],
      [100, t.words.not_watched, colors.unknown],
    ]),
    silence:: '%s\n/ %s' % [
      q.gauge('dunghan_source_silent_working_seconds'),
      '(%s > 0)' % q.gauge('dunghan_source_expected_working_seconds'),
    ],
    freshness:: panels.stat('freshness', panels.series(freshness($.silence)), freshnessField) + panels.filled,
    freshnessOf(agency):: panels.stat('freshness_agency', panels.series(freshness(
      '(%s)\nand on (source) %s' % [$.silence, q.select('dunghan_source_feeds', agency)]
    )), freshnessField) + panels.filled,

    simulated:: panels.stat('simulated', panels.series(q.one('dossier_simulated')), fields.words([
      [1, t.words.simulated, colors.other],
      [0, t.words.real, colors.unknown],
    ])) + panels.filled,
    // The top of every dashboard: may these numbers be believed?
    strip:: { height: 3, panels: [[16, $.simulated], [8, $.freshness]] },

    // The five numbers of the month, of all agencies together.
    onTime:: panels.stat('on_time', panels.byVerdict(q.byVerdict($.overallRate, q.overall)), fields.ratio) + panels.filled,
    verdict:: panels.stat('verdict', panels.series(q.verdict(q.overall)), fields.verdict) + panels.filled,
    best:: panels.stat('best', panels.byVerdict(q.byVerdict(q.one('dossier_overall_best_possible_ratio'), q.overall)), fields.ratio),
    lateLeft:: panels.stat('late_left', panels.series(q.one('dossier_overall_late_budget_left')), fields.countLeft),
    overdueNow:: panels.stat('overdue', panels.series('sum(%s)' % $.overdue), fields.countToMind) + panels.linked(panels.toWeb),
    dueTodayNow:: panels.stat('due_today', panels.series('sum(%s)' % $.dueToday), fields.count) + panels.linked(panels.toWeb),

    // Rankings of agencies, the worst at the top.
    stuck:: panels.bars('stuck', panels.colored(
      q.descending($.agencies(q.highest(config.ranked, $.oldest()))), colors.lost, $.legend
    ), fields.wholeDays) + panels.linked(panels.toAgency()),
    dueTodayByAgency:: panels.bars('due_today_by_agency', panels.colored(
      q.descending($.agencies(q.highest(config.ranked, $.dueToday))), colors.plain, $.legend
    ), fields.count { min: 0 }) + panels.linked(panels.toAgency()),

    rateTrend(key, rate, target):: panels.lines(key, [
      panels.colored(rate, colors.plain, t.legends.rate),
      panels.dashed(target, colors.unknown, t.legends.target),
    ], fields.ratio { min:: null }) + panels.softMin(0.9),

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
    local buckets(selector) = [panels.colored(openBy(bucket, selector), bucket.color, bucket.legend) for bucket in $.dueBuckets],
    openNow(selector=''):: panels.bars('open_now', buckets(selector), fields.count { min: 0 }),
    openTrend(selector=''):: panels.lines('open_trend', buckets(selector), fields.count { min: 0 }) + panels.stacked,
  }
