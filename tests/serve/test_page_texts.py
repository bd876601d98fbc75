"""The page's words: every one that the page asks for is there in both languages, none is left over, and both fill in the same places."""
import os
import re
from pathlib import Path

from serving import expect, finish

FOLDER = Path(os.environ["HAZPLAN_SOURCE"]) / "data/serve"
texts = (FOLDER / "texts.js").read_text()
code = "".join((FOLDER / name).read_text() for name in ("page.js", "result.js", "search.js", "map.js", "index.html")) + texts.split("let current", 1)[1]


def words_of(language):
    block = re.search(rf"^  {language}: \{{(.*?)^  \}},", texts, re.M | re.S).group(1)
    return dict(re.findall(r'(\w+): "((?:[^"\\]|\\.)*)"', block))


zh, en = words_of("zh"), words_of("en")
expect("words were found", len(zh) > 100, len(zh))
expect("the same ids in both languages", set(zh) == set(en), set(zh) ^ set(en))
for word in sorted(set(zh) & set(en)):
    places = [sorted(re.findall(r"\{(\w+)\}", text[word])) for text in (zh, en)]
    expect(f"{word}: the same places", places[0] == places[1], places)

# Ids as they stand in the code, those handed to missing() and table() included, and those made of a beginning and a code.
asked = set(re.findall(r'(?:say|missing|table)\("(\w+)"', code)) | set(re.findall(r'data-(?:text|label)="(\w+)"', code))
asked |= set(re.findall(r'\["(col_\w+)"', code))
begun = set(re.findall(r"say\(`(\w+)_\$\{", code))
expect("ids and beginnings of ids were found", len(asked) > 60 and begun >= {"unit", "layer", "legend", "state"}, (len(asked), begun))
expect("every word that is asked for is there", asked <= set(zh), asked - set(zh))
for beginning in sorted(begun):
    expect(f"words that begin with {beginning}", any(word.startswith(beginning + "_") for word in zh))
# unit_…: the last word of total(label, value, unit, …)
units = set(re.findall(r'total\(say\("\w+"\), [^,]+, "(\w+)"', code))
expect("every unit is there", len(units) >= 5 and {f"unit_{unit}" for unit in units} <= set(zh), units)
codes = {"hazard_point", "village", "town", "county", "key_town"} | {"north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"}
left = {word for word in zh if word not in asked | codes and not any(word.startswith(beginning + "_") for beginning in begun)}
expect("no word is left over", not left, left)
finish()
