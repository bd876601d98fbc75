"""Damaged input: the message names layer, row and field in both languages, the exit code says so, and nothing is touched."""

from damage import SOUND, Bench, Checks, row_of_points, with_layer

checks = Checks()
bench = Bench(checks)


def fails(what, changes, english, chinese, change=None):
    bench.write(changes, change)
    bench.fails(what, 3, english, chinese)


def polygon(*corners):
    ring = [*corners, corners[0]]
    return (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "甲县", "类别": "采空区"}, "geometry": '
        f'{{"type": "Polygon", "coordinates": [{[list(corner) for corner in ring]}]}}}}]}}'
    )


# ---- files and columns ----
fails("missing layer file", {"villages.csv": None}, [r"layer villages: .*villages\.csv"], [r"图层 villages：.*villages\.csv"])
fails(
    "missing optional layer file",
    {"counties.geojson": None},
    [r"layer counties: .*counties\.geojson"],
    [r"图层 counties：.*counties\.geojson"],
)
fails(
    "unknown column",
    {
        "project.yaml": with_layer(
            "villages", {"path": "villages.csv", "x": "lon", "y": "lat", "crs": "EPSG:4490", "fields": {"name": "村庄"}}
        )
    },
    [r"layer villages: villages\.csv has no column \"村庄\" for the field name; it has: 村编码, 村名"],
    [r"图层 villages：villages\.csv 没有字段 name 所指的“村庄”列，现有列：村编码"],
)
fails(
    "unknown coordinate column",
    {"project.yaml": with_layer("villages", {"path": "villages.csv", "x": "东", "y": "lat", "crs": "EPSG:4490"})},
    [r"layer villages: .*\"东\""],
    [r"图层 villages.*东"],
)
fails(
    "unknown key",
    {"project.yaml": SOUND["project.yaml"] + "colour: red\n"},
    [r"project\.yaml, line 8: unknown key \"colour\""],
    [r"project\.yaml 第 8 行：未知的键“colour”"],
)
fails(
    "unknown key of a layer",
    {"project.yaml": SOUND["project.yaml"].replace("crs: EPSG:4490}\n  haz", "crs: EPSG:4490, colour: red}\n  haz")},
    [r"line 5: unknown key \"layers\.villages\.colour\""],
    [r"第 5 行：未知的键“layers\.villages\.colour”"],
)
fails(
    "unknown layer",
    {"project.yaml": with_layer("rivers", {"path": "villages.csv"})},
    [r"line \d+: unknown key \"layers\.rivers\"; known here: .*villages"],
    [r"第 \d+ 行：未知的键“layers\.rivers”"],
)
fails(
    "key twice",
    {"project.yaml": SOUND["project.yaml"] + "year: 2021\n"},
    [r"line 8: key \"year\" appears twice"],
    [r"第 8 行：键“year”重复"],
)
fails(
    "text for a year",
    {"project.yaml": SOUND["project.yaml"].replace("2020", "今年")},
    [r"line 3: \"year\" must be a number, found \"今年\""],
    [r"第 3 行：“year”应为数字，实为“今年”"],
)
fails(
    "missing CRS",
    {"project.yaml": with_layer("villages", {"path": "villages.csv", "x": "lon", "y": "lat"})},
    [r"layer villages: .*villages\.csv.*crs: EPSG:4490"],
    [r"图层 villages.*villages\.csv.*crs"],
)
fails(
    "empty layer",
    {"points.csv": SOUND["points.csv"].splitlines()[0] + "\n"},
    [r"layer hazard_points: points\.csv has no rows"],
    [r"图层 hazard_points：points\.csv 没有数据行"],
)
fails("file of no bytes", {"points.csv": b""}, [r"layer hazard_points: points\.csv"], [r"图层 hazard_points：points\.csv"])
fails("project of no bytes", {"project.yaml": b""}, [r"project\.yaml"], [r"project\.yaml"])

# ---- rows ----
fails(
    "text where a number should be",
    {"villages.csv": SOUND["villages.csv"].replace(",200,", ",两百来人,")},
    [r"layer villages, row 3 \(V2\), column \"人口\": \"两百来人\" is not a number"],
    [r"图层 villages 第 3 行（V2）“人口”列：“两百来人”不是数字"],
)
fails(
    "negative number",
    {"villages.csv": SOUND["villages.csv"].replace(",200,", ",-200,")},
    [r"layer villages, row 3 \(V2\), column \"人口\": -200 is negative"],
    [r"图层 villages 第 3 行（V2）“人口”列：-200 为负数"],
)
fails(
    "infinite number",
    {"villages.csv": SOUND["villages.csv"].replace(",200,", ",inf,")},
    [r"layer villages, row 3 \(V2\), column \"人口\": \"inf\" is not a number"],
    [r"图层 villages 第 3 行（V2）“人口”列"],
)
for word in ("NaN", "nan", "inf", "-inf", "1e999"):
    fails(
        f"coordinate {word}",
        {"points.csv": row_of_points(f"H1,东坡,滑坡,甲县,50,{word},35.5")},
        [r"layer hazard_points, row 2 \(H1\)(, column \"lon\")?: .*coordinate"],
        [r"图层 hazard_points 第 2 行（H1）.*坐标"],
    )
fails(
    "word for a coordinate",
    {"points.csv": row_of_points("H1,东坡,滑坡,甲县,50,东边,35.5")},
    [r"layer hazard_points, row 2 \(H1\), column \"lon\": \"东边\" is not a coordinate"],
    [r"图层 hazard_points 第 2 行（H1）“lon”列：“东边”不是坐标"],
)
fails(
    "half a coordinate",
    {"points.csv": row_of_points("H1,东坡,滑坡,甲县,50,112.8,")},
    [r"layer hazard_points, row 2 \(H1\): only one"],
    [r"图层 hazard_points 第 2 行（H1）：经纬度只填了一个"],
)
fails(
    "swapped coordinates, and no boundaries that could tell",
    {"points.csv": row_of_points("H1,东坡,滑坡,甲县,50,35.5,112.8"), "project.yaml": SOUND["project.yaml"].replace("  counties: {path: counties.geojson}\n", "")},
    [r"layer hazard_points, row 2 \(H1\): .*order of the columns"],
    [r"图层 hazard_points 第 2 行（H1）：坐标超出经纬度范围"],
)
fails(
    "point outside the region",
    {"points.csv": row_of_points("H1,东坡,滑坡,甲县,50,120.5,35.5")},
    [r"layer hazard_points, row 2 \(H1\): the point lies outside all counties"],
    [r"图层 hazard_points 第 2 行（H1）：点在各县范围之外"],
)
fails(
    "duplicate hazard ids",
    {"points.csv": SOUND["points.csv"].replace("H2", "H1")},
    [r"layer hazard_points, row 3 \(H1\), column \"编号\": the hazard_id \"H1\" is already used by row 2"],
    [r"图层 hazard_points 第 3 行（H1）“编号”列：hazard_id “H1”与第 2 行重复"],
)
fails(
    "duplicate village ids",
    {"villages.csv": SOUND["villages.csv"].replace("V2", "V1")},
    [r"layer villages, row 3 \(V1\), column \"村编码\": the village_id \"V1\" is already used by row 2"],
    [r"图层 villages 第 3 行（V1）“村编码”列：village_id “V1”与第 2 行重复"],
)
fails(
    "unknown hazard type",
    {"points.csv": SOUND["points.csv"].replace(",泥石流,", ",台风,")},
    [r"layer hazard_points, row 3 \(H2\), column \"灾害类型\": the hazard type \"台风\" is not known"],
    [r"图层 hazard_points 第 3 行（H2）“灾害类型”列：不识别灾害类型“台风”"],
)
fails(
    "unknown county",
    {"points.csv": SOUND["points.csv"].replace("泥石流,甲县", "泥石流,丙县")},
    [r"layer hazard_points, row 3 \(H2\), column \"县\": the county \"丙县\""],
    [r"图层 hazard_points 第 3 行（H2）“县”列：县名“丙县”"],
)
fails(
    "several errors are all told",
    {
        "points.csv": SOUND["points.csv"].replace(",泥石流,", ",台风,"),
        "villages.csv": SOUND["villages.csv"].replace(",200,", ",x,"),
    },
    [r"台风", r"\"x\" is not a number", r"the input has 2 errors"],
    [r"台风", r"“x”不是数字", r"2 处错误"],
)

# ---- geometry ----
bow = polygon((112.7, 35.4), (113.0, 35.6), (113.0, 35.4), (112.7, 35.6))
bench.write({"project.yaml": with_layer("subsidence", {"path": "mining.geojson"}), "mining.geojson": bow})
plan = bench.succeeds(
    "self-intersecting polygon",
    [r"^warning: layer subsidence, row 1 \(\w+\): the polygon was invalid \(its boundary crosses itself\) and has been repaired"],
    [r"图层 subsidence 第 1 行（\w+）：多边形无效（边界自相交），已自动修复"],
)
fails(
    "polygon of no area",
    {"counties.geojson": polygon((112.7, 35.4), (113.0, 35.4), (112.7, 35.4))},
    [r"layer counties, .*甲县"],
    [r"图层 counties.*甲县"],
)
fails(
    "polygon with a NaN corner",
    {"counties.geojson": polygon((112.7, 35.4), (113.0, 35.4), (113.0, 35.6)).replace("35.6", "NaN")},
    [r"layer counties"],
    [r"图层 counties"],
)
fails(
    "point where a polygon should be",
    {
        "counties.geojson": '{"type": "Feature", "properties": {"name": "甲县"}, "geometry": {"type": "Point", "coordinates": [112.8, 35.5]}}'
    },
    [r"layer counties, row 1 \(甲县\): a polygon is expected"],
    [r"图层 counties 第 1 行（甲县）：此处应为多边形"],
)
fails(
    "row without a polygon",
    {"counties.geojson": '{"type": "Feature", "properties": {"name": "甲县"}, "geometry": null}'},
    [r"layer counties, row 1 \(甲县\): there is no polygon"],
    [r"图层 counties 第 1 行（甲县）：没有多边形"],
)
fails(
    "polygon outside the globe",
    {"counties.geojson": polygon((512.7, 35.4), (513.0, 35.4), (513.0, 35.6))},
    [r"layer counties, row 1 \(甲县\): .*degrees"],
    [r"图层 counties 第 1 行（甲县）：坐标超出"],
)
checks.finish()
