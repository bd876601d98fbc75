"""Towns and villages that tile a region and share their boundaries point for point.

Corners lie on a jittered lattice. A boundary between two corners is drawn once, as a few sine waves and some noise about the
straight line, and used by both its sides: there are no gaps and no overlaps but those of the coordinates' rounding to a millimetre.
"""

import numpy as np

SEGMENTS = (20, 44)  # of a town's side: 4 × 32 + 1 points in a ring on average
VILLAGE_SEGMENTS = 6  # of a boundary inside a town; a village ring has about 26 points
WAVES = 6


def draw_boundaries(start, end, segments, size, rng):
    """Boundaries from start to end (n × 2), each of segments[i] pieces; size 0 makes one straight, 1 is usual.

    Returns points (m × 2) and offsets (n + 1); a boundary has segments[i] + 1 points, its ends among them."""
    n = len(start)
    counts = segments + 1
    offsets = np.concatenate([[0], np.cumsum(counts)])
    which = np.repeat(np.arange(n), counts)
    position = np.arange(offsets[-1]) - offsets[which]
    inner = (position > 0) & (position < segments[which])
    t = (position + inner * rng.uniform(-0.3, 0.3, len(which))) / segments[which]
    waves = rng.uniform(-0.03, 0.03, (n, WAVES)) / np.arange(1, WAVES + 1) ** 1.2
    aside = sum(waves[which, k] * np.sin((k + 1) * np.pi * t) for k in range(WAVES))
    aside += inner * rng.uniform(-0.12, 0.12, len(which)) / segments[which]
    along = (end - start)[which]
    across = np.column_stack([-along[:, 1], along[:, 0]])
    points = start[which] + t[:, None] * along + (aside * np.broadcast_to(size, n)[which])[:, None] * across
    last = offsets[1:] - 1
    points[last] = end  # not start + (end - start), which may differ in its last bit
    return np.round(points, 3), offsets


class Towns:
    """A lattice of towns; sides(column, row) are the boundaries of one."""

    def __init__(self, extent, seed):
        rng = np.random.default_rng([seed, 1])
        self.columns, self.rows, side = extent.columns, extent.rows, extent.town_side
        grid = np.stack(np.meshgrid(np.arange(self.columns + 1.0), np.arange(self.rows + 1.0), indexing="ij"), axis=-1)
        jitter = rng.uniform(-0.12, 0.12, grid.shape)
        jitter[[0, -1], :, 0] = 0
        jitter[:, [0, -1], 1] = 0
        self.nodes = np.round(np.array(extent.corner) + side * (grid + jitter), 3)
        straight = np.ones((self.columns, self.rows + 1))
        straight[:, [0, -1]] = 0
        self.across = self._draw(self.nodes[:-1], self.nodes[1:], straight, rng)
        straight = np.ones((self.columns + 1, self.rows))
        straight[[0, -1]] = 0
        self.up = self._draw(self.nodes[:, :-1], self.nodes[:, 1:], straight, rng)

    @staticmethod
    def _draw(start, end, size, rng):
        segments = rng.integers(SEGMENTS[0], SEGMENTS[1] + 1, size.size)
        return draw_boundaries(start.reshape(-1, 2), end.reshape(-1, 2), segments, size.ravel(), rng)

    def _across(self, column, row):
        points, offsets = self.across
        i = column * (self.rows + 1) + row
        return points[offsets[i] : offsets[i + 1]]

    def _up(self, column, row):
        points, offsets = self.up
        i = column * self.rows + row
        return points[offsets[i] : offsets[i + 1]]

    def sides(self, column, row):
        """South and north side from west to east, west and east side from south to north."""
        return self._across(column, row), self._across(column, row + 1), self._up(column, row), self._up(column + 1, row)

    def ring(self, column, row, columns=1, rows=1):
        """Ring of a block of towns, counter-clockwise and closed."""
        south = [self._across(c, row) for c in range(column, column + columns)]
        east = [self._up(column + columns, r) for r in range(row, row + rows)]
        north = [self._across(c, row + rows)[::-1] for c in reversed(range(column, column + columns))]
        west = [self._up(column, r)[::-1] for r in reversed(range(row, row + rows))]
        return closed(south + east + north + west)


def closed(parts):
    """A ring of boundaries, each beginning where the one before ends."""
    return np.concatenate([part[:-1] for part in parts] + [parts[0][:1]])


def split(boundary, n):
    """The boundary in n pieces, cut at its points."""
    cuts = [round(k * (len(boundary) - 1) / n) for k in range(n + 1)]
    return [boundary[a : b + 1] for a, b in zip(cuts, cuts[1:])]


def village_rings(sides, columns, rows, rng):
    """Rings of columns × rows villages that tile a town, and a point inside each."""
    south, north, west, east = sides
    across = {(k, 0): part for k, part in enumerate(split(south, columns))}
    across |= {(k, rows): part for k, part in enumerate(split(north, columns))}
    up = {(0, k): part for k, part in enumerate(split(west, rows))}
    up |= {(columns, k): part for k, part in enumerate(split(east, rows))}
    nodes = _inner_nodes(across, up, columns, rows, rng)
    inner = [("across", k, r) for r in range(1, rows) for k in range(columns)]
    inner += [("up", k, r) for k in range(1, columns) for r in range(rows)]
    start = np.array([nodes[k, r] for _, k, r in inner])
    end = np.array([nodes[(k + 1, r) if way == "across" else (k, r + 1)] for way, k, r in inner])
    points, offsets = draw_boundaries(start, end, np.full(len(inner), VILLAGE_SEGMENTS), 1.0, rng)
    for i, (way, k, r) in enumerate(inner):
        (across if way == "across" else up)[k, r] = points[offsets[i] : offsets[i + 1]]
    cells = [(k, r) for r in range(rows) for k in range(columns)]
    rings = [closed([across[k, r], up[k + 1, r], across[k, r + 1][::-1], up[k, r][::-1]]) for k, r in cells]
    corners = np.array([[nodes[k, r], nodes[k + 1, r], nodes[k + 1, r + 1], nodes[k, r + 1]] for k, r in cells])
    weights = rng.uniform(0.7, 1.3, (len(cells), 4))  # a point well inside: a mean of the four corners
    inside = (corners * weights[:, :, None]).sum(axis=1) / weights.sum(axis=1)[:, None]
    return rings, np.round(inside, 3)


def _inner_nodes(across, up, columns, rows, rng):
    """Corners of villages: on the town's boundary where it was cut, inside by a bilinear Coons patch and some jitter."""
    nodes = {}
    for (k, r), part in across.items():
        nodes[k, r], nodes[k + 1, r] = part[0], part[-1]
    for (k, r), part in up.items():
        nodes[k, r], nodes[k, r + 1] = part[0], part[-1]
    jitter = rng.uniform(-0.1, 0.1, (columns, rows, 2))
    span = (nodes[columns, rows] - nodes[0, 0]) / (columns, rows)
    for k in range(1, columns):
        for r in range(1, rows):
            u, v = k / columns, r / rows
            sides = (1 - v) * nodes[k, 0] + v * nodes[k, rows] + (1 - u) * nodes[0, r] + u * nodes[columns, r]
            south = (1 - u) * nodes[0, 0] + u * nodes[columns, 0]
            north = (1 - u) * nodes[0, rows] + u * nodes[columns, rows]
            nodes[k, r] = np.round(sides - (1 - v) * south - v * north + jitter[k, r] * span, 3)
    return nodes
