"""Synthetic but natural-looking boundaries, shared by the generators of the example projects.

The method, in a local equal-area projection on a regular grid:

1. every cell goes to the unit whose anchor points are nearest in coordinates bent by fractal noise;
   one weight for each unit is adjusted until its area is right (a capacity-constrained diagram);
2. the edges between cells of different units form a planar graph; it is smoothed as a whole and
   thinned, so two neighbours always share the very same vertices;
3. arcs are moved sideways by a few metres until the geodesic areas are as published.

Every polygon of every layer is assembled from this one set of arcs, which is what makes the layers a
proper coverage: no gaps, no overlaps, no hanging vertices.
"""
import math
import os
import zipfile

import numpy as np
import pyproj
from osgeo import gdal, ogr, osr
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import polygonize

gdal.UseExceptions()
ogr.UseExceptions()
# A fixed time stamp in the GeoPackages: the same program gives the same bytes.
gdal.SetConfigOption("OGR_CURRENT_DATE", "2020-01-01T00:00:00.000Z")

GEOD = pyproj.Geod(ellps="GRS80")
CRS = "EPSG:4490"
OUTSIDE = -1


def local_projection(lon, lat):
    """Forward and backward transformers between EPSG:4490 and an equal-area plane in metres."""
    plane = pyproj.CRS.from_proj4(
        f"+proj=laea +lat_0={lat} +lon_0={lon} +ellps=GRS80 +units=m +no_defs")
    geo = pyproj.CRS.from_proj4("+proj=longlat +ellps=GRS80 +no_defs")
    return (pyproj.Transformer.from_crs(geo, plane, always_xy=True).transform,
            pyproj.Transformer.from_crs(plane, geo, always_xy=True).transform)


def _ring_m2(ring):
    x, y = ring.coords.xy
    return abs(GEOD.polygon_area_perimeter(x[:-1], y[:-1])[0])


def geodesic_km2(geometry):
    """Area on the ellipsoid of a shapely (multi)polygon in degrees."""
    parts = getattr(geometry, "geoms", [geometry])
    return sum(_ring_m2(p.exterior) - sum(_ring_m2(h) for h in p.interiors) for p in parts) / 1e6


class Grid:
    """Cell centres of a regular grid in the plane, row 0 at the south."""

    def __init__(self, x0, y0, x1, y1, cell):
        self.cell, self.x0, self.y0 = cell, x0, y0
        self.nx = int(math.ceil((x1 - x0) / cell))
        self.ny = int(math.ceil((y1 - y0) / cell))
        self.x, self.y = np.meshgrid(x0 + cell * (np.arange(self.nx) + 0.5),
                                     y0 + cell * (np.arange(self.ny) + 0.5))

    def index(self, x, y):
        return int((y - self.y0) // self.cell), int((x - self.x0) // self.cell)


def fractal_noise(rng, grid, longest, shortest, slope=1.8):
    """Gaussian noise with wavelengths between two lengths (metres), standard deviation 1."""
    kx = np.fft.fftfreq(grid.nx, grid.cell)[None, :]
    ky = np.fft.fftfreq(grid.ny, grid.cell)[:, None]
    k = np.hypot(kx, ky)
    band = (k >= 1 / longest) & (k <= 1 / shortest)
    amplitude = np.where(band, np.where(band, k, 1) ** -slope, 0)
    field = np.fft.ifft2(np.fft.fft2(rng.standard_normal((grid.ny, grid.nx))) * amplitude).real
    return field / field.std()


def components(labels):
    """Number every 4-connected component of equal labels; returns the array and a list of (label, size)."""
    ny, nx = labels.shape
    out = np.full(labels.shape, -1, np.int32)
    found = []
    for start in range(ny * nx):
        i, j = divmod(start, nx)
        if out[i, j] >= 0:
            continue
        value, number, stack, size = labels[i, j], len(found), [(i, j)], 0
        out[i, j] = number
        while stack:
            a, b = stack.pop()
            size += 1
            for c, d in ((a + 1, b), (a - 1, b), (a, b + 1), (a, b - 1)):
                if 0 <= c < ny and 0 <= d < nx and out[c, d] < 0 and labels[c, d] == value:
                    out[c, d] = number
                    stack.append((c, d))
        found.append((int(value), size))
    return out, found


def keep_largest(labels, group=None):
    """Leave one component for each label. Stray cells join a neighbour (of the same group, if given)."""
    numbers, found = components(labels)
    best = {}
    for n, (value, size) in enumerate(found):
        if value not in best or size > found[best[value]][1]:
            best[value] = n
    stray = ~np.isin(numbers, list(best.values()))
    labels = labels.copy()
    while stray.any():
        before = stray.sum()
        for shift in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            moved = np.roll(labels, shift, (0, 1))
            usable = stray & ~np.roll(stray, shift, (0, 1))
            if group is not None:
                usable &= np.roll(group, shift, (0, 1)) == group
            labels[usable] = moved[usable]
            stray &= ~usable
        if stray.sum() == before:
            raise RuntimeError("a stray patch has no neighbour to join")
    return labels


def no_diagonals(labels, group=None):
    """Remove 2x2 blocks whose diagonal cells are equal while their neighbours differ from them."""
    labels = labels.copy()
    for _ in range(50):
        a, b, c, d = labels[:-1, :-1], labels[:-1, 1:], labels[1:, :-1], labels[1:, 1:]
        bad1, bad2 = (a == d) & (b != a) & (c != a), (b == c) & (a != b) & (d != b)
        if not (bad1.any() or bad2.any()):
            return labels
        for bad, source, targets in ((bad1, (0, 0), ((0, 1), (1, 0))), (bad2, (0, 1), ((0, 0), (1, 1)))):
            for i, j in np.argwhere(bad):
                value = labels[i + source[0], j + source[1]]
                for t in targets:
                    p = (i + t[0], j + t[1])
                    if group is None or group[p] == group[i + source[0], j + source[1]]:
                        labels[p] = value
                        break
    raise RuntimeError("diagonal contacts remain")


def widen(mask, distance, cell):
    """Grow (or with a negative distance shrink) a mask by a disc."""
    if distance < 0:
        return ~widen(~mask, -distance, cell)
    reach = int(distance // cell)
    v, u = np.mgrid[-reach:reach + 1, -reach:reach + 1]
    disc = np.zeros(mask.shape)
    disc[v[np.hypot(u, v) <= distance / cell], u[np.hypot(u, v) <= distance / cell]] = 1
    return np.fft.irfft2(np.fft.rfft2(mask) * np.fft.rfft2(disc), mask.shape) > 0.5


def grow_units(grid, bent_x, bent_y, anchors, boxes, areas, soft=3000.0):
    """Step 1 for units that have an outside: anchors[k] is an array of points, boxes[k] the outline's extent."""
    fields = []
    for points, (w, s, e, n) in zip(anchors, boxes):
        d = np.stack([np.hypot(bent_x - px, bent_y - py) for px, py in points])
        near = d.min(0)
        field = near - soft * np.log(np.exp(-(d - near) / soft).sum(0))
        over = np.maximum.reduce([w - bent_x, bent_x - e, s - bent_y, bent_y - n, np.zeros_like(grid.x)])
        fields.append(field + 4 * over)
    fields = np.stack(fields)
    weight = np.full(len(anchors), 6000.0)
    target = np.array(areas)
    step = 0.6 / (4 * np.sqrt(target * 1e6)) * 1e6
    fill = False
    for _ in range(500):
        shifted = fields - weight[:, None, None]
        outside = shifted.min(0) > 0
        if fill:                                # no inlets narrower than 3 km in the outline
            outside = widen(widen(outside, -1500, grid.cell), 1500, grid.cell) & outside
        labels = np.where(outside, OUTSIDE, shifted.argmin(0))
        have = np.array([(labels == k).sum() for k in range(len(target))]) * grid.cell ** 2 / 1e6
        if np.abs(have / target - 1).max() < 1e-3:
            if fill:
                break
            fill = True
        weight += np.clip(step * (target - have), -1500, 1500)
    inner = shifted.argmin(0)
    numbers, found = components(labels)
    border = set(numbers[0]) | set(numbers[-1]) | set(numbers[:, 0]) | set(numbers[:, -1])
    for n, (value, _) in enumerate(found):      # lakes of "outside" within the region
        if value == OUTSIDE and n not in border:
            labels[numbers == n] = inner[numbers == n]
    return no_diagonals(keep_largest(no_diagonals(keep_largest(labels))))


def divide(grid, bent_x, bent_y, mask, seeds, areas, rounds=4):
    """Step 1 inside one unit: a power diagram with the given areas (any scale). Returns labels, -1 elsewhere."""
    x, y = bent_x[mask], bent_y[mask]
    seeds = np.array(seeds, float)
    share = np.array(areas, float) / sum(areas)
    weight = np.zeros(len(seeds))
    for round_ in range(rounds):
        d = np.stack([(x - a) ** 2 + (y - b) ** 2 for a, b in seeds])
        for turn in range(400):
            owner = (d - weight[:, None]).argmin(0)
            have = np.bincount(owner, minlength=len(seeds)) / len(x)
            if np.abs(have / share - 1).max() < 0.02:
                break
            gain = 0.5 * len(x) * grid.cell ** 2 / (1 + turn / 60)
            weight += gain * np.clip(share - have, -0.02, 0.02)
        if round_ < rounds - 1:
            for k in range(len(seeds)):         # a little relaxation keeps units compact
                if have[k] > 0:
                    centre = np.array([x[owner == k].mean(), y[owner == k].mean()])
                    seeds[k] += 0.3 * (centre - seeds[k])
    labels = np.full(mask.shape, OUTSIDE)
    labels[mask] = owner
    return labels


class Coverage:
    """Steps 2 and 3: arcs between the cells of a label grid, smoothed, thinned and adjusted."""

    def __init__(self, grid, labels, forward, backward, smoothing=12, spacing=4):
        self.grid, self.labels, self.forward, self.backward = grid, labels, forward, backward
        self._trace(labels)
        self._smooth(smoothing)
        self._thin(spacing)

    def _trace(self, labels):
        grid = self.grid
        padded = np.pad(labels, 1, constant_values=OUTSIDE)
        width = padded.shape[1]
        self.links, self.sides = {}, {}

        def link(p, q, left, right):
            self.links.setdefault(p, []).append(q)
            self.links.setdefault(q, []).append(p)
            self.sides[p, q], self.sides[q, p] = (left, right), (right, left)

        for i, j in np.argwhere(padded[:-1, :] != padded[1:, :]):       # horizontal edge above row i
            if i + 1 < padded.shape[0]:
                link((i + 1) * width + j, (i + 1) * width + j + 1, int(padded[i + 1, j]), int(padded[i, j]))
        for i, j in np.argwhere(padded[:, :-1] != padded[:, 1:]):       # vertical edge right of column j
            link(i * width + j + 1, (i + 1) * width + j + 1, int(padded[i, j]), int(padded[i, j + 1]))
        self.xy = {p: np.array([grid.x0 + (p % width - 1) * grid.cell, grid.y0 + (p // width - 1) * grid.cell])
                   for p in self.links}
        self.nodes = {p for p, q in self.links.items() if len(q) != 2}
        self.arcs, used = [], set()

        def walk(p, q):
            path, side = [p, q], self.sides[p, q]
            used.add((p, q)), used.add((q, p))
            while path[-1] not in self.nodes and path[-1] != path[0]:
                a, b = self.links[path[-1]]
                following = b if a == path[-2] else a
                used.add((path[-1], following)), used.add((following, path[-1]))
                path.append(following)
            self.arcs.append((path, side))

        for p in sorted(self.nodes):
            for q in sorted(self.links[p]):
                if (p, q) not in used:
                    walk(p, q)
        for p in sorted(self.links):            # rings without a node
            for q in sorted(self.links[p]):
                if (p, q) not in used:
                    walk(p, q)

    def _smooth(self, turns):
        ids = sorted(self.links)
        place = {p: n for n, p in enumerate(ids)}
        xy = np.array([self.xy[p] for p in ids])
        table = np.full((len(ids), 4), -1)
        for p in ids:
            for n, q in enumerate(self.links[p]):
                table[place[p], n] = place[q]
        degree = (table >= 0).sum(1)
        for turn in range(turns):
            for factor in (0.5, -0.42):         # shrink, then swell: smooths without losing area
                around = np.where((table >= 0)[:, :, None], xy[table], 0).sum(1) / degree[:, None]
                xy = xy + factor * (around - xy)
        self.place, self.points = place, xy

    def _thin(self, spacing):
        lines = []
        for path, side in self.arcs:
            steps = len(path) - 1
            pieces = max(1, round(steps / spacing))
            if path[0] == path[-1]:
                pieces = max(8, pieces)
            keep = sorted({round(k * steps / pieces) for k in range(pieces + 1)})
            lines.append((np.array([self.points[self.place[path[k]]] for k in keep]), side))
        self.lines = lines

    def degrees(self):
        """Arcs as rounded longitude/latitude: 1e-7 degrees is about a centimetre."""
        out = []
        for line, side in self.lines:
            lon, lat = self.backward(line[:, 0], line[:, 1])
            out.append((np.round(np.column_stack([lon, lat]), 7), side))
        return out

    def polygons(self, group):
        """Faces of the labels merged by group(label): a list of (group value, polygon in degrees)."""
        arcs = [LineString(line) for line, (left, right) in self.degrees() if group(left) != group(right)]
        faces = []
        for face in polygonize(arcs):
            inner = face.representative_point()
            x, y = self.forward(inner.x, inner.y)
            i, j = self.grid.index(x, y)
            label = int(self.labels[i, j]) if 0 <= i < self.grid.ny and 0 <= j < self.grid.nx else OUTSIDE
            value = group(label)
            if value is not None:
                if not face.is_valid:
                    raise RuntimeError("invalid face")
                faces.append((value, face))
        return faces

    def adjust(self, wanted, turns=6):
        """wanted: list of (group function, value, km2). Moves arcs sideways until the areas agree."""
        for _ in range(turns):
            have = []
            for group, value, _ in wanted:
                have.append(sum(geodesic_km2(p) for v, p in self.polygons(group) if v == value))
            error = np.array([w[2] for w in wanted]) - np.array(have)
            matrix = np.zeros((len(wanted), len(self.lines)))
            moves = []
            for n, (line, (left, right)) in enumerate(self.lines):
                tangent = np.gradient(line, axis=0) if len(line) > 2 else np.zeros_like(line)
                if (line[0] == line[-1]).all() and len(line) > 2:
                    tangent[0] = tangent[-1] = line[1] - line[-2]
                    taper = np.ones(len(line))
                else:
                    taper = np.ones(len(line))
                    taper[0] = taper[-1] = 0
                length = np.hypot(*tangent.T)
                normal = np.column_stack([-tangent[:, 1], tangent[:, 0]]) / np.where(length, length, 1)[:, None]
                move = normal * taper[:, None]
                moves.append(move)
                mid = (move[1:] + move[:-1]) / 2
                step = np.diff(line, axis=0)
                gain = (step[:, 0] * mid[:, 1] - step[:, 1] * mid[:, 0]).sum() / 1e6   # km2 for each metre
                for m, (group, value, _) in enumerate(wanted):
                    matrix[m, n] = gain * ((group(right) == value) - (group(left) == value))
            shift = np.linalg.lstsq(matrix, error, rcond=None)[0]
            self.lines = [(line + move * d, side) for (line, side), move, d in zip(self.lines, moves, shift)]
            if np.abs(error).max() < 1e-4:
                break
        return np.abs(shift).max()


# ---------------------------------------------------------------- writing

def srs(code=4490):
    s = osr.SpatialReference()
    s.ImportFromEPSG(code)
    s.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return s


FIELD = {"int": ogr.OFTInteger, "str": ogr.OFTString, "real": ogr.OFTReal}


def write_layer(source, name, geometry_type, fields, rows, reference=None, options=()):
    """rows: iterable of (shapely geometry or None, values). None values stay NULL."""
    layer = source.CreateLayer(name, reference or srs(), geometry_type, list(options))
    for field, kind in fields:
        layer.CreateField(ogr.FieldDefn(field, FIELD[kind]))
    layer.StartTransaction()
    for geometry, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for n, value in enumerate(values):
            if value is not None:
                feature.SetField(n, value)
        if geometry is not None:
            feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(geometry.wkb))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    return layer


def new_file(driver, path, options=()):
    if os.path.exists(path):
        os.remove(path)
    return ogr.GetDriverByName(driver).CreateDataSource(path, list(options))


def zip_files(path, members):
    """members: list of (name in the archive, bytes). Fixed dates: the same content gives the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)


def largest_remainder(weights, total, least=0):
    """Whole numbers in proportion to weights that add up to total exactly."""
    weights = np.asarray(weights, float)
    free = total - least * len(weights)
    exact = weights / weights.sum() * free
    whole = np.floor(exact).astype(int)
    for n in np.argsort(-(exact - whole), kind="stable")[:free - whole.sum()]:
        whole[n] += 1
    return whole + least


def ring_polygon(rng, x, y, area, roughness=0.22, points=56, squash=None):
    """An irregular blob of about the given area (m2) around a point of the plane."""
    angle = np.linspace(0, 2 * math.pi, points, endpoint=False)
    radius = np.ones(points)
    for k in range(2, 9):
        radius += roughness / k ** 0.9 * rng.standard_normal() * np.cos(k * angle + rng.uniform(0, 2 * math.pi))
    radius = np.maximum(radius, 0.35)
    stretch = squash or rng.uniform(0.6, 1.0)
    turn = rng.uniform(0, math.pi)
    u, v = radius * np.cos(angle), radius * np.sin(angle) * stretch
    px, py = u * math.cos(turn) - v * math.sin(turn), u * math.sin(turn) + v * math.cos(turn)
    shape = Polygon(np.column_stack([px, py]))
    factor = math.sqrt(area / shape.area)
    return Polygon(np.column_stack([x + px * factor, y + py * factor]))
