"""How the tests read a vector tile: with GDAL, which the project has anyway."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.gis.gdal import DataSource, GDALException


def layers(body: bytes) -> dict[str, list[dict]]:
    """The layers of a tile by name: the properties of each feature, with its first point as ``point``.

    GDAL leaves out what lies wholly in the margin of the tile.
    """
    if not body:
        return {}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tile.mvt"
        path.write_bytes(body)
        return {layer.name: list(_features(layer)) for layer in DataSource(str(path))}


def _features(layer):
    try:
        for feature in layer:
            properties = {name: feature.get(name) for name in layer.fields if name != "mvt_id"}
            yield properties | {"point": feature.geom.centroid.coords}
    except GDALException:
        return
