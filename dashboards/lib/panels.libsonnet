// Panels, one function a kind. `key` names title and description in the table of texts. A panel's
// queries are series; colour and other looks of a series belong to its query, by refId.
local colors = import 'colors.libsonnet';

function(t, language, config)
  local fields = (import 'fields.libsonnet')(t);
  local datasource = { type: 'prometheus', uid: '${datasource}' };
  local letter(i) = std.char(std.codepoint('A') + i);
  local lastValue = { calcs: ['lastNotNull'], fields: '', values: false };

  local override(matcher, options, properties) = {
    matcher: { id: matcher, options: options },
    properties: [{ id: name, value: properties[name] } for name in std.objectFields(properties)],
  };

  local target(series, i, more) = {
    refId: letter(i),
    datasource: datasource,
    expr: series.expr,
    legendFormat: series.legend,
    editorMode: 'code',
  } + more;
  local instant = { instant: true, range: false, format: 'time_series' };
  local range = { instant: false, range: true, format: 'time_series' };
  local rows = { instant: true, range: false, format: 'table' };

  // Overrides for those series that look different from the rest.
  local looks(series) = [
    override('byFrameRefID', letter(i), series[i].look)
    for i in std.range(0, std.length(series) - 1)
    if std.length(series[i].look) > 0
  ];

  local panel(kind, key, series, targetKind, field, options) = {
    type: kind,
    title: t.panels[key].title,
    description: t.panels[key].description,
    datasource: datasource,
    targets: std.mapWithIndex(function(i, one) target(one, i, targetKind), series),
    fieldConfig: { defaults: field, overrides: looks(series) },
    options: options,
    transparent: false,
  };
  local list(series) = if std.isArray(series) then series else [series];
  {
    series(expr, legend='__auto', look={}):: { expr: expr, legend: legend, look: look },
    colored(expr, color, legend='__auto'):: $.series(expr, legend, { color: { mode: 'fixed', fixedColor: color } }),
    // What a target or a limit looks like beside what is measured.
    dashed(expr, color, legend):: $.series(expr, legend, {
      color: { mode: 'fixed', fixedColor: color },
      'custom.lineStyle': { fill: 'dash', dash: [8, 6] },
      'custom.fillOpacity': 0,
      'custom.stacking': { mode: 'none', group: 'limit' },
    }),
    // On an axis of its own, at the right: few beside many would be a line along the bottom.
    beside(expr, color, legend):: $.series(expr, legend, {
      color: { mode: 'fixed', fixedColor: color },
      'custom.axisPlacement': 'right',
      'custom.axisLabel': legend,
      'custom.fillOpacity': 0,
      'custom.lineWidth': 2,
      'custom.stacking': { mode: 'none', group: 'beside' },
    }),
    // Of query.byState: three series, the worst first.
    byState(exprs, legend='__auto'):: [
      $.colored(exprs.lost, colors.lost, legend),
      $.colored(exprs.risk, colors.risk, legend),
      $.colored(exprs.reached, colors.reached, legend),
    ],

    // A number, or words in its place. `filled` ones are what a room should see.
    stat(key, series, field):: panel('stat', key, list(series), instant, field, {
      reduceOptions: lastValue,
      colorMode: 'value',
      graphMode: 'none',
      justifyMode: 'center',
      orientation: 'auto',
      textMode: 'value',
      wideLayout: true,
      showPercentChange: false,
      percentChangeColorMode: 'standard',
    }),
    filled:: { options+: { colorMode: 'background_solid' } },
    named:: { options+: { textMode: 'value_and_name', wideLayout: false } },

    // Several numbers that belong together, each with what it is: [[expr, legend, field], ...].
    numbers(key, numbers):: $.stat(key, [
      $.series(one[0], one[1], { [name]: one[2][name] for name in std.objectFields(one[2]) if name != 'noValue' })
      for one in numbers
    ], numbers[0][2]) + $.named,

    // Bars from left to right, one a series, in the order of the answer.
    bars(key, series, field):: panel('bargauge', key, list(series), instant, field, {
      reduceOptions: lastValue,
      displayMode: 'basic',
      orientation: 'horizontal',
      valueMode: 'color',
      namePlacement: 'left',
      showUnfilled: false,
      sizing: 'auto',
      minVizWidth: 8,
      minVizHeight: 16,
      maxVizHeight: 44,
      legend: { showLegend: false, displayMode: 'list', placement: 'bottom', calcs: [] },
    }),

    lines(key, series, field):: panel('timeseries', key, list(series), range, field {
      custom: {
        drawStyle: 'line',
        lineInterpolation: 'linear',
        lineWidth: 2,
        fillOpacity: 0,
        gradientMode: 'none',
        showPoints: 'never',
        pointSize: 4,
        spanNulls: false,
        axisPlacement: 'auto',
        axisLabel: '',
        axisColorMode: 'text',
        scaleDistribution: { type: 'linear' },
        stacking: { mode: 'none', group: 'A' },
        thresholdsStyle: { mode: 'off' },
        hideFrom: { legend: false, tooltip: false, viz: false },
      },
    }, {
      legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] },
      tooltip: { mode: 'multi', sort: 'none' },
    }),
    // A ranking by name: the names stand above their bars, in full; where nothing is above 0, it says so.
    ranking(key, series, field):: $.bars(key, series, fields.saying(field, t.words.nothing)) + { options+: { namePlacement: 'top' } },

    // Lines of which there is no telling how many, each with a colour of the palette.
    palette:: { fieldConfig+: { defaults+: { color: { mode: 'palette-classic' } } } },
    // A series whose name is a code.
    renamed(code, word):: { fieldConfig+: { overrides+: [override('byName', code, { displayName: word })] } },
    softMin(value):: { fieldConfig+: { defaults+: { custom+: { axisSoftMin: value } } } },
    stacked:: { fieldConfig+: { defaults+: { custom+: {
      lineWidth: 1,
      fillOpacity: 70,
      stacking: { mode: 'normal', group: 'A' },
    } } } },

    // What state each series was in, as bars along the time.
    states(key, series, field):: panel('state-timeline', key, list(series), range, field {
      custom: { lineWidth: 0, fillOpacity: 80, hideFrom: { legend: false, tooltip: false, viz: false } },
    }, {
      mergeValues: true,
      showValue: 'never',
      alignValue: 'left',
      rowHeight: 0.8,
      legend: { showLegend: true, displayMode: 'list', placement: 'bottom' },
      tooltip: { mode: 'single', sort: 'none' },
    }),

    // A row for every combination of labels. `labels`: [{ label, title, width?, field? }] are the
    // columns of words; `columns`: [{ title, expr, field, width? }] those of numbers. Every
    // expression has those labels and no other but `hidden` ones. `order`: an expression of the same labels, of which no
    // column is shown; the smallest comes first.
    table(key, columns, labels, order, hidden=[])::
      local value(i) = 'Value #' + letter(i);
      local last = std.length(columns);
      // Words first, then numbers; a label may say that it comes last.
      local places = [one.label for one in labels if !one.last]
                     + [value(i) for i in std.range(0, last - 1)]
                     + [one.label for one in labels if one.last];
      local width(one) = if one.width == null then {} else { 'custom.width': one.width };
      panel('table', key, [$.series(column.expr, '') for column in columns] + [$.series(order, '')], rows, {
        unit: 'none',
        noValue: t.words.no_data,
        // Headers and names may take two lines: nothing is cut off.
        custom: { align: 'auto', cellOptions: { type: 'auto' }, filterable: false, inspect: false, wrapHeaderText: true },
      }, { showHeader: true, cellHeight: 'sm' }) + {
        transformations: [
          { id: 'merge', options: {} },
          { id: 'sortBy', options: { fields: {}, sort: [{ field: value(last), desc: false }] } },
          { id: 'organize', options: {
            excludeByName: { Time: true, [value(last)]: true } + { [label]: true for label in hidden },
            indexByName: { [places[i]]: i for i in std.range(0, std.length(places) - 1) },
            renameByName: {},
          } },
        ],
        fieldConfig+: { overrides: [
          // Codes look like numbers, and are none.
          override('byName', one.label, { displayName: one.title, unit: 'string', noValue: '–', 'custom.wrapText': true } + width(one) + one.properties)
          for one in labels
        ] + [
          local column = columns[i], cell = fields.cell(column.field);
          override('byName', value(i), { displayName: column.title } + width(column) + {
            [name]: cell[name]
            for name in std.objectFields(cell)
          } + column.properties)
          for i in std.range(0, last - 1)
        ] },
      },
    column(title, expr, field, width=null):: { title: title, expr: expr, field: field, width: width, properties: {} },
    label(label, title, width=null, properties={}, last=false):: { label: label, title: title, width: width, properties: properties, last: last },
    // Numbers in the colour of their field; what has no colour of its own stays as it is.
    coloredCell:: { properties+: { 'custom.cellOptions': { type: 'color-text' } } },
    filledCell:: { properties+: { 'custom.cellOptions': { type: 'color-background', mode: 'basic' } } },

    // Where a click leads.
    linked(links):: { fieldConfig+: { defaults+: { links: links } } },
    toWeb:: [{ title: t.links.dossiers, url: config.webURL % language, targetBlank: true }],
    // A panel of series with the label `agency`, and a table with that column.
    toAgency(code='${__field.labels.agency}'):: [{
      title: t.links.agency,
      url: '/d/dossier-agency-%s?var-datasource=${datasource}&var-agency=%s' % [language, code],
    }],
  }
