"""What every dashboard has to be like, checked without a store or a browser.

    lint.py        says what is wrong and exits with 1, or says that nothing is

The first rules are those of grafana/dashboard-linter that apply here (not those on job, instance and
Loki); the rest are the project's own. Used by tests/integration/test_dashboards.py.
"""

import collections
import json
import re
import subprocess
import sys
import tempfile
import unicodedata

import boards
import lint_figures
import queries

# Units of Grafana that are used, and those that bring their own word.
# No percentunit, which rounds; no s and no dateTimeFromNow, which speak English.
UNITS = {"percent", "locale", "none", "bytes", "string"}
# Days come first, whatever Grafana's [date_formats] say.
OWN_UNIT = re.compile(r"(suffix|prefix):.|time:DD/MM/YYYY HH:mm$")
# The height of a screen: what begins above it is seen without scrolling.
FOLD = 20
ABOVE_FOLD = 12
WALL_HEIGHT = 24
GREEN = re.compile(r"green", re.IGNORECASE)
# Series that neither the daemon nor a rule makes.
OF_PROMETHEUS = {"up", "ALERTS", "ALERTS_FOR_STATE", "scrape_duration_seconds"}
# The daemon publishes one of the two, by its configuration.
OTHER_BASIS = {"dossier_lawful_period_results", "dossier_promised_period_results"}
NAME = re.compile(r"\b(?:dossier_\w+|dunghan_\w+|process_\w+|ALERTS(?:_FOR_STATE)?|up|scrape_\w+)\b"
                  r"(?!\s*[=!])")
RECORDED = re.compile(r"\b[a-z_]+:dossier_\w+:\w+\b")
WITHOUT_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')


# --- dashboard-linter ------------------------------------------------------------------------------

def template_datasource(language, dashboard):
    first = dashboard["templating"]["list"][0]
    if (first["type"], first["name"], first["query"]) != ("datasource", "datasource", "prometheus"):
        yield "the first variable is not the data source"
    if first["label"] != boards.texts(language)["variables"]["datasource"]:
        yield f"the data source is called {first['label']!r}"


def template_queries(_, dashboard):
    for variable in dashboard["templating"]["list"]:
        if variable["type"] != "query":
            continue
        where = f"variable {variable['name']}"
        if variable["refresh"] != 2:
            yield f"{where}: not asked again when the time changes"
        if variable["datasource"]["uid"] != "${datasource}":
            yield f"{where}: another data source than ${{datasource}}"
        if variable["query"].startswith("query_result("):
            if not ("(?<value>" in variable["regex"] and "(?<text>" in variable["regex"]):
                yield f"{where}: a query_result without groups value and text"
        elif not re.fullmatch(r"label_values\([^,]+, \w+\)", variable["query"]):
            yield f"{where}: no label_values(metric, label): {variable['query']}"


def panel_datasource(_, dashboard):
    for panel in boards.panels(dashboard):
        for one in [panel, *panel["targets"]]:
            if one["datasource"] != {"type": "prometheus", "uid": "${datasource}"}:
                yield f"{panel['title']}: another data source than ${{datasource}}"


def panel_title_description(_, dashboard):
    for panel in boards.panels(dashboard):
        for part in ("title", "description"):
            if not panel.get(part, "").strip():
                yield f"panel {panel['id']}: no {part}"
    if not dashboard["description"].strip():
        yield "no description"


def panel_units(_, dashboard):
    for panel in boards.panels(dashboard):
        for field in boards.fields(panel):
            unit = field.get("unit", "")
            if unit not in UNITS and not OWN_UNIT.match(unit):
                yield f"{panel['title']}: unit {unit!r}"
        if panel["type"] != "table" and boards.defaults(panel)["unit"] == "none":
            if not any(mapping["type"] != "special" for mapping in boards.defaults(panel)["mappings"]):
                yield f"{panel['title']}: neither unit nor words"
        if panel["type"] == "table":
            dressed = {one["matcher"]["options"]: {setting["id"] for setting in one["properties"]}
                       for one in panel["fieldConfig"]["overrides"]}
            for target in boards.shown(panel):
                name = f"Value #{target['refId']}"
                if "unit" not in dressed.get(name, ()):
                    yield f"{panel['title']}: column {name} without a unit"


def panel_targets(_, dashboard):
    for panel in boards.panels(dashboard):
        if not panel["targets"]:
            yield f"{panel['title']}: no query"
        ids = [target["refId"] for target in panel["targets"]]
        if len(set(ids)) != len(ids) or not all(re.fullmatch("[A-Z]", one) for one in ids):
            yield f"{panel['title']}: queries are called {ids}"


def rate_interval(_, dashboard):
    for where, expression in boards.expressions(dashboard):
        for window in re.findall(r"\bi?rate\([^\[\]]*\[([^\]]*)\]", expression):
            if window != "$__rate_interval":
                yield f"{where}: rate over {window}"


def counters_inside_rates(_, dashboard):
    for where, expression in boards.expressions(dashboard):
        bare = re.sub(r"\b(i?rate|increase)\([^\[\]]*\[[^\]]*\]\)", "", expression)
        for name in re.findall(r"\b\w+(?:_total|_bucket)\b", bare):
            yield f"{where}: {name} outside rate and increase"


def uneditable(_, dashboard):
    if dashboard["editable"] is not False:
        yield "editable"


# --- the project's own -----------------------------------------------------------------------------

def identity(language, dashboard):
    expected = {"schemaVersion": 39, "timezone": "Asia/Ho_Chi_Minh", "weekStart": "monday",
                "tags": ["dossier", language]}
    for key, value in expected.items():
        if dashboard[key] != value:
            yield f"{key} is {dashboard[key]!r}"
    if not re.fullmatch(f"dossier-[a-z]+-{language}", dashboard["uid"]):
        yield f"uid is {dashboard['uid']!r}"
    for key in ("id", "__inputs", "__requires"):
        if key in dashboard:
            yield f"has {key}: not for provisioning"
    if not any(link["type"] == "dashboards" and link["tags"] == ["dossier", language]
               for link in dashboard["links"]):
        yield "no link to the other dashboards"


def places(language, dashboard):
    taken = {}
    for panel in dashboard["panels"]:
        at = panel["gridPos"]
        if at["x"] + at["w"] > 24:
            yield f"{panel['title']}: beyond the right edge"
        for x in range(at["x"], at["x"] + at["w"]):
            for y in range(at["y"], at["y"] + at["h"]):
                if (x, y) in taken:
                    yield f"{panel['title']}: lies over {taken[x, y]}"
                    return
                taken[x, y] = panel["title"]
    # The line at the top, which says what the figures are, is read by the way.
    above = sum(0 < panel["gridPos"]["y"] < FOLD for panel in boards.panels(dashboard))
    if above > ABOVE_FOLD:
        yield f"{above} panels above the fold, at most {ABOVE_FOLD}"
    bottom = max(y for _, y in taken) + 1
    if dashboard["uid"] == f"dossier-wall-{language}":
        if bottom > WALL_HEIGHT:
            yield f"{bottom} high: a screen on the wall does not scroll"
        if len(dashboard["templating"]["list"]) > 1:
            yield "asks for a choice, and nobody is there to choose"
    # Rows are full, so that nothing moves up into a gap.
    gaps = [(x, y) for y in range(bottom) for x in range(24) if (x, y) not in taken]
    if gaps:
        yield f"nothing at {gaps[0]}"


def no_data_is_grey(language, dashboard):
    words = boards.texts(language)["words"]
    for panel in boards.panels(dashboard):
        for field in boards.fields(panel):
            if field.get("noValue") not in (words["no_data"], words["no_alerts"], words["nothing"], "–"):
                yield f"{panel['title']}: says {field.get('noValue')!r} where there is nothing"
        for field in boards.fields(panel)[:1] if panel["type"] != "table" else boards.fields(panel)[1:]:
            if "unit" not in field or field["unit"] == "none" and "mappings" not in field:
                continue
            grey = [mapping["options"]["result"]["color"] for mapping in field.get("mappings", [])
                    if mapping["type"] == "special" and mapping["options"]["match"] == "null+nan"]
            if panel["type"] != "table" and (not grey or GREEN.search(grey[0])):
                yield f"{panel['title']}: no colour of its own for no data"
            steps = field.get("thresholds", {}).get("steps", [{"color": ""}])
            if GREEN.search(steps[0]["color"]):
                yield f"{panel['title']}: the lowest threshold is green, and so is no data"


def simulated_is_said(language, dashboard):
    words = boards.texts(language)["words"]["simulated"]
    if not any(words in json.dumps(panel["fieldConfig"], ensure_ascii=False)
               and "dossier_simulated" in panel["targets"][0]["expr"]
               and panel["gridPos"]["y"] == 0 for panel in boards.panels(dashboard)):
        yield "does not say at its top when figures are simulated"


def targets_are_metrics(_, dashboard):
    """No number near a target stands in a query or a threshold: targets are the daemon's."""
    for where, expression in boards.expressions(dashboard):
        for number in re.findall(r"(?<![\w.])0?\.9\d*", WITHOUT_TEXT.sub("", expression)):
            if "histogram_quantile" not in expression:
                yield f"{where}: {number} in a query"
    for panel in boards.panels(dashboard):
        for field in boards.fields(panel):
            for step in field.get("thresholds", {}).get("steps", []):
                if step["value"] is not None and 0.5 <= step["value"] < 1:
                    yield f"{panel['title']}: {step['value']} as a threshold"


def instances_once(_, dashboard):
    """Two daemons on one ledger say the same: the largest is taken before anything is added up."""
    allowed = re.compile(r"(max without \(instance\) \(|\b(max|min)\(|\b(max|min) by \([\w, ]+\) \()$")
    for where, expression in boards.expressions(dashboard):
        for match in re.finditer(r"\bdossier_\w+", WITHOUT_TEXT.sub("", expression)):
            before = WITHOUT_TEXT.sub("", expression)[:match.start()]
            if before.endswith(":") or allowed.search(before):
                continue
            yield f"{where}: {match.group()} of every instance"


RULES = [template_datasource, template_queries, panel_datasource, panel_title_description, panel_units,
         panel_targets, rate_interval, counters_inside_rates, uneditable, identity, places,
         no_data_is_grey, simulated_is_said, targets_are_metrics, instances_once,
         *lint_figures.RULES]


def lint():
    return [f"{name}: {problem} ({rule.__name__})"
            for name, dashboard in boards.every() for rule in RULES
            for problem in rule(name.split("/")[0], dashboard)]


def known_names():
    """Metrics that the daemon publishes, by its golden lists, and what rules record."""
    names = set(OF_PROMETHEUS)
    for file in ("business_metrics.txt", "matrix_metrics.txt", "daemon_metrics.txt"):
        for line in (boards.PROJECT / "tests/golden" / file).read_text().splitlines():
            name, kind = line.split()[:2]
            names |= {name} if kind != "histogram" else {f"{name}_{part}" for part in
                                                         ("bucket", "sum", "count")}
    rules = (boards.PROJECT / "deploy/prometheus/dossier-rules.yml").read_text()
    return names | set(re.findall(r"record: (\S+)", rules))


def unknown_names():
    known = known_names() | OTHER_BASIS
    asked_by = collections.defaultdict(list)
    for name, dashboard in boards.every():
        for where, expression in boards.expressions(dashboard):
            bare = WITHOUT_TEXT.sub("", expression)
            for one in RECORDED.findall(bare) + NAME.findall(RECORDED.sub("", bare)):
                if one not in known:
                    asked_by[one].append(f"{name}: {where}")
    return [f"{one}: nothing publishes it; asked for by {places_[0]} and {len(places_) - 1} more"
            for one, places_ in sorted(asked_by.items())]


def syntax():
    """Every query as promtool reads it, as rules of a file that is thrown away."""
    lines = ["groups:", "  - name: queries", "    rules:"]
    places_ = []
    for name, dashboard in boards.every():
        for where, expression in boards.expressions(dashboard):
            values = {"agency": "x", "field": "x", "period": "current_month"}
            lines += [f"      - record: query:{len(places_)}",
                      f"        expr: {json.dumps(queries.fill(expression, values))}"]
            places_.append(f"{name}: {where}")
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        done = subprocess.run(["promtool", "check", "rules", file.name], capture_output=True, text=True)
    if done.returncode == 0:
        return []
    said = done.stdout + done.stderr
    return [f"{places_[int(number)]}: {said.strip()}"
            for number in re.findall(r'query:(\d+)', said)[:1]] or [said]


# --- languages -------------------------------------------------------------------------------------

def neutral(text):
    """A string without its language: uids, tags, the label that holds the names."""
    text = re.sub(r"(dossier-\w+)-(vi|en)\b", r"\1-LANGUAGE", text)
    text = re.sub(r"\blang=(vi|en)\b", "lang=LANGUAGE", text)
    text = re.sub(r"\bname(_en)?\b", "NAME", text)
    return "LANGUAGE" if text in boards.LANGUAGES else text


def language_differences():
    """What differs between the languages and is no text of the tables."""
    vi, en = (boards.flatten(boards.texts(language)) for language in boards.LANGUAGES)
    pairs = {(vi[key], en.get(key)) for key in vi}
    pairs.add((en["links/languages/en"], vi["links/languages/vi"]))
    names = [boards.alert_names(language) for language in boards.LANGUAGES]
    pairs |= {(names[0][key], names[1][key]) for key in names[0]}
    problems = []

    def same(first, second):
        if isinstance(first, str) and " : " in first:  # a custom variable: text : value, ...
            parts = [[part.split(" : ") for part in one.split(",")] for one in (first, second)]
            return len(parts[0]) == len(parts[1]) and all(
                a[1] == b[1] and (a[0], b[0]) in pairs for a, b in zip(*parts))
        return (first, second) in pairs or (
            isinstance(first, str) and neutral(first) == neutral(second))

    def walk(where, first, second):
        if type(first) is not type(second):
            problems.append(f"{where}: {first!r} and {second!r}")
        elif isinstance(first, dict):
            first = {neutral(key): value for key, value in first.items()}
            second = {neutral(key): value for key, value in second.items()}
            for key in sorted(first.keys() | second.keys()):
                if key not in first or key not in second:
                    problems.append(f"{where}/{key}: in one language alone")
                else:
                    walk(f"{where}/{key}", first[key], second[key])
        elif isinstance(first, list):
            if len(first) != len(second):
                problems.append(f"{where}: {len(first)} and {len(second)} elements")
            for i, (one, other) in enumerate(zip(first, second)):
                walk(f"{where}/{i}", one, other)
        elif first != second and not same(first, second):
            problems.append(f"{where}: {first!r} and {second!r}")

    names = [[path.name for path in boards.files(language)] for language in boards.LANGUAGES]
    if names[0] != names[1]:
        return [f"files: {names[0]} and {names[1]}"]
    for one, other in zip(boards.files("vi"), boards.files("en")):
        walk(one.stem, boards.load(one), boards.load(other))
    return problems


# Words of which another is used: cơ quan, chỉ tiêu, quá hạn.
OTHER_WORDS = ("đơn vị", "mục tiêu", "trễ")


def text_problems():
    """Of the tables: both have the same keys, no text is empty, all are used, none is missing."""
    tables = {language: boards.flatten(boards.texts(language)) for language in boards.LANGUAGES}
    problems = [f"{key}: in one language alone" for key in tables["vi"].keys() ^ tables["en"].keys()]
    for language, table in tables.items():
        problems += [f"{language}: {key}: empty" for key, text in table.items() if not text.strip()]
        problems += [f"{language}: {key}: not in Unicode's composed form" for key, text in table.items()
                     if unicodedata.normalize("NFC", text) != text]
    problems += [f"vi: {key}: {word!r} has another word" for key, text in tables["vi"].items()
                 for word in OTHER_WORDS if word in text.lower()]
    # The dashboards made with the keys in place of the texts show which are used.
    marked = mark(boards.texts("vi"))
    made = subprocess.run(
        ["jsonnet", "--ext-code", f"marked={json.dumps(marked)}", "-e",
         "((import 'config.libsonnet') + (import 'boards/boards.libsonnet')"
         " + { _texts:: { vi: std.extVar('marked'), en: std.extVar('marked') } }).grafanaDashboards"],
        cwd=boards.FOLDER, capture_output=True, text=True)
    if made.returncode != 0:
        return problems + [made.stderr]
    used = set(re.findall(r"«([^»]+)»", made.stdout))
    problems += [f"{key}: used nowhere" for key in tables["vi"].keys() - used]
    return problems


def mark(table, path=""):
    return {key: mark(value, f"{path}{key}/") if isinstance(value, dict) else f"«{path}{key}»"
            for key, value in table.items()}


def main():
    problems = (lint() + lint_figures.titles() + unknown_names() + syntax() + language_differences()
                + text_problems())
    for problem in problems:
        print(problem)
    print(f"{len(boards.every())} dashboards, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
