// Where panels go: 24 columns, y grows downward; a unit of height is 38 pixels.
{
  // From top to bottom: rows { height, panels: [[width, panel], ...] } and sections { section: title },
  // a line with the title of what follows.
  rows(rows):: $.numbered(std.foldl(function(placed, row) if std.objectHas(row, 'section') then {
    y: placed.y + 1,
    panels: placed.panels + [$.section(placed.y, row.section)],
  } else {
    y: placed.y + row.height,
    panels: placed.panels + $.row(placed.y, row),
  }, rows, { y: 0, panels: [] }).panels),

  section(y, title):: { type: 'row', title: title, collapsed: false, panels: [], gridPos: { x: 0, y: y, w: 24, h: 1 } },

  row(y, row):: std.foldl(function(placed, sized) {
    x: placed.x + sized[0],
    panels: placed.panels + [sized[1] { gridPos: { x: placed.x, y: y, w: sized[0], h: row.height } }],
  }, row.panels, { x: 0, panels: [] }).panels,

  // Panels with places of their own: [[x, y, width, height, panel], ...].
  places(places):: $.numbered([
    place[4] { gridPos: { x: place[0], y: place[1], w: place[2], h: place[3] } }
    for place in places
  ]),

  numbered(panels):: std.mapWithIndex(function(i, panel) panel { id: i + 1 }, panels),
}
