// The answer as lists and totals. Every text of the plan goes in as a text node.
import { direction, figure, language, make, metres, say } from "/texts.js";

export const LISTED = 300; // of each list on the screen
const PRINTED = { villages: 15, hazard_points: 5, brigades: 4, facilities: 3 }; // so that one A4 page holds them

const zh = (row, key) => (language() === "zh" ? row[`${key}_zh`] ?? row[key] : (row[key] ?? "").replaceAll("_", " ")) || "—";
const within = (name, where) => (!where ? name : language() === "zh" ? `${name}（${where}）` : `${name} (${where})`);
const way = (row) => `${metres(row.distance_m)} ${direction(row.direction)}`.trim();

function phone(number) {
  if (!number) return "—";
  const parts = String(number).split(/[、,，;；\/\s]+/).filter(Boolean);
  const nodes = parts.flatMap((part, index) => {
    const digits = part.replace(/[^\d+]/g, "");
    return [index ? " " : "", digits.length >= 3 ? make("a", { href: `tel:${digits}`, class: "phone" }, part) : part];
  });
  return make("span", {}, ...nodes);
}

function total(label, value, unit, note, first) {
  const known = value !== null && value !== undefined && say(`unit_${unit}`);
  return make("div", { class: first ? "first" : null }, make("dt", {}, label), make("dd", {}, figure(value), known ? make("span", { class: "unit" }, ` ${known}`) : null), note ? make("dd", { class: "note missing" }, note) : null);
}

function totalsOf(answer) {
  const t = answer.totals;
  const missing = (key) => (t[key] ? say(key, { count: figure(t[key]) }) : null);
  const parts = [
    total(say("people_inside"), t.exposed_population, "people", missing("exposed_population_missing"), true), total(say("villages"), t.villages, "villages"), total(say("towns"), t.towns, "towns"),
    total(say("population"), t.population, "people", missing("population_missing")), total(say("households"), t.households, "households", missing("households_missing")), total(say("hazards"), t.hazard_points, "hazards"),
  ];
  // no village in the zone does not mean that nobody lives there: the register knows
  if (answer.query.kind === "hazard" && answer.hazard_points.length) parts.splice(1, 0, total(say("registered_people"), answer.hazard_points[0].population, "people", null, true));
  if (t.facilities) parts.push(total(say("facilities"), t.facilities, "facilities"), total(say("facility_people"), t.facility_people, "people", missing("facility_people_missing")));
  // in this plan no village has the figure: nothing was added up, and nothing is not zero
  if (t.villages && t.exposed_population === null && !t.exposed_population_missing) parts[0].append(make("dd", { class: "note missing" }, say("unknown")));
  return make("dl", { class: "totals" }, ...parts);
}

// Nobody inside may come of a radius too small or a place slightly off: who is next is told with it.
function nobody(answer, pick) {
  const row = answer.nearest_village;
  if (answer.totals.villages > 0) return null;
  if (!row) return make("p", { class: "asked" }, say("nothing"), say("nearest_none"));
  const name = within(row.name ?? row.village_id, row.town);
  return make("p", { class: "asked nobody" }, say("nothing"), say("nearest", { name, way: way(row), people: figure(row.population), contact: row.contact ?? "—" }), phone(row.phone), " ",
    make("button", { type: "button", class: "quiet screen-only", onclick: () => pick(row) }, say("show")));
}

// what the plan has no position of can be in no list, and may be affected all the same
// a smaller share is what two drawings of one boundary differ by (HZP_BEYOND_SHARE)
function beyond(query) {
  const share = query.outside_region_share;
  return share >= 0.005 ? make("p", { class: "missing" }, say("beyond", { percent: Math.max(1, Math.round(share * 100)) })) : null;
}

function withoutPosition(answer) {
  const held = answer.without_position;
  if (!held) return null;
  const names = held.first.map((place) => within(place.name ?? place.id, place.town ?? place.county)).join(language() === "zh" ? "、" : ", ");
  const all = held.villages + held.hazard_points + held.facilities + held.key_towns;
  return make("p", { class: "missing" }, say("without_position", { villages: figure(held.villages), hazards: figure(held.hazard_points), facilities: figure(held.facilities), towns: figure(held.key_towns), names: all > held.first.length ? `${names} …` : names }));
}

// columns: [heading, value of a row, class]
function table(name, key, rows, all, columns, pick, printed = PRINTED[key]) {
  if (!rows?.length) return null;
  const body = rows.map((row, index) => {
    const line = make("tr", { class: index >= printed ? "screen-only" : null });
    columns.forEach(([, value, kind], column) => {
      const content = value(row);
      const cell = column === 0 && pick && row.lon !== null ? make("button", { type: "button", onclick: () => pick(row, line) }, content) : content;
      line.append(make("td", { class: kind, "data-label": say(columns[column][0]) }, cell));
    });
    return line;
  });
  const left = Math.max((all ?? rows.length) - rows.length, 0), left_printed = Math.max((all ?? rows.length) - printed, 0);
  return make("section", { class: key },
    make("h2", {}, say(name)),
    make("div", { class: "table-frame" },
      make("table", {}, make("thead", {}, make("tr", {}, ...columns.map(([heading, , kind]) => make("th", { scope: "col", class: kind }, heading ? say(heading) : "")))), make("tbody", {}, ...body))),
    left ? make("p", { class: "small screen-only" }, say("left", { count: figure(left) })) : null,
    left_printed ? make("p", { class: "small print-only" }, say("left", { count: figure(left_printed) })) : null);
}

function villages(answer, pick) {
  const partly = answer.villages.some((row) => row.exposed_share !== null && row.exposed_share < 1);
  const brigade = (row) => (row.nearest_existing_brigade ? `${row.nearest_existing_brigade} ${metres(row.nearest_existing_brigade_m)}` : "—");
  return table("list_villages", "villages", answer.villages, answer.totals.villages, [
    ["col_village", (row) => row.name ?? row.village_id], ["col_town", (row) => row.town ?? "—"], ["col_inside", (row) => figure(row.exposed_population), "number"],
    ...(partly ? [["col_people", (row) => figure(row.population), "number"]] : []),
    ["col_households", (row) => figure(row.households), "number"], ["col_distance", way, "nowrap"], ["col_contact", (row) => row.contact ?? "—", "words"],
    ["col_phone", (row) => phone(row.phone)], ["col_brigade", brigade, "brigade"]], pick, PRINTED.villages - (answer.facilities.length ? PRINTED.facilities + 5 : 0));
}

function hazards(answer, pick) {
  return table("list_hazards", "hazard_points", answer.hazard_points, answer.totals.hazard_points, [
    ["col_name", (row) => row.name ?? row.hazard_id], ["col_type", (row) => zh(row, "type")], ["col_grade", (row) => zh(row, "grade")],
    ["col_registered", (row) => figure(row.population), "number"], ["col_distance", way, "nowrap"], ["col_monitor", (row) => row.monitor_person ?? "—", "words"],
    ["col_phone", (row) => phone(row.phone)]], pick);
}

function brigades(answer, pick) {
  return table("list_brigades", "brigades", answer.brigades, null, [
    ["col_name", (row) => row.name ?? "—"], ["col_county", (row) => row.county ?? "—"], ["col_tier", (row) => row.tier ?? "—"], ["col_status", (row) => zh(row, "status")],
    ["col_distance", way, "nowrap"]], pick);
}

function facilities(answer, pick) {
  return table("list_facilities", "facilities", answer.facilities, answer.totals.facilities, [
    ["col_name", (row) => row.name ?? row.facility_id], ["col_kind", (row) => zh(row, "kind")], ["col_persons", (row) => figure(row.people), "number"],
    ["col_distance", way, "nowrap"], ["col_contact", (row) => row.contact ?? "—", "words"], ["col_phone", (row) => phone(row.phone)]], pick);
}

export function askedText(query) {
  const radius = metres(query.radius_m), lon = query.lon?.toFixed(5), lat = query.lat?.toFixed(5);
  const name = query.name && query.hazard_id ? `${query.name}（${query.hazard_id}）` : query.name;
  if (query.kind === "hazard") return say("asked_hazard", { name: name ?? query.hazard_id }) + (query.radius_m === null ? "" : say("asked_by_radius", { radius }));
  return name ? say("asked_circle", { name, radius }) + `（${lon}, ${lat}）` : say("asked_point", { lon, lat, radius });
}

function deadline(report) {
  if (!report) return null;
  const due = report.due_time ? report.due_time.replace("T", " ").slice(0, 16) : null;
  return make("div", { class: "deadline" },
    make("strong", {}, due ? say("deadline_due", { due, hours: figure(report.hours) }) : say("deadline_hours", { hours: figure(report.hours) })),
    make("p", {}, say("deadline_why", { why: report.grade_reason })),
    make("p", { class: "small" }, say("deadline_to", { to: report.to ?? "—" }), report.rule ? ` · ${report.rule}` : ""));
}

function period(answer) {
  const held = answer.key_period;
  if (!held) return null;
  const names = held.periods.map((one) => `${language() === "zh" ? one.name_zh : one.name_en} ${one.first_day}–${one.last_day}`).join("；");
  return make("p", {}, held.inside ? say("period_inside", { date: held.date, names }) : say("period_outside", { date: held.date }));
}

// Fill `node` with an answer. `links` are the addresses of the same answer in other forms, `pick` is told of a row to show.
export function showResult(node, answer, { links, pick, plan }) {
  const printed = make("p", { class: "small print-only" }, say("printed", { time: new Date().toLocaleString(language() === "zh" ? "zh-CN" : "en-GB"), title: plan.title ?? plan.file, written: plan.written }));
  node.replaceChildren(...[
    make("p", { class: "asked" }, askedText(answer.query)),
    answer.query.outside_region ? make("p", { class: "missing" }, say("outside")) : null,
    beyond(answer.query),
    deadline(answer.report), period(answer), totalsOf(answer), nobody(answer, pick), withoutPosition(answer),
    make("div", { class: "actions" }, make("button", { type: "button", class: "main", id: "print", onclick: () => window.print() }, say("print")),
      make("a", { href: links.csv, download: "affected.csv" }, say("as_csv")), make("a", { href: links.json, target: "_blank", rel: "noopener" }, say("as_json"))),
    villages(answer, pick), facilities(answer, pick), hazards(answer, pick), brigades(answer, pick), printed,
  ].filter(Boolean));
  node.hidden = false;
}
