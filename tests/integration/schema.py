"""Whether a value is as a schema of /openapi.json says."""

import datetime

KINDS = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object",
         type(None): "null"}
PARSERS = {"date": datetime.date.fromisoformat, "date-time": datetime.datetime.fromisoformat}


def faults(value, schema, schemas, at=""):
    """What is otherwise, each with its place; a field that is not described is one as well."""
    schema = schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    if "anyOf" in schema:
        found = [faults(value, one, schemas, at) for one in schema["anyOf"]]
        return [] if any(not one for one in found) else min(found, key=len, default=[])
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    kind = KINDS[type(value)]
    if kinds and kind not in kinds and not (kind == "integer" and "number" in kinds):
        return [f"{at}: {kind} is none of {kinds}"]
    if kind == "string" and "format" in schema:
        try:
            PARSERS[schema["format"]](value.replace("Z", "+00:00"))
        except ValueError:
            return [f"{at}: {value!r} is no {schema['format']}"]
    if kind == "array":
        return [one for each in value for one in faults(each, schema.get("items", {}), schemas, at + "[]")]
    if kind != "object":
        return []
    told = [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
    known = schema.get("properties")
    for name, each in value.items():
        inner = (known or {}).get(name, schema.get("additionalProperties"))
        if inner is None and known is not None:
            told.append(f"{at}.{name} is not described")
        elif inner:
            told += faults(each, inner, schemas, f"{at}.{name}")
    return told
