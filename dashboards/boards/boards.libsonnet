// Every dashboard in every language, by file name.
{
  local config = self._config,
  local texts = { vi: import '../i18n/vi.json', en: import '../i18n/en.json' },
  local alerts = { vi: import '../i18n/alerts_vi.json', en: import '../i18n/alerts_en.json' },
  local boards = {
    overview: import 'overview.libsonnet',
    wall: import 'wall.libsonnet',
    agency: import 'agency.libsonnet',
    procedures: import 'procedures.libsonnet',
    backlog: import 'backlog.libsonnet',
    target: import 'target.libsonnet',
    report: import 'report.libsonnet',
    daemon: import 'daemon.libsonnet',
  },

  // The tables of texts; whoever adds a language to _config.languages adds its table here.
  _texts+:: texts,

  grafanaDashboards+:: {
    ['%s/dossier-%s.json' % [language, key]]: boards[key](
      (import 'kit.libsonnet')($._texts[language], language, config, alerts[language])
    )
    for language in std.objectFields(config.languages)
    for key in std.objectFields(boards)
  },
}
