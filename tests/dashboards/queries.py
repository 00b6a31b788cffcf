"""Asks a Prometheus, or a store with its API, every question of the dashboards.

    queries.py URL [FILE...]

Every query, every variable and every annotation has to be answered with data, which is more than NaN.
Used by tests/integration/test_dashboards.py; by hand it checks any Prometheus that has the metrics.
"""

import collections
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

import boards

# What may be empty, and why. Everything else is a fault.
MAY_BE_EMPTY = {
    "alerts": "nothing to tell is the best state of all",
    "annotation": "marks rare events",
    "backlog_newly_severe": "a ranking leaves out zeros, and nobody may have come to that mark today",
    "burn_day": "as backlog_newly_severe: in one working day nobody may have been late",
}
# Panels of which one query with data is enough, and why.
ONE_IS_ENOUGH = {
    "on_time": "a query for each colour of the target's state: one of them is true",
    "best": "as on_time",
    "agency_on_time": "as on_time",
    "refused": "a reason has a series from its first case on",
    "report_other_basis": "the daemon publishes the basis that is not the headline's, lawful or promised",
}
# What Grafana puts in for its own variables.
BUILT_IN = {"__rate_interval": "2m", "__interval": "1m", "__range": "6h"}
# The agency that is looked at, for a variable that takes one: the one with most results, as an agency
# without any has no rate.
BUSIEST = {"agency": 'topk(1, agency_period:dossier_period_results:sum{period="current_month"})'}

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Store:
    """The HTTP API of Prometheus."""

    def __init__(self, url):
        self.url = url

    def get(self, path, parameters):
        request = self.url + path + "?" + urllib.parse.urlencode(parameters)
        try:
            with OPENER.open(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as answer:
            return json.loads(answer.read())

    def query(self, expression):
        """([(labels, value)], what is wrong)"""
        found = self.get("/api/v1/query", {"query": expression})
        if found["status"] != "success":
            return [], found.get("error", "refused")
        return [(one["metric"], float(one["value"][1])) for one in found["data"]["result"]], None

    def label_values(self, selector, label):
        return self.get(f"/api/v1/label/{label}/values", {"match[]": selector}).get("data", [])


def fill(expression, values):
    """The expression with variables in place; one that nothing is known of stays."""
    known = {**BUILT_IN, **values}
    return re.sub(r"\$\{?(\w+)(?::\w+)?\}?",
                  lambda match: known.get(match.group(1), match.group(0)), expression)


def options(store, variable):
    """What a variable offers: [(value, text)]."""
    if variable["type"] == "custom":
        return [(option["value"], option["text"]) for option in variable["options"]]
    query = variable["query"]
    listed = re.fullmatch(r"label_values\((.+),\s*(\w+)\)", query)
    if listed:
        return [(value, value) for value in store.label_values(*listed.groups())]
    asked = re.fullmatch(r"query_result\((.+)\)", query)
    # Grafana shows series as text and takes value and name out of it by the regex's named groups.
    regex = re.compile(variable["regex"].strip("/").replace("(?<", "(?P<"))
    found = []
    for labels, value in store.query(asked.group(1))[0]:
        shown = "{" + ",".join(f'{key}="{labels[key]}"' for key in sorted(labels)) + f"}} {value}"
        match = regex.search(shown)
        if match:
            found.append((match["value"], match["text"]))
    return found


def chosen(store, variable, offered):
    """What is chosen for the panels: several of what takes several, else the busiest, else the first."""
    values = [value for value, _ in offered]
    name = variable["name"]
    if variable.get("multi"):
        return "|".join(re.escape(value).replace("\\", "\\\\") for value in values[:200])
    if name in BUSIEST:
        busiest = store.query(BUSIEST[name])[0]
        return busiest[0][0][name] if busiest else values[0]
    return values[0]


def has_number(answer):
    return any(value == value for _, value in answer)


class Findings:
    def __init__(self):
        self.asked = 0
        self.empty = []  # allowed to be
        self.problems = []

    def ask(self, store, where, key, expression):
        """Whether there is data; a refusal is a problem at once."""
        self.asked += 1
        answer, wrong = store.query(expression)
        if "$" in expression:
            wrong = "a variable that nothing is known of"
        if wrong:
            self.problems.append(f"{where}: {wrong}\n    {expression}")
            return True
        if has_number(answer):
            return True
        if key in MAY_BE_EMPTY or key in ONE_IS_ENOUGH:
            self.empty.append(f"{where}: {(MAY_BE_EMPTY.get(key) or ONE_IS_ENOUGH[key])}")
        else:
            self.problems.append(f"{where}: no data\n    {expression}")
        return False


def check(store, name, dashboard, findings):
    language = name.split("/")[0]
    values = {}
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "datasource":
            continue
        findings.asked += 1
        offered = options(store, variable)
        if not offered:
            findings.problems.append(f"{name}: variable {variable['name']}: offers nothing")
            continue
        values[variable["name"]] = chosen(store, variable, offered)
    for annotation in dashboard["annotations"]["list"]:
        findings.ask(store, f"{name}: annotation {annotation['name']}", "annotation",
                     fill(annotation["target"]["expr"], values))
    for panel in boards.panels(dashboard):
        key = boards.panel_key(language, panel)
        found = collections.Counter(
            findings.ask(store, f"{name}: {panel['title']} {target['refId']}", key,
                         fill(target["expr"], values))
            for target in panel.get("targets", []))
        if key in ONE_IS_ENOUGH and not found[True]:
            findings.problems.append(f"{name}: {panel['title']}: none of its queries has data")


def main():
    store = Store(sys.argv[1].rstrip("/"))
    findings = Findings()
    for name, dashboard in boards.every():
        if len(sys.argv) == 2 or any(name in file for file in sys.argv[2:]):
            check(store, name, dashboard, findings)
    for problem in findings.problems:
        print(problem)
    print(f"{findings.asked} asked, {len(findings.empty)} empty as may be, "
          f"{len(findings.problems)} problems")
    return 1 if findings.problems else 0


if __name__ == "__main__":
    sys.exit(main())
