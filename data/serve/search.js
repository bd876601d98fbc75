// The search box: suggestions while typing, arrow keys, Enter and Esc (the combobox pattern of WAI-ARIA). While an input method
// composes, nothing is asked: half a pinyin is no place.
import { make, say } from "/texts.js";

const WAIT_MS = 150;

export class SearchBox {
  // ask(text, limit) promises places; chosen(place) and entered(text) are told.
  constructor(input, list, { ask, chosen, entered, told }) {
    Object.assign(this, { input, list, ask, chosen, entered, told, places: [], active: -1, composing: false, turn: 0 });
    input.addEventListener("compositionstart", () => { this.composing = true; this.close(); });
    input.addEventListener("compositionend", () => { this.composing = false; this.later(); });
    input.addEventListener("input", () => { if (!this.composing) this.later(); });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const index = [...list.children].indexOf(event.target.closest("li"));
      if (index >= 0) this.choose(index);
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.suggest(), WAIT_MS);
  }

  async suggest() {
    const text = this.input.value.trim(), turn = ++this.turn;
    if (!text) return this.close();
    const places = await this.ask(text, 12).catch(() => []);
    if (turn !== this.turn || this.composing || document.activeElement !== this.input) return; // an older answer, or too late
    this.show(places);
  }

  show(places) {
    this.places = places;
    this.active = -1;
    this.list.replaceChildren(...places.map((place, index) => make("li", { role: "option", id: `suggestion-${index}`, "aria-selected": "false" }, ...placeParts(place))));
    this.open(places.length > 0);
    this.told(places.length ? say("suggestions", { count: places.length }) : "");
  }

  open(shown) {
    this.list.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown));
    if (!shown) this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.timer);
    this.turn++;
    this.places = [];
    this.active = -1;
    this.open(false);
  }

  move(step) {
    if (!this.places.length) return;
    this.active = (this.active + step + this.places.length + (this.active < 0 && step < 0 ? 1 : 0)) % this.places.length;
    [...this.list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === this.active)));
    this.list.children[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", `suggestion-${this.active}`);
  }

  choose(index) {
    const place = this.places[index];
    this.input.value = place.name ?? place.id;
    this.close();
    this.chosen(place);
  }

  key(event) {
    // keyCode 229: the key belongs to the input method, also the Enter that ends a composition in some browsers
    if (this.composing || event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.suggest();
      else this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      if (this.list.hidden) this.input.value = "";
      this.close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!this.list.hidden && this.active >= 0) return this.choose(this.active);
      const text = this.input.value.trim();
      this.close();
      if (text) this.entered(text);
    }
  }
}

export function placeParts(place) {
  const where = [place.county, place.kind === "town" ? null : place.town].filter((part) => part && part !== place.name).join(" ");
  const id = place.kind === "hazard_point" && place.id ? place.id : null;
  return [make("span", { class: `kind ${place.kind}` }, say(place.kind)), make("span", { class: "place-name" }, place.name ?? place.id ?? "—"),
    make("span", { class: "place-where" }, [where, id].filter(Boolean).join(" · "))];
}
