// All alerts of Prometheus. Per-dossier alerts come from the daemon itself.
{
  _config:: import '../alerts_config.libsonnet',

  local config = self._config,
  groups: [
    { name: 'dossier.target.alerts', rules: (import 'target.libsonnet')(config) },
    { name: 'dossier.backlog.alerts', rules: (import 'backlog.libsonnet')(config) },
    { name: 'dossier.data.alerts', rules: (import 'data.libsonnet')(config) },
    { name: 'dossier.daemon.alerts', rules: (import 'daemon.libsonnet')(config) },
  ],
}
