// The texts of the alerts: ../i18n/alerts_{vi,en}.json with their <words> replaced by what
// Prometheus' templates understand. In a text
//   <agency>, <procedure>  name and code, from the labels
//   <value>                the value of the expression, a number of dossiers or days
//   <percent>, <hours>     the value as per cent or hours
//   <anything else>        what the alert defines in `words`
local texts = { vi: import '../i18n/alerts_vi.json', en: import '../i18n/alerts_en.json' };

// std.findSubstr takes seconds on such texts, std.strReplace is built in.
local holds(text, part) = std.strReplace(text, part, '') != text;

// Per cent with two decimals, cut off and never rounded: 97.9996 % must not be printed as 98 %.
// The number is shifted as text, because 100 * 0.57 is 56.99999999999999.
local percentWith(point) = function(value)
  'printf `%.8f` ' + value
  + ' | reReplaceAll `^([0-9])[.]([0-9]{2})([0-9]{2}).*` `$1$2' + point + '$3`'
  + ' | reReplaceAll `^0{1,2}` ``';
local percentOf = { vi:: percentWith(','), en:: percentWith('.') };

local hoursOf = {
  vi(value):: 'printf `%.1f` ' + value + ' | reReplaceAll `[.]` `,`',
  en(value):: 'printf `%.1f` ' + value,
};

// What another query says, about the agency of the alert where it holds %q; nothing where it has no
// answer.
local ask(query, shown) =
  local whose = if holds(query, '%q') then '(printf `' + query + '` $labels.agency)' else '`' + query + '`';
  '{{ range query ' + whose + ' }}{{ ' + shown + ' }}{{ end }}';

local general(lang) =
  local name = if lang == 'vi' then 'name' else 'name_en';
  {
    agency: '{{ $labels.' + name + ' }} ({{ $labels.agency }})',
    procedure: '{{ $labels.' + name + ' }} ({{ $labels.procedure }})',
    value: '{{ $value }}',
    percent: '{{ ' + percentOf[lang]('$value') + ' }}',
    hours: '{{ ' + hoursOf[lang]('$value') + ' }}',
  };

// Figures of a simulated province must not be taken for real ones, in a message least of all.
local simulated = {
  vi: '{{ range query `max(dossier_simulated) == 1` }}[DỮ LIỆU MÔ PHỎNG] {{ end }}',
  en: '{{ range query `max(dossier_simulated) == 1` }}[SIMULATED DATA] {{ end }}',
};

local replaced(text, words) =
  local result = std.foldl(
    function(done, word) std.strReplace(done, '<%s>' % word, words[word]), std.objectFields(words), text
  );
  assert !holds(result, '<') : 'a word without a meaning: ' + result;
  result;

{
  // Words for a number and a ratio from another query; %q in it stands for the alert's agency.
  count(query):: { vi: ask(query, '.Value'), en: ask(query, '.Value') },
  ratio(query):: { [lang]: ask(query, percentOf[lang]('.Value')) for lang in ['vi', 'en'] },

  // The four texts of an alert. `words` is {word: {vi: ..., en: ...}}.
  annotations(alertname, words, figures):: std.foldl(
    function(all, lang)
      local all_words = general(lang) + { [word]: words[word][lang] for word in std.objectFields(words) };
      local text = texts[lang][alertname];
      local suffix = if lang == 'vi' then '_vi' else '';
      all {
        ['summary' + suffix]: text.summary,
        ['description' + suffix]: (if figures then simulated[lang] else '') + replaced(text.description, all_words),
      },
    ['en', 'vi'],
    {},
  ),
}
