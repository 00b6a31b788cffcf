"""The generated dashboards, and what names their panels in both languages."""

import json
import pathlib

PROJECT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = PROJECT / "dashboards"
LANGUAGES = ("vi", "en")


def files(language):
    return sorted((FOLDER / "grafana" / language).glob("*.json"))


def load(path):
    return json.loads(path.read_text())


def every():
    """[(name such as "vi/dossier-wall", dashboard)]"""
    return [(f"{language}/{path.stem}", load(path)) for language in LANGUAGES
            for path in files(language)]


def texts(language):
    return load(FOLDER / "i18n" / f"{language}.json")


def flatten(table, path=""):
    """{"panels/up/title": text}"""
    found = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found.update(flatten(value, f"{path}{key}/"))
        else:
            found[path + key] = value
    return found


def panels(dashboard):
    """All panels, those inside collapsed rows too; not the rows themselves, which are titles."""
    for panel in dashboard["panels"]:
        if panel["type"] != "row":
            yield panel
        yield from panel.get("panels", [])


def sections(dashboard):
    return [panel for panel in dashboard["panels"] if panel["type"] == "row"]


def alert_names(language):
    """What the alerts are called for people."""
    table = load(FOLDER / "i18n" / f"alerts_{language}.json")
    return {key: text["summary"] for key, text in table.items()}


def panel_key(language, panel):
    """The key of a panel in the tables of texts."""
    for key, text in texts(language)["panels"].items():
        if (text["title"], text["description"]) == (panel["title"], panel["description"]):
            return key
    raise KeyError(f"no text for the panel {panel['title']!r}")


def defaults(panel):
    return panel["fieldConfig"]["defaults"]


def fields(panel):
    """The settings of each kind of field of a panel: those of all, then each override over them."""
    found = [defaults(panel)]
    for override in panel["fieldConfig"]["overrides"]:
        field = dict(defaults(panel))
        for setting in override["properties"]:
            field[setting["id"]] = setting["value"]
        found.append(field)
    return found


def shown(panel):
    """The queries of a panel whose answers are seen: those that only order a table are not."""
    hidden = {name for one in panel.get("transformations", []) if one["id"] == "organize"
              for name in one["options"]["excludeByName"]}
    return [target for target in panel["targets"] if f"Value #{target['refId']}" not in hidden]


def looks(panel):
    """[(query, the settings of what it gives)] of those that are seen."""
    found = []
    for target in shown(panel):
        field = dict(defaults(panel))
        for override in panel["fieldConfig"]["overrides"]:
            if override["matcher"]["options"] in (target["refId"], f"Value #{target['refId']}"):
                field.update({setting["id"]: setting["value"] for setting in override["properties"]})
        found.append((target, field))
    return found


def expressions(dashboard):
    for panel in panels(dashboard):
        for target in panel.get("targets", []):
            yield f"{panel['title']} {target['refId']}", target["expr"]
    for annotation in dashboard["annotations"]["list"]:
        yield f"annotation {annotation['name']}", annotation["target"]["expr"]
