"""Every hazard type of the vocabulary has a threat radius and a symbol; neither names a type that the vocabulary lacks."""
import re

import yaml

import tree

types = set(yaml.safe_load((tree.SOURCE / "data/vocabulary.yaml").read_text())["hazard_type"])
radii = set(yaml.safe_load((tree.SOURCE / "data/parameters.yaml").read_text())["hazard"]["radius_m"]) - {"unknown"}
style = (tree.SOURCE / "styles/hazard_points.qml").read_text()
symbols = set(re.findall(r"(?:type&quot;|\btype\b) *= *(?:'|&apos;)([a-z_]+)(?:'|&apos;)", style))
problems = []
for what, found in (("radius in data/parameters.yaml", radii), ("symbol in styles/hazard_points.qml", symbols)):
    problems += [f"{name} has no {what}" for name in sorted(types - found)]
    problems += [f"{name} has a {what} but is not in data/vocabulary.yaml" for name in sorted(found - types)]
tree.finish(f"hazard types ({len(types)})", problems)
