// Recording rules: one place that says how the published gauges are added up.
//
// Two daemons that read one ledger publish the same numbers, so every rule takes the largest of the
// instances before it adds anything. Values are gauges and may be corrected downward: nothing here
// is a rate() or an increase(), and no rule looks back. A ratio has a denominator above 0 or does
// not exist: a month without a result is no data, never 100 %.
//
// Names are level:metric:operations, the level being the labels that are left (beside `job`).
local budget = import 'budget.libsonnet';
local headline = import 'headline.libsonnet';
local open = import 'open.libsonnet';
local results = import 'results.libsonnet';

{
  groups: [
    { name: 'dossier.rules', rules: results + headline + open + budget },
  ],
}
