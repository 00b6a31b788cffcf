// For a screen on the wall: nothing to click, nothing to choose, no scrolling on 1920 x 1080. The
// biggest number is at the left.
function(kit)
  local q = kit.q, panels = kit.panels, fields = kit.fields;

  // Names that can be read from afar.
  local large = { options+: { text: { titleSize: 18, valueSize: 22 }, maxVizHeight: 68 } };
  local only(count, bars, expr) = bars {
    targets: [super.targets[0] { expr: q.descending(kit.agencies(q.highest(count, expr))) }],
  };

  kit.board.dashboard('wall', kit.layout.places([
    [0, 0, 12, 3, kit.simulated],
    [12, 0, 5, 3, kit.newest],
    [17, 0, 7, 3, kit.freshness],
    [0, 3, 9, 9, kit.onTime],
    [0, 12, 9, 4, kit.state],
    [0, 16, 9, 4, kit.outsideNow],
    [0, 20, 4, 4, kit.best],
    [4, 20, 5, 4, kit.lateLeft],
    [9, 3, 4, 7, kit.overdueNow],
    [9, 10, 4, 7, kit.dueTodayNow],
    [9, 17, 4, 7, panels.stat('severely_overdue', panels.series(
      'sum(agency_due:dossier_open:max{due="overdue_10wd_plus"})'
    ), fields.countToAct)],
    [13, 3, 11, 11, kit.needALook(6, afar=true) { options+: { cellHeight: 'md' } }],
    [13, 14, 6, 10, only(5, kit.dueTodayByAgency, kit.dueToday) + large],
    [19, 14, 5, 10, only(5, kit.stuck, kit.oldest()) + large],
  ]))
