// The program itself: is it there, does it hear its sources, does it write, does it keep up.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields, t = kit.t, colors = kit.colors;
  local job = 'job="%s"' % kit.config.job;
  local rate(name, selector='') = 'rate(%s[$__rate_interval])' % q.select(name, selector);
  local sumRate(by, name, selector='') = 'sum by (%s) (%s)' % [by, rate(name, selector)];
  local quantile(share) = 'histogram_quantile(%s, sum by (le) (%s))' % [share, rate('dunghan_commit_duration_seconds_bucket')];
  local source(expr) = 'max by (source) (%s)' % expr;
  local yes = [1, t.words.yes, colors.reached], no = [0, t.words.no, colors.lost];
  // A source that was never heard is neither fresh nor silent.
  local state = source(kit.silence) + '\nor\n0 * %s + 99' % source(kit.never);
  local stateField = fields.words([
    [[0, kit.config.silenceSeen], t.words.fresh, colors.reached],
    [[kit.config.silenceSeen, 1], t.words.silent, colors.risk],
    [[1, 98.5], t.words.stale, colors.lost],
    [99, t.words.never_heard, colors.unknown],
  ]);
  // A series for each of the values that a label can have, called what it means.
  local each(label, words, expr) = [
    panels.series(expr('%s="%s"' % [label, value]), words[value])
    for value in std.objectFields(words)
  ];

  kit.board.dashboard('daemon', kit.layout.rows([
    kit.strip,
    kit.section('program'),
    { height: 4, panels: [
      [4, panels.stat('up', panels.series('min(up{%s})' % job), fields.words([yes, no])) + panels.filled],
      [4, panels.stat('writable', panels.series('min(dunghan_ledger_writable)'), fields.words([yes, no])) + panels.filled],
      [4, panels.stat('quarantine', panels.series(q.one('dunghan_quarantine_waiting')), fields.countToMind)],
      [4, panels.stat('calendar_left', panels.series(
        q.daysUntil('min(dossier_calendar_valid_until_timestamp_seconds)')
      ), fields.wholeDays { min:: null } + fields.steps(colors.lost, [
        [kit.config.calendarDaysRed, colors.risk],
        [kit.config.calendarDays, colors.reached],
      ]))],
      [4, panels.stat('dossier_alerts', [
        panels.series(q.one('dunghan_alerts', 'state="active"'), t.legends.active),
        panels.series(q.one('dunghan_alerts', 'state="capped"'), t.legends.capped),
      ], fields.count) + panels.named],
      [4, panels.stat('version', panels.series(
        '%s\n* on (instance) group_left (version) max by (instance, version) (dunghan_build_info)' % q.daysSince(
          'max by (instance) (process_start_time_seconds{%s})' % job
        ), '{{version}}'
      ), fields.days) + panels.named],
    ] },
    kit.section('sources'),
    { height: 8, panels: [
      [15, panels.table('sources', [
        panels.column(t.columns.freshness, state, stateField, 150) + panels.filledCell,
        panels.column(t.columns.received_last, source('dunghan_source_last_received_timestamp_seconds') + ' * 1000', fields.moment, 135),
        panels.column(t.columns.happened_last, source('dunghan_source_last_event_timestamp_seconds') + ' * 1000', fields.moment, 135),
        panels.column(t.columns.lag, source('dunghan_source_lag_seconds') + ' / 3600', fields.hours),
        panels.column(t.columns.silent, source('dunghan_source_silent_working_seconds') + ' / 3600', fields.hours),
        panels.column(t.columns.expected, source('dunghan_source_expected_working_seconds') + ' / 3600', fields.hours),
      ], [panels.label('source', t.columns.source, 120, fields.labels({ other: t.words.other_sources }))], '-1 * (%s)\nor\n0 * %s + 1' % [
        state,
        source('dunghan_source_last_event_timestamp_seconds'),
      ])],
      [9, panels.states('source_states', panels.series(state, '{{source}}'), stateField)],
    ] },
    kit.section('intake'),
    { height: 8, panels: [
      [8, panels.lines('events', each('outcome', t.outcomes, function(outcome) 'sum(%s)' % rate(
        'dunghan_intake_events_total', outcome
      )), fields.perSecond) + panels.palette],
      [8, panels.lines('events_by_source', panels.series(
        sumRate('source', 'dunghan_intake_events_total'), '{{source}}'
      ), fields.perSecond) + panels.palette + panels.renamed('other', t.words.other_sources)],
      [8, panels.lines('commits', [
        panels.colored('%s * 1000' % quantile('0.5'), colors.plain, t.legends.median),
        panels.colored('%s * 1000' % quantile('0.99'), colors.other, t.legends.p99),
      ], fields.milliseconds)],
    ] },
    { height: 8, panels: [
      [8, panels.lines('waiting', [
        panels.colored(q.one('dunghan_intake_waiting_events'), colors.plain, t.legends.waiting),
        panels.dashed(q.one('dunghan_intake_waiting_events_limit'), colors.lost, t.legends.limit),
      ], fields.count { min: 0 })],
      [8, panels.lines('corrections', each('kind', t.corrections, function(kind)
        'sum(increase(dunghan_corrections_total{%s}[1h]))' % kind), fields.count { min: 0 }) + panels.palette],
      [8, panels.lines('alertmanagers', [
        panels.colored('sum(%s)' % rate('dunghan_alertmanager_posts_total'), colors.plain, t.legends.posts),
        panels.colored('sum(%s)' % rate('dunghan_alertmanager_failures_total'), colors.lost, t.legends.failures),
        panels.colored('sum(%s)' % rate('dunghan_alertmanager_queue_dropped_total'), colors.risk, t.legends.dropped),
      ], fields.perSecond)],
    ] },
    kit.section('requests'),
    { height: 9, panels: [
      [8, panels.lines('requests', panels.series(
        sumRate('status', 'dunghan_http_requests_total'), t.legends.status
      ), fields.perSecond) + panels.palette],
      [8, panels.lines('refused', [
        panels.colored('sum(%s)' % rate('dunghan_intake_refused_bodies_total'), colors.lost, t.legends.refused_bodies),
      ] + each('reason', t.refusals, function(reason) 'sum(%s)' % rate(
        'dunghan_http_refused_total', reason
      )), fields.perSecond) + panels.palette],
      [8, panels.lines('series', each('endpoint', t.endpoints, function(endpoint)
        'max(dunghan_metrics_series{%s})' % endpoint) + [
        panels.dashed('max(dunghan_metrics_series_limit{endpoint="matrix"})', colors.lost, t.legends.limit),
      ], fields.count { min: 0 }) + panels.palette],
    ] },
    kit.section('resources'),
    { height: 8, panels: [
      [6, panels.lines('scrapes', [
        panels.series('max(scrape_duration_seconds{job="%s"}) * 1000' % kit.config.job, t.endpoints.metrics),
        panels.series('max(scrape_duration_seconds{job="%s"}) * 1000' % kit.config.matrixJob, t.endpoints.matrix),
      ], fields.milliseconds) + panels.palette],
      [6, panels.lines('cpu', panels.colored('sum(%s)' % rate('process_cpu_seconds_total', job), colors.plain, t.legends.cpu), fields.cores)],
      [6, panels.lines('memory', [
        panels.colored('max(process_resident_memory_bytes{%s})' % job, colors.plain, t.legends.memory),
      ] + each('file', t.files, function(file) 'max(dunghan_ledger_file_bytes{%s})' % file), fields.bytes) + panels.palette],
      [6, panels.lines('files', [
        panels.colored('max(process_open_fds{%s})' % job, colors.plain, t.legends.open_files),
        panels.dashed('max(process_max_fds{%s})' % job, colors.lost, t.legends.limit),
      ], fields.count { min: 0 })],
    ] },
  ]), from='now-6h', annotations=[
    kit.board.annotation('restarts', 'changes(process_start_time_seconds{%s}[5m]) > 0' % job, colors.risk),
  ])
