"""The binary files among the cases, written anew: `make_files.py [CASE …]`. Each is byte for byte what a bureau's program leaves.

Shapefiles are written here by hand (ESRI Shapefile Technical Description, July 1998; dBASE III header): no library writes
a .cpg that lies, half a character at the end of a cell, or a header that claims what is not there.
"""

import struct
import sys
from pathlib import Path

import openpyxl

HERE = Path(__file__).resolve().parent
VILLAGES = [
    ("V1", "东村", "红山镇", "甲县", 100, 30, 112.8020, 35.5030),
    ("V2", "西村", "红山镇", "甲县", 200, 60, 112.8300, 35.5300),
    ("V3", "上庄村", "绿水乡", "甲县", 350, 111, 112.9000, 35.5500),
    ("V4", "下庄村", "绿水乡", "甲县", 80, 25, 112.9400, 35.5100),
    ("V5", "犇村", "白云镇", "乙县", 1234, 400, 113.0500, 35.5600),
    ("V6", "垚村", "白云镇", "乙县", 60, 20, 113.0900, 35.5200),
]
COLUMNS = ["村编码", "村名", "乡镇", "县", "人口", "户数"]
MAKERS = {}


def case(name):
    def keep(maker):
        MAKERS[name] = maker
        return maker

    return keep


# ---- Shapefile ----
def dbf(columns, rows, encoding, driver_byte=0, widths=None):
    """A dBASE table. Names are cut to 10 bytes and cells to their width, wherever that falls."""
    widths = widths or [10 if isinstance(rows[0][i], int) else 40 for i in range(len(columns))]
    raw = [[value if isinstance(value, bytes) else str(value).encode(encoding) for value in row] for row in rows]
    header = struct.pack("<BBBBIHH16xBBxx", 3, 120, 1, 1, len(rows), 33 + 32 * len(columns), 1 + sum(widths), 0, driver_byte)
    for i, (name, width) in enumerate(zip(columns, widths)):
        kind = b"N" if isinstance(rows[0][i], int) else b"C"
        header += struct.pack("<11sc4xBB14x", name.encode(encoding)[:10], kind, width, 0)
    body = b"".join(
        b" " + b"".join(cell.rjust(width) if isinstance(value, int) else cell[:width].ljust(width) for value, cell, width in zip(row, cells, widths))
        for row, cells in zip(rows, raw)
    )
    return header + b"\r" + body + b"\x1a"


def shp_points(points):
    """.shp and .shx of points."""
    box = (min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points))

    def head(words):
        return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, words) + struct.pack("<ii8d", 1000, 1, *box, 0, 0, 0, 0)

    records = [struct.pack(">ii", i + 1, 10) + struct.pack("<idd", 1, x, y) for i, (x, y) in enumerate(points)]
    index = b"".join(struct.pack(">ii", 50 + 14 * i, 10) for i in range(len(points)))
    return head(50 + 14 * len(points)) + b"".join(records), head(50 + 4 * len(points)) + index


def shapefile(folder, encoding, cpg=None, driver_byte=0, rows=VILLAGES, columns=None, widths=None, name="villages"):
    shp, shx = shp_points([row[-2:] for row in rows])
    table = dbf(columns or COLUMNS, [row[:-2] for row in rows], encoding, driver_byte, widths)
    for ending, data in (("shp", shp), ("shx", shx), ("dbf", table), ("cpg", cpg)):
        if data is not None:
            (folder / f"{name}.{ending}").write_bytes(data)


def shapefile_case(name, *arguments, **more):
    MAKERS[name] = lambda folder: shapefile(folder, *arguments, **more)


RARE = [(*row[:1], name, *row[2:]) for row, name in zip(VILLAGES, ["𠮷村", "䶮村", "㙦村", "垚村", "犇村", "骉村"])]
shapefile_case("shp_gbk_without_cpg", "gbk")
shapefile_case("shp_utf8_without_cpg", "utf-8")
shapefile_case("shp_cpg_says_utf8", "gbk", b"UTF-8")
shapefile_case("shp_cpg_says_936", "utf-8", b"936")
shapefile_case("shp_cpg_says_gb2312", "utf-8", b"GB2312\r\n", 0x4D)
shapefile_case("shp_cpg_says_latin", "gbk", b"ISO-8859-1")
shapefile_case("shp_cpg_ansi_936", "gbk", b"\xef\xbb\xbfANSI 936\r\n")
shapefile_case("shp_cpg_65001", "utf-8", b"65001")
shapefile_case("shp_cpg_blank", "gbk", b" \r\n", 0x4D)
shapefile_case("shp_cpg_no_encoding", "gbk", "中文".encode("gbk"))
shapefile_case("shp_driver_byte", "gbk", None, 0x4D)
shapefile_case("shp_driver_byte_lies", "utf-8", None, 0x4D)
shapefile_case("shp_driver_byte_ansi", "gbk", None, 0x57)
shapefile_case("shp_gb18030_rare", "gb18030", b"GB18030", rows=RARE)
shapefile_case("shp_rare_without_cpg", "gb18030", None, rows=RARE)
shapefile_case("shp_encoding_stated_wrong", "gbk", None)
BIG5 = [(*row[:1], name, *row[2:]) for row, name in zip(VILLAGES, ["東莊", "西溝", "上莊", "下莊", "龍門", "馬頭"])]
shapefile_case("shp_big5_cpg", "big5", b"Big5", rows=BIG5, columns=["id", "name", "xzmc", "xian", "pop", "hh"])
# Simplified names of the boundaries are not in Big5: town and county come from the position.
for rows in (BIG5,):
    for i, row in enumerate(rows):
        rows[i] = (row[0], row[1], "", "", *row[4:])
shapefile_case("shp_big5_without_cpg", "big5", None, rows=BIG5, columns=["id", "name", "xzmc", "xian", "pop", "hh"])
# In GBK "v_户籍人口数" has 12 bytes, of which 10 are kept: "v_户籍人口"; "户籍人口" has 12 in UTF-8: "户籍人" and a byte.
shapefile_case("shp_names_cut_gbk", "gbk", b"GBK", columns=["村编码", "行政村名称x", "乡镇", "县(市、区)", "总人口数", "户数"])
shapefile_case("shp_names_cut_utf8", "utf-8", b"UTF-8", columns=["村编码", "行政村名称", "乡镇名称", "县市区", "户籍人口", "总户数"])
CUT = [(*row[:1], "a" + "村" * 130 if row[0] == "V1" else row[1], *row[2:]) for row in VILLAGES]
shapefile_case("shp_text_cut_gbk", "gbk", b"GBK", rows=CUT, widths=[40, 254, 40, 40, 10, 10])
shapefile_case("shp_text_cut_utf8", "utf-8", None, rows=CUT, widths=[40, 254, 40, 40, 10, 10])
BROKEN = [(*row[:1], b"\xff\xff\xff" if row[0] == "V3" else row[1], *row[2:]) for row in VILLAGES]
shapefile_case("shp_one_text_broken", "gbk", None, rows=BROKEN)


# ---- text tables ----
def table(rows=VILLAGES):
    return "".join(",".join(map(str, row)) + "\r\n" for row in [[*COLUMNS, "经度", "纬度"], *rows])


def text_case(name, write):
    MAKERS[name] = lambda folder: (folder / "villages.csv").write_bytes(write())


text_case("csv_gbk", lambda: table().encode("gbk"))
text_case("csv_gb18030_rare", lambda: table(RARE).encode("gb18030"))
text_case("csv_utf8_mark", lambda: table().encode("utf-8-sig"))
text_case("csv_utf16le", lambda: b"\xff\xfe" + table().replace(",", "\t").encode("utf-16-le"))
text_case("csv_utf16be", lambda: b"\xfe\xff" + table().encode("utf-16-be"))
text_case("csv_mixed", lambda: b"".join(line.encode("utf-8" if i == 4 else "gbk") for i, line in enumerate(table().splitlines(True))))
text_case("csv_encoding_stated_wrong", lambda: table().encode("gbk"))
text_case("csv_one_line_broken", lambda: table().encode("gbk").replace("下庄村".encode("gbk"), b"\xff\xff\xff"))


# ---- MapInfo ----
def mapinfo(folder, charset, encoding):
    """MIF and MID: coordinates in the one, a comma-separated table in the other."""
    columns = "".join(f"  {name} {kind}\n" for name, kind in zip(["cbm", "cmc", "xzmc", "xmc", "rks", "hs"], ["Char(20)"] * 4 + ["Integer"] * 2))
    points = "".join(f"Point {row[-2]!r} {row[-1]!r}\n" for row in VILLAGES)
    head = f'Version 300\nCharset "{charset}"\nDelimiter ","\nColumns 6\n{columns}Data\n\n'
    (folder / "villages.mif").write_bytes((head + points).encode())
    lines = "".join(",".join(f'"{value}"' if isinstance(value, str) else str(value) for value in row[:-2]) + "\n" for row in VILLAGES)
    (folder / "villages.mid").write_bytes(lines.encode(encoding))


MAKERS["mif_simplified_chinese"] = lambda folder: mapinfo(folder, "WindowsSimpChinese", "gbk")
MAKERS["mif_neutral"] = lambda folder: mapinfo(folder, "Neutral", "gbk")


@case("geojson_mark")
def geojson_mark(folder):
    (folder / "counties.geojson").write_bytes(b"\xef\xbb\xbf" + (HERE / "sound/counties.geojson").read_bytes())


# ---- sheets ----
HEADER = ["编号", "灾害点名称", "灾害类型", "县", "乡镇", "规模", "威胁人口", "威胁户数", "威胁财产", "稳定性", "经度", "纬度"]
POINTS = [
    ["H1", "东坡滑坡", "滑坡", "甲县", "红山镇", "中型", 120, 40, 300.5, "不稳定", 112.8010, 35.5020],
    ["H2", "西沟泥石流", "泥石流", "甲县", "绿水乡", "小型", 30, 9, 80, "较不稳定", 112.9010, 35.5510],
    ["H3", "犇村崩塌", "崩塌", "乙县", "白云镇", "小型", 50, 15, 120, "稳定", 113.0510, 35.5610],
]


def sheet(folder, rows, merges=(), name="points.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    book.save(folder / name)


@case("title_rows_in_sheet")
def title_rows_in_sheet(folder):
    title = [["试验市地质灾害隐患点一览表"], ["单位：人、户、万元"]]
    sheet(folder, [*title, HEADER, *POINTS, ["合计", *[None] * 5, 200, 64, 500.5]], ["A1:L1", "A2:L2"])


@case("filter_below_title_rows")
def filter_below_title_rows(folder):
    sheet(folder, [["隐患点一览表"], HEADER, *POINTS], ["A1:L1"])


@case("header_of_two_rows_in_sheet")
def header_of_two_rows_in_sheet(folder):
    upper = ["编号", "灾害点名称", "灾害类型", "县", "乡镇", "规模", "受威胁对象", None, None, "稳定性", "位置", None]
    lower = [None] * 6 + ["人数", "户数", "财产（元）", None, "经度", "纬度"]
    rows = [[*point[:8], point[8] * 10000, *point[9:]] for point in POINTS]
    single = [f"{letter}2:{letter}3" for letter in "ABCDEFJ"]
    sheet(folder, [["一览表"], upper, lower, *rows], ["A1:L1", "G2:I2", "K2:L2", *single])


@case("header_groups_with_same_names")
def header_groups_with_same_names(folder):
    """Two groups with 姓名 and 电话: only together do they say whose."""
    upper = [*HEADER[:10], "监测", None, "巡查", None, "经度", "纬度"]
    lower = [None] * 10 + ["责任人", "电话", "责任人", "电话", None, None]
    rows = [[*point[:10], f"监{i}", f"1380000000{i}", f"巡{i}", f"1390000000{i}", *point[10:]] for i, point in enumerate(POINTS)]
    sheet(folder, [upper, lower, *rows], ["K1:L1", "M1:N1"])


@case("merged_county")
def merged_county(folder):
    """The county stands once, merged over two rows; the town of H3 is empty without being merged."""
    rows = [list(point) for point in POINTS]
    rows[1][3] = None
    rows[2][4] = None
    sheet(folder, [HEADER, *rows], ["D2:D3"])


@case("merged_number")
def merged_number(folder):
    rows = [list(point) for point in POINTS]
    rows[1][6] = None
    sheet(folder, [HEADER, *rows], ["G2:G3"])


@case("header_row_given")
def header_row_given(folder):
    """A list of the columns above the table looks more like a header than the header itself."""
    head = ["编号", "点名称乙", "灾害类型", "县", "乡镇", "等级乙", "人口乙", "户数乙", "财产乙", "状况", "经度", "纬度"]
    sheet(folder, [HEADER, ["（以上为上年表头）"], head, *POINTS])


@case("formula_error_in_sheet")
def formula_error_in_sheet(folder):
    book = openpyxl.Workbook()
    for row in [HEADER, *POINTS]:
        book.active.append(row)
    for place, value in (("G3", "#REF!"), ("B4", "#N/A"), ("I2", "#DIV/0!")):
        book.active[place].value = value
        book.active[place].data_type = "e"
    book.save(folder / "points.xlsx")


@case("boolean_for_a_figure")
def boolean_for_a_figure(folder):
    rows = [list(point) for point in POINTS]
    for row in rows:
        row[6] = True
    sheet(folder, [HEADER, *rows])


@case("many_formatted_rows")
def many_formatted_rows(folder):
    book = openpyxl.Workbook()
    for row in [HEADER, *POINTS]:
        book.active.append(row)
    for row in range(5, 3005):
        book.active.cell(row, 1).number_format = "0.00"
    book.save(folder / "points.xlsx")


@case("numbers_as_text")
def numbers_as_text(folder):
    """Figures typed as text, and codes that Excel keeps as numbers: 140521001201 is shown as 1.40521E+11, the value is whole."""
    book = openpyxl.Workbook()
    header = ["村编码", "村名", "乡镇", "县", "人口", "户数", "经度", "纬度", "电话"]
    rows = [
        [140521001201, "东村", "红山镇", "甲县", "1,100", "３０", 112.8020, 35.5030, 13800000001],
        [140521001202, "西村", "红山镇", "甲县", "约200人", "60户", 112.8300, 35.5300, "13800000002"],
        [140521001203, "上庄村", "绿水乡", "甲县", "0.1万人", 111, "112°54′", "35°33′", None],
    ]
    for row in [header, *rows]:
        book.active.append(row)
    for row in range(2, 5):
        book.active.cell(row, 1).number_format = "0.00E+00"
    book.save(folder / "villages.xlsx")


POINT_COLUMNS = ["编号", "灾害点名称", "灾害类型", "县", "乡镇", "规模", "威胁人口", "威胁户数", "威胁财产", "稳定性"]
POINTS = [
    ("H1", "东坡滑坡", "滑坡", "甲县", "红山镇", "中型", 120, 40, 300, "不稳定", 112.8010, 35.5020),
    ("H2", "西沟泥石流", "泥石流", "甲县", "绿水乡", "小型", 30, 9, 80, "较不稳定", 112.9010, 35.5510),
    ("H3", "犇村崩塌", "崩塌", "乙县", "白云镇", "小型", 50, 15, 120, "稳定", 113.0510, 35.5610),
]


@case("layer_old")
def layer_old(folder):
    """A dBASE header that was last updated on 2017-05-01."""
    table = dbf(POINT_COLUMNS, [row[:10] for row in POINTS], "utf-8")
    shp, shx = shp_points([row[10:] for row in POINTS])
    (folder / "points.dbf").write_bytes(table[:1] + bytes([117, 5, 1]) + table[4:])
    (folder / "points.shp").write_bytes(shp)
    (folder / "points.shx").write_bytes(shx)
    (folder / "points.cpg").write_text("UTF-8")


@case("layer_old_documents")
def layer_old_documents(folder):
    """A workbook and a GeoPackage that tell when they were changed last."""
    import datetime

    from osgeo import gdal, ogr, osr

    gdal.UseExceptions()
    book = openpyxl.Workbook()
    for row in [COLUMNS + ["经度", "纬度"], *VILLAGES]:
        book.active.append(row)
    book.properties.created = datetime.datetime(2015, 1, 2)
    # openpyxl writes the time of saving; put the date wanted in its place.
    book.save(folder / "villages.xlsx")
    rewrite_member(folder / "villages.xlsx", "docProps/core.xml", rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2016-03-04T05:06:07Z")
    gdal.SetConfigOption("OGR_CURRENT_DATE", "2018-07-09T10:11:12.000Z")
    (folder / "points.gpkg").unlink(missing_ok=True)
    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "points.gpkg"), options=["ADD_GPKG_OGR_CONTENTS=NO"])
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4490)
    layer = data.CreateLayer("隐患点", crs, ogr.wkbPoint, options=["SPATIAL_INDEX=NO"])
    for i, name in enumerate(POINT_COLUMNS):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTInteger if 6 <= i <= 8 else ogr.OFTString))
    for row in POINTS:
        feature = ogr.Feature(layer.GetLayerDefn())
        for i, value in enumerate(row[:10]):
            feature.SetField(i, value)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({row[10]} {row[11]})"))
        layer.CreateFeature(feature)
    layer = data = None
    gdal.SetConfigOption("OGR_CURRENT_DATE", None)


POINTS = [("H1", "东坡滑坡", "滑坡", "甲县", 120, 300, 112.8010, 35.5020), ("H2", "西沟泥石流", "泥石流", "甲县", 30, 80, 112.9010, 35.5510)]


def points_with(header):
    """Hazard points whose sixth column has this name, cut to ten bytes of GBK."""
    columns = ["编号", "灾害点名称", "灾害类型", "县", "威胁人口", header]
    return lambda folder: shapefile(folder, "GBK", b"GBK", rows=POINTS, columns=columns, name="points")


MAKERS["unit_cut"] = points_with("影响半径(？)")  # the bytes end in half of a full-width question mark
MAKERS["unit_cut_in_a_character"] = points_with("威胁财产(万元)")  # and in half of 万
MAKERS["unit_cut_of_small_money"] = points_with("威胁财产(元)")  # and in half of 元
MAKERS["unit_cut_of_another"] = points_with("威胁人数(户)")  # and in half of 户


def rewrite_member(archive, name, pattern, replacement):
    """Change the text of one member of an archive."""
    import re
    import zipfile

    with zipfile.ZipFile(archive) as source:
        members = [(info, source.read(info)) for info in source.infolist()]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for info, data in members:
            target.writestr(info, re.sub(pattern, replacement, data) if info.filename == name else data)


def main():
    for name in sys.argv[1:] or sorted(MAKERS):
        (HERE / name).mkdir(exist_ok=True)
        MAKERS[name](HERE / name)


if __name__ == "__main__":
    main()
