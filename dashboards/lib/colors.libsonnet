// Named colours of Grafana's palette, which suit the dark theme as well as the light one. What a
// colour means is the same on every dashboard.
{
  reached: 'green',  // the target is reached, nothing is late
  risk: 'orange',  // not reached, and it still can be; somebody should look
  lost: 'red',  // cannot be reached any more; broken
  backlog: 'orange',  // overdue and open, which the rate of what is finished does not see
  plain: 'blue',  // a number that is neither good nor bad
  other: 'purple',
  unknown: '#8e8e8e',  // no data is never green

  // Open dossiers, from the longest overdue to the farthest due.
  overdue10: 'dark-red',
  overdue3: 'red',
  overdue1: 'light-red',
  today: 'orange',
  soon: 'yellow',
  later: 'green',
  suspended: 'blue',

  channels: { online: 'blue', in_person: 'purple', postal: 'yellow' },
}
