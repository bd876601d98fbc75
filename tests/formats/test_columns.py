"""Column names as registers have them, and the project's fields, where and layer."""

from small import (
    POINTS,
    VILLAGES,
    Checks,
    analyse,
    new_folder,
    project,
    reference,
    refused,
    run,
    same_figures,
    workspace,
    write_csv,
    write_shapefile,
    write_vector,
    write_xlsx,
)

# per naming: the columns of VILLAGES and POINTS in their order
NAMES = {
    "Chinese": (
        ["行政村代码", "行政村名称", "所属乡镇", "县(市、区)", "常住人口", "总户数", "村主任"],
        ["统一编号", "隐患点名称", "隐患类型", "县(市、区)", "险情等级", "受威胁人数", "受威胁户数", "威胁资产", "稳定状态"],
    ),
    "English": (
        ["village_id", "name", "town", "county", "population", "households", "contact"],
        ["hazard_id", "name", "type", "county", "registered_grade", "population", "households", "property_wan_yuan", "stability"],
    ),
    "English aliases": (
        ["Village Code", "Village Name", "Township", "County Name", "Pop", "HH", "Contact"],
        [
            "Hazard Code",
            "Hazard Name",
            "Hazard Type",
            "County",
            "Grade",
            "Threatened People",
            "Threatened Households",
            "Property",
            "Stability",
        ],
    ),
    "pinyin": (
        ["cunbianma", "cunming", "xiangzhen", "xian", "renkou", "hushu", "lianxiren"],
        ["bianhao", "mingcheng", "leixing", "xian", "guimo", "weixierenkou", "weixiehushu", "weixiecaichan", "wendingxing"],
    ),
    "full width, units, stars": (
        ["村编码", "*村名", "乡 镇", "县（市、区）", "人口（人）", "户数（户）", "联系人"],
        [
            "编号",
            "灾害点名称*",
            "灾害类型",
            "县（市、区）",
            "规模",
            "威胁人口（人）",
            "威胁户数（户）",
            "威胁财产（万元）",
            "稳定性",
        ],
    ),
}


def write(folder, villages, points):
    for name, table, columns in (("v", VILLAGES, villages), ("h", POINTS, points)):
        write_csv(folder / f"{name}.csv", (columns, table[1]), "utf-8")
    return {"path": "v.csv", "crs": "EPSG:4490"}, {"path": "h.csv", "crs": "EPSG:4490"}


def check_names(checks, root, wanted):
    for title, (villages, points) in NAMES.items():
        folder = new_folder(root, "names")
        plan = analyse(project(folder, *write(folder, villages, points)), folder / "plan.gpkg")
        same_figures(checks, title, plan, wanted)


def check_truncated(checks, root, wanted):
    """The ten bytes that a Shapefile leaves of a name, in both encodings."""
    villages = ["行政村代码", "村庄名称", "所属乡镇", "所属县", "总人口", "总户数", "联系人"]
    points = {
        "GBK": [
            "统一编号",
            "地质灾害隐患点名称",
            "地质灾害类型",
            "县(市、区)",
            "险情等级",
            "受威胁人数",
            "受威胁户数",
            "威胁财产",
            "稳定状态",
        ],
        "UTF-8": [
            "统一编号",
            "灾害点名称",
            "隐患类型",
            "县(市、区)",
            "险情等级",
            "受威胁人数",
            "受威胁户数",
            "威胁财产",
            "稳定状态",
        ],
    }
    for encoding in points:
        for cpg in (True, False):
            folder = new_folder(root, "truncated")
            write_shapefile(folder, "v", VILLAGES, encoding, cpg, columns=villages)
            write_shapefile(folder, "h", POINTS, encoding, cpg, columns=points[encoding])
            plan = analyse(project(folder, {"path": "v.shp"}, {"path": "h.shp"}), folder / "plan.gpkg")
            same_figures(checks, f"truncated in {encoding}, .cpg {cpg}", plan, wanted)
    check_ambiguous(checks, new_folder(root, "truncated"), wanted)


def check_ambiguous(checks, folder, wanted):
    """受威胁人数 and 受威胁户数 leave the same three characters, and half of a fourth that tells them apart."""
    write_vector(folder / "v.gpkg", VILLAGES)
    columns = [*POINTS[0][:5], "受威胁人数", "受威胁户数", *POINTS[0][7:]]
    write_shapefile(folder, "h", POINTS, "UTF-8", True, columns=columns)
    villages, points = {"path": "v.gpkg"}, {"path": "h.shp"}
    plan = analyse(project(folder, villages, points), folder / "plan.gpkg")
    same_figures(checks, "half a character", plan, wanted)
    said = {**points, "fields": {"population": "受威胁人数", "households": "受威胁户数"}}
    plan = analyse(project(folder, villages, said), folder / "plan.gpkg")
    same_figures(checks, "half a character, named in full", plan, wanted)
    # a program that cuts to whole characters leaves nothing to tell them by: neither may be taken for the other
    write_shapefile(folder, "cut", POINTS, "UTF-8", True, columns=[*POINTS[0][:5], "受威胁", "数", *POINTS[0][7:]])
    cut = {"path": "cut.shp"}
    refused(
        checks, "ambiguous truncation", project(folder, villages, cut), "layer hazard_points", "受威胁", "population", "households"
    )
    said = {**cut, "fields": {"population": "受威胁", "households": "数"}}
    plan = analyse(project(folder, villages, said), folder / "plan.gpkg")
    same_figures(checks, "ambiguity told by the project", plan, wanted)


def check_fields(checks, root, wanted):
    folder = new_folder(root, "fields")
    odd_villages, odd_points = [f"列{i}" for i in range(1, 8)], [f"F{i}" for i in range(1, 10)]
    villages, points = write(folder, odd_villages, odd_points)
    villages["fields"] = dict(zip(NAMES["English"][0], odd_villages))
    points["fields"] = dict(zip(NAMES["English"][1], odd_points))
    plan = analyse(project(folder, villages, points), folder / "plan.gpkg")
    same_figures(checks, "fields of the project", plan, wanted)
    refused(
        checks, "unknown column", project(folder, {**villages, "fields": {"name": "村庄"}}, points), "layer villages", "村庄", "列2"
    )
    refused(
        checks, "unknown field", project(folder, {**villages, "fields": {"nmae": "列2"}}, points), "project.yaml", "line ", "nmae"
    )
    refused(
        checks, "required column", project(folder, {"path": "v.csv", "crs": "EPSG:4490"}, points), "layer villages", "name", "列1"
    )
    write_csv(folder / "two.csv", ([*VILLAGES[0], "常住人口"], [[*row[:-2], 7, *row[-2:]] for row in VILLAGES[1]]), "utf-8")
    done = run("check", project(folder, {"path": "two.csv", "crs": "EPSG:4490"}, points), "--format", "csv", "-q")
    checks.true("two columns for one field are told", "column_choice" in done.stdout and "常住人口" in done.stdout, done.stdout)


def check_where(checks, root):
    """The filter is that of the format; Chinese columns and values work in every one of them."""

    def villages_of(title, villages):
        plan = analyse(project(folder, villages, {"path": "h.gpkg"}), folder / "plan.gpkg")
        ids = {row["village_id"] for row in plan.rows("villages")}
        checks.equal(f"where, {title}", ids, {"V1", "V2", "V3"})
        checks.equal(f"where, {title}: people", plan.summary("villages.population"), 650)

    folder = new_folder(root, "where")
    write_vector(folder / "h.gpkg", POINTS)
    write_vector(folder / "v.gpkg", VILLAGES)
    write_vector(folder / "v.fgb", VILLAGES, "FlatGeobuf", "v")
    write_csv(folder / "v.csv", VILLAGES, "utf-8")
    write_csv(folder / "v_gbk.csv", VILLAGES, "gbk")
    write_xlsx(folder / "v.xlsx", {"村庄": VILLAGES})
    for name, encoding, cpg in (
        ("gbk", "GBK", True),
        ("bare", "GBK", False),
        ("utf8", "UTF-8", True),
        ("bare_utf8", "UTF-8", False),
    ):
        write_shapefile(folder, name, VILLAGES, encoding, cpg)
    where = {"where": "县 = '甲县'"}
    said = {"crs": "EPSG:4490", **where}
    villages_of("GeoPackage", {"path": "v.gpkg", **where})
    villages_of("FlatGeobuf", {"path": "v.fgb", **where})
    villages_of("CSV", {"path": "v.csv", **said})
    villages_of("CSV in GBK", {"path": "v_gbk.csv", **said})
    villages_of("XLSX", {"path": "v.xlsx", **said})
    villages_of("GBK Shapefile", {"path": "gbk.shp", **where})
    villages_of("GBK Shapefile, encoding said", {"path": "bare.shp", "encoding": "GBK", **where})
    villages_of("GBK Shapefile without .cpg", {"path": "bare.shp", **where})
    villages_of("UTF-8 Shapefile", {"path": "utf8.shp", **where})
    villages_of("UTF-8 Shapefile without .cpg", {"path": "bare_utf8.shp", **where})
    points = {"path": "h.gpkg"}
    refused(
        checks,
        "wrong filter",
        project(folder, {"path": "v.gpkg", "where": "没有 = 1"}, points),
        "layer villages",
        "v.gpkg",
        "没有 = 1",
    )
    refused(checks, "broken filter", project(folder, {"path": "v.csv", **said, "where": "县 ="}, points), "layer villages", "县 =")
    refused(
        checks,
        "filter that leaves nothing",
        project(folder, {"path": "v.gpkg", "where": "县 = '丙县'"}, points),
        "layer villages",
        "where",
    )


def check_layer(checks, root):
    folder = new_folder(root, "layer")
    write_vector(folder / "h.gpkg", POINTS)
    write_xlsx(folder / "v.xlsx", {"村庄": VILLAGES, "说明": (["说明"], [])})
    points, said = {"path": "h.gpkg"}, {"path": "v.xlsx", "crs": "EPSG:4490"}
    plan = analyse(project(folder, {**said, "layer": "村庄"}, points), folder / "plan.gpkg")
    checks.equal("villages of a sheet", len(plan.rows("villages")), 5)
    refused(checks, "which layer", project(folder, said, points), "layer villages", "v.xlsx", "村庄", "说明")
    refused(checks, "no such layer", project(folder, {**said, "layer": "村"}, points), "layer villages", "v.xlsx", "村庄", "说明")


checks, root = Checks(), workspace()
wanted = reference(root)
check_names(checks, root, wanted)
check_truncated(checks, root, wanted)
check_fields(checks, root, wanted)
check_where(checks, root)
check_layer(checks, root)
checks.finish()
