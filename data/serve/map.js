// The map: outlines, villages, hazard points and brigades drawn on a canvas in Mercator's projection, from the plan alone. Drag,
// wheel, pinch and keys move it; a click or Enter asks about a place.
import { figure, language, metres, say } from "/texts.js";

const RADIANS = Math.PI / 180, EARTH_M = 6371008.8;
const COLOURS = { county: "#57606a", town: "#b8c0c8", village: "#2f5d34", hazard: "#d01c22", key: "#0b57a4", inside: "#ffd43b", circle: "#d01c22" };
const FONT = '"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif';

const mercator = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * RADIANS) / 2)) / RADIANS;
const latitude = (y) => (2 * Math.atan(Math.exp(y * RADIANS)) - Math.PI / 2) / RADIANS;

export class DutyMap {
  // load(box) promises GeoJSON; asked(lon, lat) is told of a click; leftOut(layers) of what is not drawn.
  constructor(canvas, { load, asked, leftOut }) {
    Object.assign(this, { canvas, load, asked, leftOut, view: { x: 112, y: mercator(35), scale: 200 }, features: [], answer: null, pointers: new Map(), turn: 0, printing: false });
    this.observer = new ResizeObserver(() => { if (!this.printing) this.resize(); });
    this.observer.observe(canvas);
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.moved(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, (event) => this.up(event));
    canvas.addEventListener("wheel", (event) => { event.preventDefault(); this.zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY); }, { passive: false });
    canvas.addEventListener("keydown", (event) => this.key(event));
    for (const name of ["focus", "blur"]) canvas.addEventListener(name, () => this.draw());
  }

  // ---- view ----

  size() { return [this.canvas.clientWidth || 1, this.canvas.clientHeight || 1]; }
  toScreen(lon, lat) {
    const [width, height] = this.size();
    return [width / 2 + (lon - this.view.x) * this.view.scale, height / 2 - (mercator(lat) - this.view.y) * this.view.scale];
  }
  toPlace(px, py) {
    const [width, height] = this.size();
    return [this.view.x + (px - width / 2) / this.view.scale, latitude(this.view.y - (py - height / 2) / this.view.scale)];
  }
  box() {
    const [width, height] = this.size(), [west, north] = this.toPlace(0, 0), [east, south] = this.toPlace(width, height);
    return [west, south, east, north];
  }

  setPlan(plan) {
    this.extent = plan.extent;
    this.loaded = null;
    if (this.answer) this.refresh();
    else this.showAll();
  }

  fit([west, south, east, north], margin = 0.06) {
    const [width, height] = this.size(), top = mercator(north), bottom = mercator(south);
    const scale = Math.min(width / Math.max(east - west, 1e-5), height / Math.max(top - bottom, 1e-5)) * (1 - 2 * margin);
    this.view = { x: (west + east) / 2, y: (top + bottom) / 2, scale: Math.min(scale, 400000) };
    this.refresh();
  }

  showAll() { if (this.extent) this.fit(this.extent); }

  zoom(factor, px = this.size()[0] / 2, py = this.size()[1] / 2) {
    const [lon, lat] = this.toPlace(px, py), [width, height] = this.size();
    this.view.scale = Math.min(Math.max(this.view.scale * factor, 4), 400000);
    this.view.x = lon - (px - width / 2) / this.view.scale;
    this.view.y = mercator(lat) + (py - height / 2) / this.view.scale;
    this.refresh();
  }

  pan(dx, dy) {
    this.view.x -= dx / this.view.scale;
    this.view.y += dy / this.view.scale;
    this.refresh();
  }

  goTo(lon, lat) {
    if (lon === null || lat === null) return;
    this.view.x = lon;
    this.view.y = mercator(lat);
    this.picked = [lon, lat];
    this.refresh();
  }

  resize() {
    const [width, height] = this.size(), ratio = this.printing ? 3 : window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.ratio = ratio;
    this.refresh();
  }

  // Paper has more dots and another shape than the screen.
  forPrint(printing) {
    this.printing = printing;
    if (printing) this.screen = { ...this.view };
    const style = this.canvas.style;
    style.width = printing ? "186mm" : "";
    style.height = printing ? "70mm" : "";
    if (printing) { this.canvas.width = 1; this.canvas.height = 1; } // clientWidth is of the style now
    if (printing && this.answer) this.fit(this.boxOfAnswer());
    else if (!printing && this.screen) this.view = this.screen;
    this.resize();
  }

  // ---- what is drawn ----

  refresh() {
    this.draw();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), 120);
  }

  async fetch() {
    const [west, south, east, north] = this.box(), x = (east - west) * 0.5, y = (north - south) * 0.3; // paper is wider
    const l = this.loaded;
    if (!(east > west) || !this.extent) return;
    if (l && l[0] <= west && l[1] <= south && l[2] >= east && l[3] >= north && (l[2] - l[0]) < 4 * (east - west)) return;
    const wanted = [Math.max(west - x, -180), Math.max(south - y, -89), Math.min(east + x, 180), Math.min(north + y, 89)], turn = ++this.turn;
    const got = await this.load(wanted).catch(() => null);
    if (!got || turn !== this.turn) return;
    this.features = got.features;
    this.loaded = wanted;
    this.leftOut(got.left_out);
    this.draw();
  }

  setAnswer(answer, stay) {
    this.answer = answer;
    this.picked = null;
    if (!stay) this.fit(this.boxOfAnswer());
    else this.refresh();
  }

  boxOfAnswer() {
    const { lon, lat, radius_m: radius } = this.answer.query, places = [...this.answer.villages, ...this.answer.hazard_points].filter((row) => row.lon !== null);
    const around = Math.max((radius ?? 0) * 1.1, 1500) / 111320, wide = around / Math.cos(lat * RADIANS);
    const box = [lon - wide, lat - around, lon + wide, lat + around];
    if (radius === null) for (const row of places) { box[0] = Math.min(box[0], row.lon); box[1] = Math.min(box[1], row.lat); box[2] = Math.max(box[2], row.lon); box[3] = Math.max(box[3], row.lat); }
    return box;
  }

  draw() {
    const pen = this.canvas.getContext("2d"), [width, height] = this.size();
    pen.setTransform(this.ratio ?? 1, 0, 0, this.ratio ?? 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    this.labels = [];
    for (const layer of ["towns", "counties"]) this.lines(pen, layer);
    this.circle(pen);
    this.places(pen, width, height);
    this.inside(pen);
    this.named(pen, width, height);
    if (this.picked) this.cross(pen, ...this.toScreen(...this.picked), 12);
    if (document.activeElement === this.canvas && !this.printing) this.cross(pen, width / 2, height / 2, 8);
    this.scaleBar(pen, height);
  }

  lines(pen, layer) {
    pen.beginPath();
    for (const feature of this.features) {
      if (feature.properties.layer !== layer) continue;
      for (const line of feature.geometry.coordinates) line.forEach(([lon, lat], index) => { const [x, y] = this.toScreen(lon, lat); if (index) pen.lineTo(x, y); else pen.moveTo(x, y); });
    }
    pen.strokeStyle = layer === "counties" ? COLOURS.county : COLOURS.town;
    pen.lineWidth = layer === "counties" ? 1.6 : 0.8;
    pen.stroke();
  }

  circle(pen) {
    const query = this.answer?.query;
    if (!query || query.lon === null) return;
    const [x, y] = this.toScreen(query.lon, query.lat);
    if (query.radius_m) {
      const angle = query.radius_m / EARTH_M, lat = query.lat * RADIANS;
      pen.beginPath();
      for (let i = 0; i <= 96; i++) {
        const bearing = (i / 96) * 2 * Math.PI;
        const to = Math.asin(Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(bearing));
        const lon = query.lon + Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(lat), Math.cos(angle) - Math.sin(lat) * Math.sin(to)) / RADIANS;
        pen.lineTo(...this.toScreen(lon, to / RADIANS));
      }
      pen.fillStyle = "#d01c2218";
      pen.fill();
      pen.strokeStyle = COLOURS.circle;
      pen.lineWidth = 2;
      pen.stroke();
    }
    this.cross(pen, x, y, 7);
  }

  places(pen, width, height) {
    const near = this.view.scale > 4000, [first, , last] = this.box();
    for (const { geometry, properties } of this.features) {
      if (geometry.type !== "Point" || geometry.coordinates[0] < first || geometry.coordinates[0] > last) continue;
      const [x, y] = this.toScreen(...geometry.coordinates);
      if (y < -10 || y > height + 10 || x < -10 || x > width + 10) continue;
      if (properties.layer === "villages") this.dot(pen, x, y, near ? 2.5 : 1.2, COLOURS.village);
      if (properties.layer === "hazard_points") this.triangle(pen, x, y, near ? 6 : 3.5);
      if (properties.layer === "key_towns") this.square(pen, x, y, 4, properties.status);
    }
    for (const { properties } of this.features) { // names after all signs
      const [least, most] = { counties: [150, 3000], towns: [1500, 60000] }[properties.layer] ?? [Infinity, 0];
      if (this.view.scale < least || this.view.scale > most || !properties.name) continue;
      const [x, y] = this.toScreen(properties.lon, properties.lat);
      if (x > 0 && y > 0 && x < width && y < height) this.later(properties.name, x, y, "#555", properties.layer === "counties" ? 0.8 : 0.9, true);
    }
    for (const { geometry, properties } of this.features) {
      if (geometry.type !== "Point" || !properties.name) continue;
      const [x, y] = this.toScreen(...geometry.coordinates), wanted = properties.layer === "key_towns" ? this.view.scale > 700 : properties.layer === "villages" && this.view.scale > 6000;
      if (wanted && x > 0 && y > 0 && x < width && y < height && !this.isAnswered(properties)) this.later(properties.name, x, y, properties.layer === "key_towns" ? COLOURS.key : "#444", 1);
    }
  }

  isAnswered(properties) {
    if (properties.layer === "key_towns") return this.answer?.brigades.some((row) => row.name === properties.name);
    return properties.layer === "villages" && this.answer?.villages.some((row) => row.village_id === properties.id);
  }

  inside(pen) {
    const radius = this.answer?.villages.length > 80 ? 3 : 5; // of many, the places show where they crowd
    for (const row of this.answer?.villages ?? []) {
      if (row.lon === null) continue;
      const [x, y] = this.toScreen(row.lon, row.lat);
      this.dot(pen, x, y, radius, COLOURS.inside, COLOURS.hazard);
    }
    for (const row of this.answer?.brigades ?? []) if (row.lon !== null) this.square(pen, ...this.toScreen(row.lon, row.lat), 6, row.status);
  }

  dot(pen, x, y, radius, fill, edge) {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fillStyle = fill;
    pen.fill();
    if (edge) { pen.strokeStyle = edge; pen.lineWidth = 1.8; pen.stroke(); }
  }
  triangle(pen, x, y, size) {
    pen.beginPath();
    pen.moveTo(x, y - size);
    pen.lineTo(x + size, y + size * 0.8);
    pen.lineTo(x - size, y + size * 0.8);
    pen.closePath();
    pen.fillStyle = COLOURS.hazard;
    pen.fill();
    pen.strokeStyle = "#fff";
    pen.lineWidth = 0.8;
    pen.stroke();
  }
  // A brigade that stands is full, one that is planned is hollow.
  square(pen, x, y, half, status) {
    pen.fillStyle = status === "existing" ? COLOURS.key : "#fff";
    pen.strokeStyle = COLOURS.key;
    pen.lineWidth = 1.6;
    pen.fillRect(x - half, y - half, 2 * half, 2 * half);
    pen.strokeRect(x - half, y - half, 2 * half, 2 * half);
  }
  cross(pen, x, y, size) {
    pen.beginPath();
    pen.moveTo(x - size, y); pen.lineTo(x + size, y); pen.moveTo(x, y - size); pen.lineTo(x, y + size);
    pen.strokeStyle = "#000";
    pen.lineWidth = 2;
    pen.stroke();
  }

  // ---- names: villages inside the answer first, then brigades, then the rest; one that would cover another is left out ----

  later(text, x, y, colour, rank, centred = false) { this.labels.push({ text, x, y, colour, rank, centred }); }

  named(pen, width, height) {
    for (const row of this.answer?.villages ?? []) {
      if (row.lon === null) continue;
      this.later(`${row.name ?? row.village_id} ${row.exposed_population === null ? "—" : figure(Math.round(row.exposed_population)) + (language() === "zh" ? "人" : "")}`, ...this.toScreen(row.lon, row.lat), "#8a0f14", 0);
    }
    for (const row of this.answer?.brigades ?? []) if (row.lon !== null) this.later(row.name ?? "", ...this.toScreen(row.lon, row.lat), COLOURS.key, 0.5);
    pen.font = `13px ${FONT}`;
    pen.textBaseline = "middle";
    const spot = ({ lon, lat }) => { const [x, y] = this.toScreen(lon, lat); return [x - 6, y - 6, x + 6, y + 6]; }, rows = this.answer?.villages ?? [];
    const taken = rows.length > 80 ? [] : [...rows, ...(this.answer ? [this.answer.query] : [])].filter((row) => row.lon !== null).map(spot), free = (box) => taken.every((other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
    for (const label of this.labels.sort((a, b) => a.rank - b.rank)) {
      const wide = pen.measureText(label.text).width, spots = label.centred ? [[-wide / 2, 0], [-wide / 2, -16], [-wide / 2, 16]] : [[8, 0], [-8 - wide, 0], [-wide / 2, -14], [-wide / 2, 14]];
      for (const [dx, dy] of spots) {
        const box = [label.x + dx, label.y + dy - 8, label.x + dx + wide, label.y + dy + 8];
        if (box[0] < 0 || box[2] > width || box[1] < 0 || box[3] > height || !free(box)) continue;
        taken.push(box);
        pen.strokeStyle = "#fffffff0";
        pen.lineWidth = 3;
        pen.strokeText(label.text, box[0], label.y + dy);
        pen.fillStyle = label.colour;
        pen.fillText(label.text, box[0], label.y + dy);
        break;
      }
    }
  }

  scaleBar(pen, height) {
    const metre = this.view.scale / (111320 * Math.cos(latitude(this.view.y) * RADIANS)); // pixels
    const most = 120 / metre, ten = 10 ** Math.floor(Math.log10(most)), length = [5, 2, 1].map((step) => step * ten).find((step) => step <= most) ?? ten;
    const text = length >= 1000 ? `${length / 1000} ${say("km")}` : metres(length), x = 12, y = height - 12;
    pen.fillStyle = "#ffffffd0";
    pen.fillRect(x - 6, y - 20, length * metre + 12, 28);
    pen.beginPath();
    pen.moveTo(x, y - 5); pen.lineTo(x, y); pen.lineTo(x + length * metre, y); pen.lineTo(x + length * metre, y - 5);
    pen.strokeStyle = "#000";
    pen.lineWidth = 1.5;
    pen.stroke();
    pen.fillStyle = "#000";
    pen.font = `12px ${FONT}`;
    pen.textBaseline = "middle";
    pen.fillText(text, x + 4, y - 10);
  }

  // ---- hands ----

  down(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    this.travelled = this.pointers.size > 1 ? 99 : 0;
  }
  moved(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.offsetX, y: event.offsetY };
    if (this.pointers.size === 2) {
      const other = [...this.pointers].find(([id]) => id !== event.pointerId)[1], apart = (a) => Math.hypot(a.x - other.x, a.y - other.y);
      this.zoom(apart(now) / Math.max(apart(before), 1), (now.x + other.x) / 2, (now.y + other.y) / 2);
    } else {
      this.travelled += Math.hypot(now.x - before.x, now.y - before.y);
      if (this.travelled > 5) this.pan(now.x - before.x, now.y - before.y);
    }
    this.pointers.set(event.pointerId, now);
  }
  up(event) {
    if (!this.pointers.delete(event.pointerId) || event.type === "pointercancel") return;
    if (this.travelled <= 5 && this.pointers.size === 0 && event.button === 0) this.asked(...this.toPlace(event.offsetX, event.offsetY));
  }
  key(event) {
    const [width, height] = this.size(), steps = { ArrowLeft: [width / 8, 0], ArrowRight: [-width / 8, 0], ArrowUp: [0, height / 8], ArrowDown: [0, -height / 8] };
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (steps[event.key]) this.pan(...steps[event.key]);
    else if (event.key === "+" || event.key === "=") this.zoom(1.6);
    else if (event.key === "-" || event.key === "_") this.zoom(1 / 1.6);
    else if (event.key === "Home") this.showAll();
    else if (event.key === "Enter") this.asked(this.view.x, latitude(this.view.y));
    else return;
    event.preventDefault();
  }
}
