"""How dashboards show figures: rates cut, colours by the daemon's state, totals, rankings, titles and words.
Rules of lint.py."""

import collections
import re

import boards


def without_choices(expression):
    """Without `and on (...) topk(...)`, which say of whom a number is, and not the number."""
    while True:
        match = re.search(r"\band on \(\w+\) (top|bottom)k\(", expression)
        if not match:
            return expression
        depth, end = 1, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(expression[end], 0)
            end += 1
        expression = expression[:match.start()] + expression[end:]


CUT = re.compile(r"\b(floor|ceil)\(.*\) / 100|\bdossier_\w+_percent\b", re.DOTALL)
STATES = {"0", "1", "2", "3", "4", "5"}


def ratios_are_cut(_, dashboard):
    """Per cent is cut to two decimals by the query or the daemon, and shown with as many: 97.996 % is
    never 98.00 %."""
    for panel in boards.panels(dashboard):
        for target, field in boards.looks(panel):
            where = f"{panel['title']} {target['refId']}"
            if field["unit"] == "percent" and field.get("decimals") != 2:
                yield f"{where}: per cent with {field.get('decimals')} decimals"
            bare = without_choices(target["expr"])
            if field["unit"] == "percent" and not CUT.search(bare):
                yield f"{where}: per cent that nothing has cut"
            # What is a ratio and not cut would be shown as a number from 0 to 1.
            if re.search(r"_ratio\b|:ratio\b", bare) and not (CUT.search(bare) or "count(" in bare):
                yield f"{where}: a ratio that nothing has cut"


def colours_of_the_state(_, dashboard):
    """The verdict is the daemon's state of the target, and colours of a rate that has one follow it."""
    for where, expression in boards.expressions(dashboard):
        if re.search(r"\bdossier_(overall_)?on_target\w*", expression):
            yield f"{where}: another verdict than the state"
    for panel in boards.panels(dashboard):
        for target, field in boards.looks(panel):
            if field["unit"] == "percent" and field.get("thresholds", {}).get("steps"):
                yield f"{panel['title']} {target['refId']}: coloured by a threshold on a rate"
            words = [mapping for mapping in field.get("mappings", []) if mapping["type"] == "value"]
            told = {key for one in words for key in one["options"]}
            if "target_state" in target["expr"] and field["unit"] == "none" and told != STATES:
                yield f"{panel['title']} {target['refId']}: not every state has its word"


def rankings_tell_something(_, dashboard):
    """No ranking of zeros, and names above their bars, where they are not cut."""
    for panel in boards.panels(dashboard):
        named = [target for target in panel["targets"] if "{{" in target["legendFormat"]]
        if panel["type"] != "bargauge" or not named:
            continue
        for target in named:
            if not re.search(r"\b(top|bottom)k\(\d+, .*\) > 0\)", target["expr"], re.DOTALL):
                yield f"{panel['title']} {target['refId']}: ranks what is 0, too"
        if panel["options"]["namePlacement"] != "top":
            yield f"{panel['title']}: names are cut"


# Tables of which a total would say nothing, and why.
WITHOUT_TOTAL = {
    "agency_periods": "periods lie within each other",
    "sources": "times and states",
    "alerts": "times",
}


def tables_have_totals(language, dashboard):
    for panel in boards.panels(dashboard):
        if panel["type"] != "table":
            continue
        if boards.panel_key(language, panel) not in WITHOUT_TOTAL:
            for target in panel["targets"]:
                if not re.search(r'"name(_en)?", "total"', target["expr"]):
                    yield f"{panel['title']} {target['refId']}: no total"
        for override in panel["fieldConfig"]["overrides"]:
            settings = {one["id"]: one["value"] for one in override["properties"]}
            if settings.get("unit") == "string" and not settings.get("custom.wrapText"):
                yield f"{panel['title']}: {settings['displayName']} is cut"


def in_sections(language, dashboard):
    titles = [panel["title"] for panel in boards.sections(dashboard)]
    if dashboard["uid"] == f"dossier-wall-{language}":
        if titles:
            yield "a screen on the wall has no room for titles"
    elif len(titles) < 2 or len(set(titles)) < len(titles) or not all(titles):
        yield f"sections: {titles}"


# What tells series of one query apart and is a name already, or a number that has no other.
NAMES = {"name", "name_en", "field", "source", "version", "status"}


def labels_are_words(_, dashboard):
    for panel in boards.panels(dashboard):
        for target in panel["targets"]:
            for label in re.findall(r"{{(\w+)}}", target["legendFormat"]):
                if label not in NAMES:
                    yield f"{panel['title']} {target['refId']}: series are called by the label {label}"


def few_beside_many(_, dashboard):
    """What is late has an axis of its own beside what is finished or open: it would be a line along the
    bottom."""
    for panel in boards.panels(dashboard):
        if panel["type"] != "timeseries" or len(panel["targets"]) < 2:
            continue
        of_late = [bool(re.search(r'"late"|overdue', target["expr"])) for target in panel["targets"]]
        if all(of_late) or not any(of_late):
            continue
        for (target, field), late in zip(boards.looks(panel), of_late):
            if late and field.get("custom.axisPlacement") != "right":
                yield f"{panel['title']} {target['refId']}: on the axis of what is many"


RULES = [ratios_are_cut, colours_of_the_state, rankings_tell_something, tables_have_totals, in_sections,
         labels_are_words, few_beside_many]


def titles():
    """One thing has one title and one description, on whatever dashboard it stands."""
    found = collections.defaultdict(set)
    for name, dashboard in boards.every():
        for panel in boards.panels(dashboard):
            # The same ranking of fewer is the same question.
            asked = (panel["type"], *(re.sub(r"\b(bottomk|topk)\(\d+", r"\1(N", target["expr"])
                                      for target in panel["targets"]))
            found[name.split("/")[0], asked].add((panel["title"], panel["description"]))
    return [f"{language}: one question has several titles: {sorted(title for title, _ in told)}"
            for (language, _), told in found.items() if len(told) > 1]
