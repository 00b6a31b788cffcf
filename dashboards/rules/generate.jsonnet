(import 'manifest.libsonnet')((import 'rules.libsonnet').groups, [
  'Recording rules of Dunghan. Made from dashboards/rules by dashboards/build.sh: change those.',
])
