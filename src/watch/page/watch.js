// The page of `briefpress watch`: what is shown, what the server says of it, and what is said to the reader.
import { join } from "./beside.js";
import { close as closeChart, watchCharts } from "./charts.js";
import { address, announce, byId, count, make } from "./dom.js";
import { counts, showProblems, showTranslation } from "./panel.js";
import { hide, refreshPlace, showPlace } from "./place.js";
import { Pane, forget } from "./sheets.js";

const PARTS = ["brief", "lang", "document", "edition"];
const WORDS = { brief: "Brief", indicators: "Indicators", screen: "Screen", print: "Print" };
const LOST = "Connection lost: is briefpress watch still running?";
const wide = matchMedia("(min-width: 64rem)");

const target = new Pane(byId("target"), { follow, name: "" });
const source = new Pane(byId("source"), { follow, name: "Original" });
const rejoin = join(source, target);
const asked = new URLSearchParams(location.search);
const view = Object.fromEntries(PARTS.map((part) => [part, asked.get(part) ?? ""]));
let zoom = ["100", "150", "200"].includes(asked.get("zoom")) ? asked.get("zoom") : "fit";
let state = null;
let events = null;
let turn = 0;
let lost = false;
let again = 0;
let original = null;
// The text that the address leads to.
let wanted = decodeURIComponent(location.hash.slice(1));

function follow(request) {
  const back = () => {
    const pane = request.lang === state.lang ? target : source;
    (request.from.isConnected ? request.from : pane.find(request.key) ?? byId("pages")).focus({ preventScroll: true });
  };
  showPlace({ ...request, brief: state.brief, back });
}

// What is shown: in the address, so that it is shown again after a reload.

function remember() {
  const query = Object.fromEntries(PARTS.filter((part) => view[part]).map((part) => [part, view[part]]));
  if (zoom !== "fit") query.zoom = zoom;
  history.replaceState(null, "", Object.keys(query).length > 0 ? address("./", query) : "./");
}

function choose(part, value) {
  view[part] = value;
  remember();
  hide();
  closeChart();
  status("busy", "Setting the pages…");
  connect();
}

function options(select, entries, value) {
  const known = JSON.stringify(entries);
  if (select.dataset.known !== known) {
    select.dataset.known = known;
    select.replaceChildren(...entries.map(([id, words]) => make("option", { value: id }, words)));
  }
  select.value = value;
  select.closest(".field").hidden = entries.length < 2 && select.id !== "brief";
}

function segments(part, values, value) {
  const set = byId(part);
  const box = set.querySelector(".segments");
  const known = values.join();
  if (box.dataset.known !== known) {
    box.dataset.known = known;
    box.replaceChildren(...values.map((entry) => make("label", {},
      make("input", { type: "radio", name: part, value: entry, onchange: () => choose(part, entry) }),
      make("span", {}, WORDS[entry] ?? entry))));
  }
  for (const input of box.querySelectorAll("input")) input.checked = input.value === value;
  set.hidden = values.length < 2;
}

function showChoices() {
  byId("project").textContent = state.project;
  options(byId("brief"), state.briefs.map(({ id, title }) => [id, title || id]), state.brief);
  const languages = state.languages.map(({ tag, name, original }) => [tag, `${name}${original ? " (original)" : ""}`]);
  options(byId("lang"), languages, state.lang);
  segments("document", state.documents, state.document);
  segments("edition", state.editions, state.edition);
  const title = state.briefs.find(({ id }) => id === state.brief)?.title || state.brief;
  const errors = state.problems.filter(({ level }) => level === "error").length;
  document.title = `${errors > 0 ? `(${count(errors, "error")}) ` : ""}${title} · ${state.lang} · briefpress watch`;
}

// What is said.

function status(kind, words) {
  const line = byId("status");
  line.dataset.state = kind;
  const link = ["error", "warning"].includes(kind);
  if (line.textContent !== words || Boolean(line.firstElementChild) !== link) {
    line.replaceChildren(link ? make("a", { href: "#problems" }, words) : words);
  }
}

function banner(kind, words) {
  const box = byId("banner");
  box.hidden = !words;
  box.className = kind;
  if (box.textContent !== words) box.textContent = words;
}

function showCondition() {
  if (lost) {
    banner("lost", LOST);
    status("lost", "Not connected");
    return;
  }
  const found = counts(state.problems);
  const took = `${state.milliseconds} ms`;
  document.body.classList.toggle("stale", !state.fresh);
  if (state.fresh) banner("", "");
  else {
    banner("stale", state.pages.length > 0
      ? `These are the last good pages: ${state.problems.some(({ code, level }) => code && level === "error") ? "what was saved since has errors." : `${state.problems[0]?.message ?? "the worker gave no answer"}.`}`
      : `There are no pages yet. ${state.problems[0]?.message ?? ""}`);
  }
  if (!found) status("fine", `Up to date · ${took}`);
  else status(state.fresh ? "warning" : "error", `${found} · ${took}`);
}

/** What a screen reader hears of an update: what is new, and nothing twice. */
function tell(before, changed) {
  const words = [];
  if (changed === 1) words.push(`Page updated in ${state.milliseconds} ms.`);
  else if (changed > 1) words.push(`${changed} pages updated in ${state.milliseconds} ms.`);
  const messages = ({ problems }) => JSON.stringify(problems.map(({ message }) => message));
  if (!before || messages(before) !== messages(state)) {
    const [first] = state.problems;
    if (first) words.push(`${counts(state.problems)}: ${first.message}`);
    else if (before?.problems.length > 0) words.push("Mended: no problems.");
  }
  if (words.length > 0) announce(words.join(" "));
}

// Panes.

function showPanes() {
  const both = Boolean(state?.source);
  const beside = both && (original ?? wide.matches);
  byId("original-field").hidden = !both;
  byId("original").checked = beside;
  const key = topKey(source.element.hidden ? target : source);
  const was = [source.element.hidden, target.element.hidden].join();
  source.element.hidden = !beside;
  target.element.hidden = beside && !wide.matches;
  document.body.classList.toggle("beside", beside && wide.matches);
  if (was !== [source.element.hidden, target.element.hidden].join() && key && !wide.matches) {
    (source.element.hidden ? target : source).find(key)?.scrollIntoView({ block: "start" });
  }
  rejoin();
}

/** The text at the top of what is seen of a pane. */
function topKey(pane) {
  const shown = pane.links.find((link) => link.getBoundingClientRect().top > 0);
  return shown && shown.getBoundingClientRect().top < innerHeight ? shown.dataset.key : null;
}

function jump(key) {
  if (target.element.hidden) { original = false; showPanes(); }
  const link = target.find(key);
  if (link) target.go(link);
  else {
    const from = document.activeElement;
    showPlace({ key, at: 0, lang: state.lang, brief: state.brief, byKey: true, back: () => from.focus() });
  }
}

function showZoom() {
  byId("zoom").value = zoom;
  byId("pages").dataset.zoom = zoom;
  byId("pages").style.setProperty("--zoom", zoom === "fit" ? 1 : zoom / 100);
  rejoin();
}

// The server.

async function take(next) {
  const mine = turn += 1;
  try {
    const { pages, lang, dir } = next.source ?? {};
    const put = await target.prepare(next);
    const putSource = next.source ? await source.prepare({ ...next, pages, lang, dir, strings: {}, source: null }) : null;
    if (mine !== turn) return;
    const before = state;
    state = next;
    for (const part of PARTS) view[part] = next[part];
    remember();
    showPanes();
    const changed = put();
    putSource?.();
    byId("target").querySelector("h2").textContent = next.languages.find(({ tag }) => tag === next.lang)?.name ?? next.lang;
    byId("source").querySelector("h2").textContent = `Original: ${next.languages.find(({ tag }) => tag === lang)?.name ?? lang ?? ""}`;
    showChoices();
    showCondition();
    showProblems(next);
    showTranslation(next, jump);
    tell(before, changed);
    refreshPlace();
    if (changed > 0) closeChart();
    forget(new Set([...next.pages, ...(pages ?? [])].map(({ id }) => id)));
    rejoin();
    const there = wanted && target.find(wanted);
    wanted = "";
    if (there) target.go(there);
    document.body.dataset.version = next.version;
  } catch (error) {
    if (mine === turn) lose(String(error.message ?? error));
  }
}

function lose() {
  if (document.hidden) return;
  events?.close();
  clearTimeout(again);
  again = setTimeout(connect, 1000);
  if (!lost) announce(LOST);
  lost = true;
  showCondition();
}

function connect() {
  clearTimeout(again);
  events?.close();
  turn += 1;
  const query = Object.fromEntries(PARTS.filter((part) => view[part]).map((part) => [part, view[part]]));
  const mine = events = new EventSource(address("events", query));
  mine.addEventListener("busy", () => { if (!lost) status("busy", "Setting the pages…"); });
  mine.addEventListener("state", (event) => {
    if (mine !== events) return;
    if (lost) { lost = false; banner("", ""); announce("Connected again."); }
    take(JSON.parse(event.data));
  });
  mine.addEventListener("error", () => { if (mine === events) lose(); });
}

// Browsers have few connections for all tabs of one address: those that no one sees leave theirs to the others.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    clearTimeout(again);
    events?.close();
    events = null;
  } else if (!events) connect();
});
byId("brief").addEventListener("change", (event) => choose("brief", event.target.value));
byId("lang").addEventListener("change", (event) => choose("lang", event.target.value));
byId("zoom").addEventListener("change", (event) => { zoom = event.target.value; remember(); showZoom(); });
byId("original").addEventListener("change", (event) => { original = event.target.checked; showPanes(); });
byId("view").addEventListener("submit", (event) => event.preventDefault());
wide.addEventListener("change", () => { if (state) showPanes(); });
for (const pane of [target, source]) watchCharts(pane.element, () => pane.state ?? {});
showZoom();
connect();
