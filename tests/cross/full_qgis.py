"""QGIS opens plan.gpkg without help: every layer is valid, brings its style from layer_styles, and is drawn in the colours that the
style names for each class."""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import (QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsProject,  # noqa: E402
                       QgsVectorLayer)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

SOURCE = Path(os.environ["HAZPLAN_SOURCE"])
LAYERS = ["counties", "towns", "susceptibility", "priority_zones", "subsidence", "hazard_zones", "villages", "hazard_points",
          "key_towns"]


def open_layer(path, name):
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    assert layer.isValid(), f"{name}: QGIS cannot open it"
    message, loaded = layer.loadDefaultStyle()
    assert loaded, f"{name}: no default style: {message}"
    assert layer.featureCount() > 0, f"{name}: no features"
    assert layer.crs().authid() == "EPSG:4490", f"{name}: {layer.crs().authid()}"
    return layer


def draw(layers, extent):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setExtent(extent)
    settings.setOutputSize(QSize(1200, 900))
    settings.setBackgroundColor(QColor(255, 255, 255))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    assert not job.errors(), job.errors()
    return job.renderedImage(), settings


def check_zone_colours(layer):
    """Where a zone's inner point lies, the picture has the fill colour of the zone's class."""
    wanted = {category.value(): category.symbol().color() for category in layer.renderer().categories()}
    picture, settings = draw([layer], layer.extent())
    to_pixel = settings.mapToPixel()
    compared = 0
    for feature in layer.getFeatures():
        inner, radius = feature.geometry().poleOfInaccessibility(0.001)
        if radius < 0.01:
            continue
        pixel = to_pixel.transform(inner.asPoint())
        found = QColor(picture.pixel(round(pixel.x()), round(pixel.y())))
        colour = wanted[feature["class"]]
        alpha = colour.alphaF() * layer.opacity()
        for part in ("red", "green", "blue"):
            expected = getattr(colour, part)() * alpha + 255 * (1 - alpha)
            assert abs(getattr(found, part)() - expected) <= 3, f"{feature['name']}: {found.name()} is not {colour.name()}"
        compared += 1
    assert compared >= 10, f"only {compared} zones were large enough to compare"


def check_affected(plan, path):
    """The answer of `affected --gpkg`: styled layers, villages named with their people."""
    subprocess.run([os.environ["HAZPLAN"], "affected", plan, "--at", "巴公镇", "--radius", "5000", "--gpkg", path, "-q"],
                   check=True, stdout=subprocess.DEVNULL)
    layers = [open_layer(path, f"affected_{name}") for name in ("area", "villages", "hazard_points", "brigades", "place")]
    villages = layers[1]
    assert villages.labelsEnabled() and villages.labeling().settings().fieldName == "label"
    assert all(feature["label"].startswith(feature["name"]) for feature in villages.getFeatures())
    picture, _ = draw(layers[::-1], layers[0].extent())
    assert len({picture.pixel(x, y) for x in range(0, 1200, 2) for y in range(0, 900, 2)}) > 20, "the answer is nearly blank"


def main():
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.gpkg"
        subprocess.run([os.environ["HAZPLAN"], "analyse", SOURCE / "examples/jincheng", "-o", plan, "-q"], check=True)
        layers = {name: open_layer(plan, name) for name in LAYERS}
        check_zone_colours(layers["priority_zones"])
        types = set(re.findall(r'&quot;(?:type)&quot;\s*=\s*\'(\w+)\'|"type"\s*=\s*\'(\w+)\'',
                               (SOURCE / "styles/hazard_points.qml").read_text()))
        assert types, "the point style tells no hazard type apart"
        QgsProject.instance().addMapLayers(list(layers.values()))
        picture, _ = draw(list(layers.values()), layers["counties"].extent())
        colours = {picture.pixel(x, y) for x in range(0, 1200, 3) for y in range(0, 900, 3)}
        assert len(colours) > 50, "the whole map is nearly blank"
        QgsProject.instance().clear()
        check_affected(plan, Path(folder) / "affected.gpkg")
    print("ok: QGIS opens and draws every layer with its style")


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    try:
        main()
    finally:
        application.exitQgis()
    sys.exit(0)
