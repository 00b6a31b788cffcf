// Everything at once, as other mixins have it: prometheusRules, prometheusAlerts, grafanaDashboards.
//
// Extend it to say something otherwise:
//   (import 'mixin.libsonnet') + { _config+:: { webURL: 'https://motcua.example.vn/?lang=%s' } }
(import 'config.libsonnet')
+ (import 'boards/boards.libsonnet')
+ {
  prometheusRules+:: import 'rules/rules.libsonnet',
  prometheusAlerts+:: (import 'alerts/alerts.libsonnet') + { _config+:: $._config },
}
