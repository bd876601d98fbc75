// The page's own words, in Chinese and English. {name} is filled in.
export const texts = {
  zh: {
    other_language: "English", skip: "跳到查询", search_label: "地名、隐患点编号或名称、坐标", search_hint: "如：巴公镇，140525D002，112.85,35.52",
    radius_label: "范围（米）", zone_label: "隐患点用方案划定的威胁范围", time_label: "事发时间", ask: "查询", hint: "输入地名或编号，或在地图上点击，即可查出范围内的村、人数和联系人。",
    map_name: "地图", zoom_in: "放大", zoom_out: "缩小", zoom_all: "全图", map_keys: "方向键移动，＋ － 缩放，回车以地图中心为圆心查询，Home 全图",
    token_title: "需要口令", token_label: "口令", token_ok: "确定", year: "{year} 年度", year_unknown: "年度不详",
    old: "注意：这是 {year} 年度的方案，现在是 {now} 年。", state_missing: "方案文件不在原处，以下结果出自 {written} 的那一份。",
    state_unreadable: "方案文件正在更换或已损坏，以下结果出自 {written} 的那一份。", offline: "与服务断开，请检查值班电脑上的 hazplan serve。",
    searching: "正在查询……", choose: "“{text}”对应多个地点，请选择：", suggestions: "{count} 个建议，用上下键选择",
    hazard_point: "隐患点", village: "村", town: "乡镇", county: "县", key_town: "重点乡镇",
    asked_hazard: "隐患点“{name}”的威胁范围", asked_circle: "“{name}”周围 {radius}", asked_point: "{lon}，{lat} 周围 {radius}", asked_by_radius: "（半径 {radius}）",
    outside: "该位置不在方案各县范围内。", beyond: "注意：所问范围的 {percent}% 在方案各县之外，那里的村和人口未计入，请向相邻地区核实。", people_inside: "范围内人口", villages: "村", towns: "乡镇", households: "户数（全村）", population: "人口（全村）",
    registered_people: "登记威胁人数", hazards: "隐患点", facilities: "设施", facility_people: "设施人员（另计）", population_missing: "{count} 个村缺人口，未计入", households_missing: "{count} 个村缺户数，未计入", exposed_population_missing: "{count} 个村缺范围内人口，未计入",
    facility_people_missing: "{count} 处设施缺人数，未计入", nothing: "范围内没有村。", nearest: "最近的村：{name}，{way}，{people} 人；联系人 {contact}，电话 ", show: "在图上看", nearest_none: "100 公里内也没有方案中的村。", without_position: "未能判断：方案中没有位置的村 {villages} 个、隐患点 {hazards} 处、设施 {facilities} 处、救援队 {towns} 支，可能也在附近：{names}", unknown: "不详",
    col_village: "村", col_town: "乡镇", col_inside: "范围内人口", col_people: "人口", col_persons: "人数", col_households: "户数", col_distance: "距离", col_contact: "联系人", col_phone: "电话", col_brigade: "最近队伍（已建）",
    col_name: "名称", col_type: "类型", col_grade: "险情等级", col_registered: "登记人数", col_monitor: "监测人", col_tier: "级别", col_status: "状态", col_kind: "类别", col_county: "县",
    list_villages: "受影响村（由近及远）", list_hazards: "范围内隐患点", list_brigades: "最近的消防救援队伍", list_facilities: "范围内设施（人数不含在村人口内）",
    left: "另有 {count} 个未列出", print: "打印", as_csv: "CSV", as_json: "JSON", printed: "打印于 {time}，数据：{title}（写于 {written}）",
    deadline_due: "须在 {due} 前报告（{hours} 小时内）", deadline_hours: "事发或接报后 {hours} 小时内报告；填写事发时间可算出截止时刻", deadline_to: "报告对象：{to}", deadline_why: "等级依据：{why}",
    period_inside: "{date} 在重点防范期内：{names}", period_outside: "{date} 不在重点防范期内",
    left_out: "比例太小，未显示：{layers}（放大后显示）", nearest_drawn: "范围内共 {all} 个村，图上只标出最近的 {count} 个",
    unit_people: "人", unit_households: "户", unit_villages: "个", unit_towns: "个", unit_hazards: "处", unit_facilities: "处", layer_counties: "县界", layer_towns: "乡镇界", layer_villages: "村", layer_hazard_points: "隐患点", layer_key_towns: "重点乡镇",
    legend_hazard: "隐患点", legend_village: "村", legend_inside: "范围内的村", legend_brigade: "消防救援队伍（空心：尚未建成）", km: "公里", m: "米",
    north: "北", northeast: "东北", east: "东", southeast: "东南", south: "南", southwest: "西南", west: "西", northwest: "西北",
  },
  en: {
    other_language: "中文", skip: "to the search", search_label: "Place, hazard point (id or name), or coordinates", search_hint: "as: 巴公镇, 140525D002, 112.85,35.52",
    radius_label: "Radius (m)", zone_label: "for hazard points, the plan's zone", time_label: "Time of the event", ask: "Ask", hint: "Enter a place or an id, or click on the map: the villages, people and contacts inside are listed.",
    map_name: "Map", zoom_in: "closer", zoom_out: "farther", zoom_all: "all", map_keys: "arrows move, + and − zoom, Enter asks around the middle of the map, Home shows all",
    token_title: "A token is needed", token_label: "Token", token_ok: "OK", year: "year {year}", year_unknown: "year unknown",
    old: "Mind: this is the plan of {year}, and it is {now} now.", state_missing: "The plan's file is gone; what follows is of the one written {written}.",
    state_unreadable: "The plan's file is being replaced or damaged; what follows is of the one written {written}.", offline: "No connection to the server: look after hazplan serve on the duty computer.",
    searching: "Asking …", choose: "“{text}” may mean several places, choose one:", suggestions: "{count} suggestions, use the arrow keys",
    hazard_point: "hazard point", village: "village", town: "town", county: "county", key_town: "key town",
    asked_hazard: "Zone of hazard point “{name}”", asked_circle: "{radius} around “{name}”", asked_point: "{radius} around {lon}, {lat}", asked_by_radius: " (radius {radius})",
    outside: "This place lies in none of the plan's counties.", beyond: "Note: {percent} % of what was asked lies beyond the plan's counties; villages and people there are in no figure: ask the neighbours.", people_inside: "People inside", villages: "Villages", towns: "Towns", households: "Households (whole villages)", population: "People (whole villages)",
    registered_people: "Registered people", hazards: "Hazard points", facilities: "Facilities", facility_people: "People in facilities (apart)", population_missing: "{count} villages without people are not counted", households_missing: "{count} villages without households are not counted", exposed_population_missing: "{count} villages whose people inside are not known are not counted",
    facility_people_missing: "{count} facilities without people are not counted", nothing: "There are no villages inside.", nearest: "The nearest: {name}, {way}, {people} people; contact {contact}, phone ", show: "on the map", nearest_none: "There is none of the plan within 100 km either.", without_position: "Not looked at: the plan has no position of {villages} villages, {hazards} hazard points, {facilities} facilities and {towns} brigades, which may be near too: {names}", unknown: "unknown",
    col_village: "Village", col_town: "Town", col_inside: "Inside", col_people: "People", col_persons: "People", col_households: "Households", col_distance: "Distance", col_contact: "Contact", col_phone: "Phone", col_brigade: "Nearest brigade (existing)",
    col_name: "Name", col_type: "Type", col_grade: "Grade", col_registered: "Registered", col_monitor: "Monitor", col_tier: "Tier", col_status: "Status", col_kind: "Kind", col_county: "County",
    list_villages: "Affected villages, nearest first", list_hazards: "Hazard points inside", list_brigades: "Nearest fire and rescue brigades", list_facilities: "Facilities inside (not among the villages' people)",
    left: "{count} more are not listed", print: "Print", as_csv: "CSV", as_json: "JSON", printed: "Printed {time}; data: {title} (written {written})",
    deadline_due: "Report before {due} (within {hours} h)", deadline_hours: "Report within {hours} h of the event or of being told; with its time the deadline is shown", deadline_to: "Report to: {to}", deadline_why: "Grade: {why}",
    period_inside: "{date} is in a key period: {names}", period_outside: "{date} is in no key period",
    left_out: "Too many to show, zoom in: {layers}", nearest_drawn: "{all} villages are inside; only the nearest {count} are marked",
    unit_people: "", unit_households: "", unit_villages: "", unit_towns: "", unit_hazards: "", unit_facilities: "", layer_counties: "counties", layer_towns: "towns", layer_villages: "villages", layer_hazard_points: "hazard points", layer_key_towns: "key towns",
    legend_hazard: "hazard point", legend_village: "village", legend_inside: "village inside", legend_brigade: "fire and rescue brigade (hollow: not built yet)", km: "km", m: "m",
    north: "N", northeast: "NE", east: "E", southeast: "SE", south: "S", southwest: "SW", west: "W", northwest: "NW",
  },
};

let current = "zh";
export const language = () => current;

export function setLanguage(name) {
  current = name === "en" ? "en" : "zh";
  document.documentElement.lang = current === "zh" ? "zh-CN" : "en";
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = say(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
}

export function say(id, values = {}) {
  return (texts[current][id] ?? id).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

// A missing figure is a dash, never a 0.
export function figure(value) {
  if (value === null || value === undefined) return "—";
  return new Intl.NumberFormat(current === "zh" ? "zh-CN" : "en", { maximumFractionDigits: Number.isInteger(value) ? 0 : 1 }).format(value);
}

export function metres(value) {
  if (value === null || value === undefined) return "—";
  return value < 1000 ? `${Math.round(value)} ${say("m")}` : `${(value / 1000).toFixed(value < 10000 ? 2 : 1)} ${say("km")}`;
}

const words = { n: "north", ne: "northeast", e: "east", se: "southeast", s: "south", sw: "southwest", w: "west", nw: "northwest" };
export const direction = (code) => (code ? say(words[code] ?? code) : "");

// An element with attributes and children; texts go in as texts.
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "onclick") node.addEventListener("click", value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}
