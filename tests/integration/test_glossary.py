"""docs/glossary.csv: one word for one thing, in every text that people read.

Texts are the Vietnamese and English sentences of the program, the page, the dashboards, the rules, the
runbooks and the documents. A word that the glossary avoids must not stand in any of them, and a
Vietnamese text holds no code and no English word.
"""

import csv
import json
import re
import unittest

import dunghan

ACCENTED = re.compile("[à-ỹđÀ-ỸĐ]")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"(?:\s*"((?:[^"\\\n]|\\.)*)")*')
PIECE = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
COMMENT = re.compile(r"^\s*(//|/\*|\*|#).*$|\s//(?![^\"]*\"[^\"]*$).*$", re.MULTILINE)
# What is no sentence: commands, names in back quotes, addresses, placeholders, template actions.
NOT_TEXT = re.compile(r"```.*?```|`[^`]*`|\{\{.*?\}\}|\{[^}\n]*\}|\]\([^)]*\)|https?://\S+|<[^>]*>|\$\w+",
                      re.DOTALL)
# Proper names and abbreviations that stand in Vietnamese texts as well.
NAMES = {"dunghan", "prometheus", "alertmanager", "grafana", "json", "csv", "xlsx", "pdf", "ndjson", "sqlite",
         "http", "https", "api", "vneid", "email", "telegram", "web", "debian", "linux", "rfc"}
# English sentences of these files name Vietnamese words.
OF_BOTH = ("service/app/settings_keys.cc", "service/commands/cli.cc")
ENGLISH = re.compile(
    r"\b(the|of|and|is|are|not|with|from|this|dossiers?|agency|agencies|ledger|source|rulebook|overdue|"
    r"finished|received|suspended|pending|target|late|budget|token|daemon|board|label|query|unknown|default|"
    r"error|warning|critical|file|statement|snapshot)\b", re.IGNORECASE)
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")


def code_texts(path):
    """String literals of a source file, adjacent ones joined as the compiler joins them."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    for match in LITERAL.finditer(text):
        yield "".join(PIECE.findall(match.group(0))).replace("\\n", "\n").replace('\\"', '"')


def strings(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


def vietnamese():
    """(file, text) of everything in Vietnamese."""
    for pattern in ("lib/**/*.cc", "service/**/*.cc", "web/src/**/*.ts", "web/src/**/*.tsx", "web/index.html"):
        for path in sorted(dunghan.SOURCE.glob(pattern)):
            for text in code_texts(path):
                if ACCENTED.search(text) and not str(path).endswith(OF_BOTH):
                    yield path, text
    for path in sorted(dunghan.SOURCE.glob("dashboards/i18n/*vi.json")):
        for text in strings(json.loads(path.read_text(encoding="utf-8"))):
            yield path, text
    for pattern in ("docs/runbooks/vi/*.md", "docs/*.vi.md", "README.vi.md", "deploy/*.vi.md",
                    "deploy/alertmanager/templates/*.vi.tmpl"):
        for path in sorted(dunghan.SOURCE.glob(pattern)):
            yield path, path.read_text(encoding="utf-8")


def english():
    for path in sorted(dunghan.SOURCE.glob("dashboards/i18n/*en.json")):
        for text in strings(json.loads(path.read_text(encoding="utf-8"))):
            yield path, text
    for pattern in ("docs/runbooks/en/*.md", "docs/events.md"):
        for path in sorted(dunghan.SOURCE.glob(pattern)):
            yield path, path.read_text(encoding="utf-8")


def glossary():
    with open(dunghan.SOURCE / "docs/glossary.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def avoided(column):
    """(pattern, the word to use instead)."""
    for row in glossary():
        for word in filter(None, row["avoid_" + column].split("|")):
            yield re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE), row[column]


def found(texts, patterns):
    """Each place where a pattern stands in a sentence."""
    places = []
    for path, text in texts:
        sentence = NOT_TEXT.sub(" ", text)
        for pattern, instead in patterns:
            for match in pattern.finditer(sentence):
                around = " ".join(sentence[max(0, match.start() - 30):match.end() + 30].split())
                places.append(f"{path.relative_to(dunghan.SOURCE)}: \"{match.group(0)}\" in \"{around}\""
                              + (f", say \"{instead}\"" if instead else ""))
    return places


class Glossary(unittest.TestCase):
    maxDiff = None

    def test_every_row_has_both_languages(self):
        for row in glossary():
            self.assertTrue(row["english"] and row["vietnamese"], row)
        self.assertGreater(len(list(vietnamese())), 500)
        self.assertGreater(len(list(english())), 200)

    def test_vietnamese_has_one_word_for_one_thing(self):
        self.assertEqual(found(vietnamese(), list(avoided("vietnamese"))), [])

    def test_english_has_one_word_for_one_thing(self):
        self.assertEqual(found(english(), list(avoided("english"))), [])

    def test_vietnamese_holds_no_code_and_no_english(self):
        texts = [(path, text) for path, text in vietnamese() if ACCENTED.search(text)]
        places = found(texts, [(CODE, ""), (ENGLISH, "")])
        self.assertEqual([place for place in places
                          if re.search(r'"([^"]*)"', place).group(1).lower() not in NAMES], [])

    def test_a_word_to_avoid_is_noticed(self):
        path = dunghan.SOURCE / "docs/example.md"
        self.assertEqual(len(found([(path, "Hồ sơ trễ hạn so với mục tiêu; `mục tiêu`")],
                                   list(avoided("vietnamese")))), 3)


if __name__ == "__main__":
    unittest.main()
