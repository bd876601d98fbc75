// The duty room's page: ties search box, map and answer together.
import { DutyMap } from "/map.js";
import { LISTED, showResult } from "/result.js";
import { SearchBox, placeParts } from "/search.js";
import { figure, language, make, say, setLanguage } from "/texts.js";

// "2026-11-22T12:55:29Z" as the clock here has it
const local = (time) => (time ? new Date(time).toLocaleString(language() === "zh" ? "zh-CN" : "en-GB") : "—");
const at = (id) => document.getElementById(id);
const stored = { get: () => { try { return localStorage.getItem("language"); } catch { return null; } }, set: (value) => { try { localStorage.setItem("language", value); } catch { /* private window */ } } };

let plan = {};
let asked = null; // parameters of the answer that is shown
let answered = null;

const PATIENCE_MS = 15000; // the server answers within 10 s or refuses; a line that is cut says nothing at all

class Refusal extends Error {
  constructor(status, said) {
    super(said.message);
    Object.assign(this, { status, said });
  }
}

async function get(path, parameters = {}, headers = {}) {
  const query = new URLSearchParams({ ...parameters, lang: language() });
  let response;
  try {
    response = await fetch(`/api/v1/${path}?${query}`, { headers, credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    show("offline", say("offline"));
    throw error;
  }
  show("offline", "");
  const said = await response.json();
  if (response.headers.has("Hazplan-Plan")) showState(response.headers.get("Hazplan-Plan"));
  if (response.status === 401 || response.status === 429) askForToken();
  if (!response.ok) throw new Refusal(response.status, said);
  return said;
}

function show(id, text) {
  at(id).textContent = text;
  at(id).hidden = !text;
}

// What the map does not show, of the plan and of the answer.
const notes = { left_out: "", drawn: "" };
function note(kind, text) {
  notes[kind] = text;
  show("left-out", Object.values(notes).filter(Boolean).join(language() === "zh" ? "；" : "; "));
}

function tell(text, wrong = false) {
  at("status").textContent = text;
  at("status").classList.toggle("wrong", wrong);
}

// ---- the plan ----

function showState(state) {
  show("state", state === "missing" || state === "unreadable" ? say(`state_${state}`, { written: local(plan.written) }) : "");
  if (state === "current" && plan.state && plan.state !== "current") loadPlan().catch(() => {});
}

function showPlan() {
  const now = Number((plan.today ?? "").slice(0, 4));
  document.title = plan.title ?? "hazplan";
  at("title").textContent = plan.title ?? "—";
  at("year").textContent = plan.year ? say("year", { year: plan.year }) : say("year_unknown");
  show("notice", plan.notice ?? "");
  show("old", plan.year && now && plan.year < now ? say("old", { year: plan.year, now }) : "");
}

async function loadPlan() {
  const before = plan.written;
  plan = await get("plan");
  showPlan();
  showState(plan.state);
  if (before === plan.written) return;
  map.setPlan(plan);
  if (asked) await ask(asked, { stay: true }); // the answer shown is of the plan before
}

// ---- asking ----

function parametersOf(question) {
  const time = at("time").value;
  const parameters = { ...question };
  if (time) Object.assign(parameters, { time: time.replace("T", " "), date: time.slice(0, 10) });
  return parameters;
}

// What was asked before is no answer to what is asked now.
function forget() {
  asked = answered = null;
  at("result").hidden = true;
  at("result").replaceChildren();
  note("drawn", "");
  map.setAnswer(null, true);
}

function offer(text, places) {
  forget();
  const nodes = places.map((place) => make("button", { type: "button", onclick: () => askPlace(place) }, ...placeParts(place)));
  at("candidates").replaceChildren(...nodes);
  at("candidates").hidden = false;
  tell(say("choose", { text }));
  nodes[0]?.focus();
}

async function ask(question, { stay = false, text = "" } = {}) {
  const parameters = parametersOf(question);
  at("candidates").hidden = true;
  tell(say("searching"));
  try {
    const answer = await get("affected", { ...parameters, limit: LISTED });
    asked = question;
    answered = answer;
    tell("");
    showAnswer(stay);
  } catch (refusal) {
    if (refusal.status === 409) offer(text || question.at || question.hazard, refusal.said.candidates);
    else refuse(refusal);
  }
}

// One of the names (or ids, before two spaces) that are like what was not found, a line each.
function take(name) {
  at("search").value = name;
  entered(name);
}

// Where nothing came back, what the browser says of it is in its own language and helps nobody.
function refuse(refusal) {
  forget();
  const [told, ...near] = (refusal instanceof Refusal ? refusal.message : say("offline")).split("\n  ");
  tell(told, true);
  at("candidates").replaceChildren(...near.map((line) => make("button", { type: "button", onclick: () => take(line.split("  ")[0]) }, line)));
  at("candidates").hidden = near.length === 0;
}

function showAnswer(stay) {
  const links = {};
  for (const format of ["csv", "json"]) links[format] = `/api/v1/affected?${new URLSearchParams({ ...parametersOf(asked), format, lang: language() })}`;
  at("hint").hidden = true;
  showResult(at("result"), answered, { links, plan: { ...plan, written: local(plan.written) }, pick: pickRow });
  const { villages } = answered;
  note("drawn", answered.totals.villages > villages.length ? say("nearest_drawn", { all: figure(answered.totals.villages), count: villages.length }) : "");
  map.setAnswer(answered, stay);
  if (!stay) at("result").focus({ preventScroll: window.innerWidth > 760 });
}

function pickRow(row, line) {
  for (const other of at("result").querySelectorAll("tr.chosen")) other.classList.remove("chosen");
  line?.classList.add("chosen");
  map.goTo(row.lon, row.lat);
}

const radius = () => at("radius").value || "1000";

function askPlace(place) {
  at("candidates").hidden = true;
  if (place.kind === "hazard_point" && at("zone").checked) return ask({ hazard: place.id });
  if (place.kind === "hazard_point") return ask({ hazard: place.id, radius: radius() });
  const named = place.id ? place.id : `${place.lon},${place.lat}`;
  return ask({ at: named, radius: radius() }, { text: place.name });
}

const looksLikeCoordinates = (text) => /\d.*[,，\s°].*\d/.test(text);

async function entered(text) {
  if (looksLikeCoordinates(text)) return ask({ at: text, radius: radius() });
  tell(say("searching"));
  try {
    const { places } = await get("search", { q: text, limit: 50 });
    if (places.length === 0) return ask({ at: text, radius: radius() }); // says what is like it
    if (places.length === 1) return askPlace(places[0]);
    offer(text, places);
  } catch (refusal) {
    refuse(refusal);
  }
}

// ---- token ----

function askForToken() {
  if (!at("token-dialog").open) at("token-dialog").showModal();
}

async function sendToken(event) {
  event.preventDefault();
  try {
    await get("session", {}, { Authorization: `Bearer ${at("token").value}` });
    at("token").value = "";
    at("token-dialog").close();
    await loadPlan();
  } catch (refusal) {
    show("token-error", refusal.message);
  }
}

// ---- beginning ----

const map = new DutyMap(at("map"), {
  load: (box) => get("map", { bbox: box.join(",") }),
  asked: (lon, lat) => ask({ at: `${lon.toFixed(6)},${lat.toFixed(6)}`, radius: radius() }, { stay: true }),
  leftOut: (layers) => note("left_out", layers.length ? say("left_out", { layers: layers.map((layer) => say(`layer_${layer}`)).join(language() === "zh" ? "、" : ", ") }) : ""),
});

new SearchBox(at("search"), at("suggestions"), { ask: async (q, limit) => (await get("search", { q, limit })).places, chosen: askPlace, entered, told: tell });

function speak(name) {
  setLanguage(name);
  at("language").textContent = say("other_language");
  at("language").lang = name === "zh" ? "en" : "zh-CN";
  at("search").placeholder = say("search_hint");
  at("map").setAttribute("aria-label", say("map_name"));
  at("legend").replaceChildren(...["hazard", "village", "inside", "brigade"].map((kind) => make("li", {}, make("i", { class: kind }), say(`legend_${kind}`))));
  showPlan();
  if (answered) showAnswer(true);
  map.draw();
}

at("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("search").value.trim();
  if (text) entered(text);
  else if (asked) ask({ ...asked, ...(asked.radius ? { radius: radius() } : {}) });
  else at("search").focus();
});
for (const id of ["radius", "time"]) at(id).addEventListener("change", () => { if (asked && at("radius").checkValidity()) ask({ ...asked, ...(asked.radius ? { radius: radius() } : {}) }, { stay: true }); });
at("language").addEventListener("click", () => { const name = language() === "zh" ? "en" : "zh"; stored.set(name); speak(name); loadPlan().catch(() => {}); });
at("zoom-in").addEventListener("click", () => map.zoom(1.6));
at("zoom-out").addEventListener("click", () => map.zoom(1 / 1.6));
at("zoom-all").addEventListener("click", () => map.showAll());
at("token-form").addEventListener("submit", sendToken);
window.addEventListener("beforeprint", () => map.forPrint(true));
window.addEventListener("afterprint", () => map.forPrint(false));

const wanted = new URLSearchParams(location.search).get("lang") ?? stored.get() ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
speak(wanted === "en" ? "en" : "zh");
at("search").focus();
loadPlan().catch((refusal) => { if (refusal.status && refusal.status !== 401) tell(refusal.message, true); });
setInterval(() => { if (!document.hidden && !at("token-dialog").open) loadPlan().catch(() => {}); }, 15000);
