(import '../rules/manifest.libsonnet')((import 'alerts.libsonnet').groups, [
  'Alerts of Dunghan. Made from dashboards/alerts by dashboards/build.sh: change those.',
])
