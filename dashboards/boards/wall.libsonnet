// For a screen on the wall: nothing to click, nothing to choose, no scrolling on 1920 x 1080. The
// biggest number is at the left.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields;
  local lateShare = '1 - (%s{%s} and on (agency) agency_period:dossier_period_headline:sum{%s} >= %d)' % [
    kit.rate,
    kit.month,
    kit.month,
    kit.config.leastResults,
  ];
  local worst = q.byVerdict(q.highest(8, 'max by (agency) (%s)' % lateShare), q.agencies());

  // Names that can be read from afar.
  local large = { options+: { text: { titleSize: 18, valueSize: 22 }, maxVizHeight: 40 } };
  local only(count, bars, expr) = bars {
    targets: [super.targets[0] { expr: q.descending(kit.agencies(q.highest(count, expr))) }],
  };

  kit.board.dashboard('wall', kit.layout.places([
    [0, 0, 16, 3, kit.simulated],
    [16, 0, 8, 3, kit.freshness],
    [0, 3, 10, 10, kit.onTime],
    [0, 13, 10, 4, kit.verdict],
    [0, 17, 5, 7, kit.best],
    [5, 17, 5, 7, kit.lateLeft],
    [10, 3, 5, 7, kit.overdueNow],
    [10, 10, 5, 7, kit.dueTodayNow],
    [10, 17, 5, 7, panels.stat('severely_overdue', panels.series(
      'sum(agency_due:dossier_open:max{due="overdue_10wd_plus"})'
    ), fields.countToAct)],
    [15, 3, 9, 9, panels.bars('worst', [
      panels.colored(q.descending(kit.agencies(worst.lost)), kit.colors.lost, kit.legend),
      panels.colored(q.descending(kit.agencies(worst.risk)), kit.colors.risk, kit.legend),
      panels.colored(q.descending(kit.agencies(worst.reached)), kit.colors.reached, kit.legend),
    ], fields.ratio { max:: null }) + large],
    [15, 12, 9, 6, only(5, kit.dueTodayByAgency, kit.dueToday) + large],
    [15, 18, 9, 6, only(5, kit.stuck, kit.oldest()) + large],
  ]))
