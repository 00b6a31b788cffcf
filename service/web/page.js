// The board of the morning: figures from the daemon, shown in Vietnamese or English.

import { Agencies } from "./page_agencies.js";
import { Board } from "./page_board.js";
import { dateOf, number, timeOf, wallClock } from "./page_format.js";
import { State } from "./page_state.js";
import { Feed } from "./page_stream.js";
import { languages, say } from "./page_texts.js";

const kRemembered = "dunghan-language";
const find = (id) => document.getElementById(id);

// ?lang= rules; else what was chosen last; else Vietnamese.
function chosenLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  if (languages.includes(asked)) return remember(asked);
  try {
    const last = localStorage.getItem(kRemembered);
    if (languages.includes(last)) return last;
  } catch { /* storage may be forbidden */ }
  return "vi";
}

function remember(language) {
  try {
    localStorage.setItem(kRemembered, language);
  } catch { /* storage may be forbidden */ }
  return language;
}

class Page {
  constructor() {
    this.board = new Board();
    this.agencies = new Agencies();
    this.state = new State();
    this.data = null;
    this.speak(chosenLanguage());
    for (const link of document.querySelectorAll("[data-language]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        history.replaceState(null, "", `?lang=${link.dataset.language}`);
        this.speak(remember(link.dataset.language));
      });
    }
    this.feed = new Feed((data) => this.take(data), () => this.showLink());
    this.showLink();
    this.tick();
    setInterval(() => this.tick(), 250);
  }

  speak(language) {
    this.language = language;
    document.documentElement.lang = language;
    for (const element of document.querySelectorAll("[data-text]")) {
      element.textContent = say(language, element.dataset.text);
    }
    for (const link of document.querySelectorAll("[data-language]")) {
      if (link.dataset.language === language) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.data ? this.render(this.data) : this.state.waiting(language);
    if (this.feed) this.showLink();
  }

  take(data) {
    const wall = wallClock(data.now);
    if (Number.isNaN(wall)) throw new Error("now");
    this.render(data);
    this.data = data;
    this.clock = { wall, at: performance.now(), speed: data.clock_speed };
    this.lastWall = wall;
  }

  render(data) {
    const { language } = this;
    const empty = data.data.freshness === "none";
    this.state.show(data, language);
    this.board.show(data, language);
    this.agencies.show(data, language);
    find("empty").hidden = !empty;
    find("figures").hidden = find("agencies").hidden = empty;
    if (empty) this.showExample(data);
    find("simulated").hidden = !data.simulated;
    find("simulated-speed").textContent = this.speedText(data.clock_speed);
    find("position").textContent = empty ? "" : say(language, "position", {
      seq: number(data.position.seq, language), chain: data.position.chain.slice(0, 16),
    });
    document.title = this.board.title(data, language);
  }

  speedText(speed) {
    if (speed === 1) return "";
    return say(this.language, speed > 1 ? "faster" : "slower", { n: speed });
  }

  showExample(data) {
    const event = { dossier: "000.00.03.H52-000001", type: "received", at: data.now,
                    agency: "000.00.03.H52", procedure: "1.900012" };
    for (const one of document.querySelectorAll(".origin")) one.textContent = location.origin;
    find("empty-example").textContent =
      `curl ${location.origin}/api/v1/events -H "Authorization: Bearer $DUNGHAN_TOKEN" -H 'Content-Type: application/json' -d '\n` +
      `${JSON.stringify(event, null, 2)}'`;
  }

  showLink() {
    const { language } = this;
    const { state } = this.feed;
    document.body.dataset.link = state;
    find("link-state").textContent = say(language, `link_${state}`);
    find("lost").hidden = state !== "lost";
    if (state !== "lost") return;
    const since = this.lastWall === undefined ? null : timeOf(this.lastWall);
    find("lost").textContent = since ? say(language, "lost", { time: since }) : say(language, "lost_never");
  }

  tick() {
    if (!this.clock || this.feed.state === "lost") return;
    const passed = (performance.now() - this.clock.at) * this.clock.speed;
    find("clock-time").textContent = timeOf(this.clock.wall + passed);
    find("clock-date").textContent = dateOf(this.clock.wall + passed);
  }
}

new Page();
