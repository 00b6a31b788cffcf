"""Writes the dashboards of one language with the answers of a store, for app.tsx.

    answers.py URL LANGUAGE OUTPUT [HOURS]

Times are those of the dashboards, or the last HOURS.
"""

import json
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import boards  # noqa: E402
import queries  # noqa: E402

POINTS = 400


def since(text):
    number, unit = re.fullmatch(r"now-(\d+)([hd])", text).groups()
    return int(number) * {"h": 3600, "d": 86400}[unit]


def series(store, expression, instant, start, end):
    if instant:
        found = store.get("/api/v1/query", {"query": expression, "time": end})
        return [{"labels": one["metric"], "values": [one["value"]]}
                for one in found["data"]["result"]]
    found = store.get("/api/v1/query_range", {"query": expression, "start": start, "end": end,
                                               "step": max(15, (end - start) // POINTS)})
    return [{"labels": one["metric"], "values": one["values"]} for one in found["data"]["result"]]


def main():
    url, language, output = sys.argv[1:4]
    store = queries.Store(url)
    end = int(time.time())
    told = []
    for path in boards.files(language):
        dashboard = boards.load(path)
        values = {}
        for variable in dashboard["templating"]["list"]:
            if variable["type"] == "datasource":
                continue
            offered = queries.options(store, variable)
            values[variable["name"]] = (".*" if variable.get("multi")
                                        else queries.chosen(store, variable, offered))
        length = int(sys.argv[4]) * 3600 if len(sys.argv) > 4 else since(dashboard["time"]["from"])
        answers = {
            panel["id"]: {
                target["refId"]: series(store, queries.fill(target["expr"], values), target["instant"],
                                        end - length, end)
                for target in panel["targets"]}
            for panel in boards.panels(dashboard)}
        told.append({"dashboard": dashboard, "answers": answers, "from": end - length, "to": end})
    pathlib.Path(output).write_text("window.BOARDS = " + json.dumps(told, ensure_ascii=False) + ";\n")


if __name__ == "__main__":
    main()
