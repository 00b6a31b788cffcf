// The program itself: is it there, does it hear its sources, does it write, does it keep up.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields, t = kit.t, colors = kit.colors;
  local job = 'job="%s"' % kit.config.job;
  local rate(name, selector='') = 'rate(%s[$__rate_interval])' % q.select(name, selector);
  local sumRate(by, name, selector='') = 'sum by (%s) (%s)' % [by, rate(name, selector)];
  local quantile(share) = 'histogram_quantile(%s, sum by (le) (%s))' % [share, rate('dunghan_commit_duration_seconds_bucket')];
  local source(expr) = 'max by (source) (%s)' % expr;
  local yes = [1, t.words.yes, colors.reached], no = [0, t.words.no, colors.lost];
  local silence = fields.words([
    [[0, kit.config.silenceSeen], t.words.fresh, colors.reached],
    [[kit.config.silenceSeen, 1], t.words.silent, colors.risk],
    [[1, 1000000], t.words.stale, colors.lost],
  ]);

  kit.board.dashboard('daemon', kit.layout.rows([
    kit.strip,
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
    { height: 8, panels: [
      [14, panels.table('sources', [
        panels.column(t.columns.received_last, source('dunghan_source_last_received_timestamp_seconds') + ' * 1000', fields.ago),
        panels.column(t.columns.happened_last, source('dunghan_source_last_event_timestamp_seconds') + ' * 1000', fields.ago),
        panels.column(t.columns.lag, source('dunghan_source_lag_seconds') + ' / 3600', fields.hours),
        panels.column(t.columns.silent, source('dunghan_source_silent_working_seconds') + ' / 3600', fields.hours),
        panels.column(t.columns.expected, source('dunghan_source_expected_working_seconds') + ' / 3600', fields.hours),
        panels.column(t.columns.freshness, source(kit.silence), silence, 170) + panels.filledCell,
      ], [panels.label('source', t.columns.source, 130)], t.columns.source, descending=false)],
      [10, panels.states('source_states', panels.series(source(kit.silence), '{{source}}'), silence)],
    ] },
    { height: 8, panels: [
      [12, panels.lines('events', panels.series(
        sumRate('source, outcome', 'dunghan_intake_events_total'), '{{source}} {{outcome}}'
      ), fields.perSecond) + panels.palette],
      [12, panels.lines('commits', [
        panels.colored(quantile('0.5'), colors.plain, t.legends.median),
        panels.colored(quantile('0.99'), colors.other, t.legends.p99),
      ], fields.seconds)],
    ] },
    { height: 8, panels: [
      [8, panels.lines('waiting', [
        panels.colored(q.one('dunghan_intake_waiting_events'), colors.plain, t.legends.waiting),
        panels.dashed(q.one('dunghan_intake_waiting_events_limit'), colors.lost, t.legends.limit),
      ], fields.count { min: 0 })],
      [8, panels.lines('refused', [
        panels.colored('sum(%s)' % rate('dunghan_intake_refused_bodies_total'), colors.lost, t.legends.refused_bodies),
        panels.series(sumRate('reason', 'dunghan_http_refused_total'), '{{reason}}'),
      ], fields.perSecond) + panels.palette],
      [8, panels.lines('requests', panels.series(
        sumRate('status', 'dunghan_http_requests_total'), '{{status}}'
      ), fields.perSecond) + panels.palette],
    ] },
    { height: 8, panels: [
      [8, panels.lines('corrections', panels.series(
        'sum by (kind) (increase(dunghan_corrections_total[1h]))', '{{kind}}'
      ), fields.count { min: 0 }) + panels.palette],
      [8, panels.lines('alertmanagers', [
        panels.colored('sum(%s)' % rate('dunghan_alertmanager_posts_total'), colors.plain, t.legends.posts),
        panels.colored('sum(%s)' % rate('dunghan_alertmanager_failures_total'), colors.lost, t.legends.failures),
        panels.colored('sum(%s)' % rate('dunghan_alertmanager_queue_dropped_total'), colors.risk, t.legends.dropped),
      ], fields.perSecond)],
      [8, panels.lines('series', [
        panels.series('max by (endpoint) (dunghan_metrics_series)', '{{endpoint}}'),
        panels.dashed('max(dunghan_metrics_series_limit{endpoint="matrix"})', colors.lost, t.legends.limit),
      ], fields.count { min: 0 }) + panels.palette],
    ] },
    { height: 8, panels: [
      [6, panels.lines('scrapes', panels.series(
        'max by (job) (scrape_duration_seconds{job=~"%s|%s"})' % [kit.config.job, kit.config.matrixJob], '{{job}}'
      ), fields.seconds) + panels.palette],
      [6, panels.lines('cpu', panels.colored('sum(%s)' % rate('process_cpu_seconds_total', job), colors.plain, t.legends.cpu), fields.cores)],
      [6, panels.lines('memory', [
        panels.colored('max(process_resident_memory_bytes{%s})' % job, colors.plain, t.legends.memory),
        panels.series('max by (file) (dunghan_ledger_file_bytes)', '{{file}}'),
      ], fields.bytes) + panels.palette],
      [6, panels.lines('files', [
        panels.colored('max(process_open_fds{%s})' % job, colors.plain, t.legends.open_files),
        panels.dashed('max(process_max_fds{%s})' % job, colors.lost, t.legends.limit),
      ], fields.count { min: 0 })],
    ] },
  ]), from='now-6h', annotations=[
    kit.board.annotation('restarts', 'changes(process_start_time_seconds{%s}[5m]) > 0' % job, colors.risk),
  ])
