// The frame of a dashboard: identity, languages, variables, links.
function(t, language, config)
  local datasource = { type: 'prometheus', uid: '${datasource}' };
  local name = config.languages[language].name;
  local others = [other for other in std.objectFields(config.languages) if other != language];

  // Whose figures they are, where the configuration says it.
  local site = config.site[language];
  local link = { asDropdown: false, icon: 'external link', includeVars: false, keepTime: false, tags: [], targetBlank: false, title: '', tooltip: '', type: 'link', url: '' };
  {
    dashboard(key, panels, variables=[], from='now-30d', annotations=[]):: {
      uid: 'dossier-%s-%s' % [key, language],
      title: (if site == '' then '' else site + ': ') + t.boards[key].title,
      description: t.boards[key].description,
      tags: [config.tag, language],
      schemaVersion: 39,
      version: 1,
      editable: false,
      graphTooltip: 1,
      timezone: config.timezone,
      weekStart: 'monday',
      fiscalYearStartMonth: 0,
      refresh: config.refresh,
      time: { from: from, to: 'now' },
      timepicker: {},
      liveNow: false,
      links: [
        link { type: 'dashboards', title: t.links.dashboards, tags: [config.tag, language], asDropdown: true, keepTime: true },
        link { title: t.links.dossiers, url: config.webURL % language, targetBlank: true },
      ] + [
        link { title: t.links.languages[other], url: '/d/dossier-%s-%s' % [key, other], includeVars: true, keepTime: true, icon: 'dashboard' }
        for other in others
      ],
      annotations: { list: annotations },
      templating: { list: [{
        type: 'datasource',
        name: 'datasource',
        label: t.variables.datasource,
        query: 'prometheus',
        refresh: 1,
        hide: 0,
        regex: '',
        multi: false,
        includeAll: false,
        options: [],
        skipUrlSync: false,
      }] + variables },
      panels: panels,
    },

    annotation(key, expr, color):: {
      name: t.annotations[key].name,
      datasource: datasource,
      enable: true,
      hide: false,
      iconColor: color,
      target: { refId: 'Anno', expr: expr, interval: '5m' },
      titleFormat: t.annotations[key].name,
      textFormat: t.annotations[key].text,
      useValueForTime: false,
    },

    local query = {
      type: 'query',
      datasource: datasource,
      refresh: 2,
      hide: 0,
      regex: '',
      sort: 1,
      multi: false,
      includeAll: false,
      options: [],
      skipUrlSync: false,
    },
    local several = { multi: true, includeAll: true, allValue: '.*', current: { selected: true, text: ['All'], value: ['$__all'] } },

    // Agencies that have figures, by name; the value is the code.
    local agency = query {
      name: 'agency',
      label: t.variables.agency,
      query: 'query_result(max by (agency, %s) (dossier_agency_info) and on (agency) dossier_open)' % name,
      definition: self.query,
      regex: '/agency="(?<value>[^"]+)".*%s="(?<text>[^"]+)"/' % name,
      sort: 5,
    },
    oneAgency:: agency,
    agencies:: agency + several,

    fields:: query + several + {
      name: 'field',
      label: t.variables.field,
      query: 'label_values(dossier_procedure_info, field)',
      definition: self.query,
    },

    period:: {
      type: 'custom',
      name: 'period',
      label: t.variables.period,
      local periods = ['previous_month', 'current_month', 'current_quarter', 'current_year'],
      query: std.join(',', ['%s : %s' % [t.periods[period], period] for period in periods]),
      options: [
        { selected: period == periods[0], text: t.periods[period], value: period }
        for period in periods
      ],
      current: { selected: true, text: t.periods[periods[0]], value: periods[0] },
      hide: 0,
      multi: false,
      includeAll: false,
      skipUrlSync: false,
    },
  }
