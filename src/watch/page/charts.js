// The data of a chart as a table beside it: on hover, on focus and on a click; it stays while the pointer is on it, and
// Escape closes it.
import { make } from "./dom.js";

const PAUSE = 250;
let table = null;
let owner = null;
let timer = 0;

function place(button) {
  const area = button.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = table;
  const left = Math.min(Math.max(area.left, 8), Math.max(innerWidth - offsetWidth - 8, 8));
  const below = area.bottom + 4;
  const above = area.top - offsetHeight - 4;
  const top = below + offsetHeight < innerHeight || above < 8 ? Math.min(below, Math.max(innerHeight - offsetHeight - 8, 8)) : above;
  table.style.left = `${left}px`;
  table.style.top = `${top}px`;
}

function show(button, charts, lang, dir) {
  clearTimeout(timer);
  if (owner === button) return;
  close();
  const chart = charts[button.dataset.chart];
  if (!chart) return;
  owner = button;
  const number = (cell) => /^[−+-]?[\p{Nd}.,\u00a0\u202f  ]+ ?%?$/u.test(cell);
  table = make("div", { class: "data", id: "chart-data", role: "region", tabindex: "0", "aria-label": `Data of the chart: ${chart.title}`, lang, dir },
    make("table", {},
      make("caption", {}, chart.title),
      make("thead", {}, make("tr", {}, ...chart.head.map((cell) => make("th", { scope: "col" }, cell)))),
      make("tbody", {}, ...chart.rows.map((row) => make("tr", {}, ...row.map((cell, at) => (at === 0
        ? make("th", { scope: "row" }, cell)
        : make("td", { class: number(cell) && "number" }, cell))))))));
  table.addEventListener("pointerenter", () => clearTimeout(timer));
  table.addEventListener("pointerleave", later);
  table.addEventListener("focusout", (event) => { if (event.relatedTarget !== owner) close(); });
  button.closest(".paper").after(table);
  button.setAttribute("aria-expanded", "true");
  button.setAttribute("aria-controls", "chart-data");
  place(button);
}

/** Closes the table; the focus goes back to the chart if it was in it. */
export function close() {
  clearTimeout(timer);
  const from = owner;
  const inside = table?.contains(document.activeElement);
  owner = null;
  table?.remove();
  table = null;
  from?.setAttribute("aria-expanded", "false");
  from?.removeAttribute("aria-controls");
  if (inside) from.focus({ preventScroll: true });
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => { if (!owner?.matches(":focus")) close(); }, PAUSE);
}

/** Shows charts' data in a pane; `state` says what is on show. */
export function watchCharts(pane, state) {
  const open = (button) => { const { charts, lang, dir } = state(); show(button, charts ?? {}, lang, dir); };
  let under = null;
  // Texts lie over the chart they belong to, so that the pointer is looked for in its area.
  pane.addEventListener("pointermove", (event) => {
    if (table?.contains(event.target)) return;
    const buttons = event.target.closest(".sheet")?.querySelectorAll("button.chart") ?? [];
    const found = [...buttons].find((button) => {
      const { left, right, top, bottom } = button.getBoundingClientRect();
      return event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
    }) ?? null;
    if (found === under) return;
    under = found;
    clearTimeout(timer);
    if (found) timer = setTimeout(() => open(found), PAUSE);
    else if (owner) later();
  });
  pane.addEventListener("pointerleave", () => { under = null; clearTimeout(timer); if (owner) later(); });
  pane.addEventListener("focusin", (event) => { if (event.target.matches("button.chart")) open(event.target); });
  pane.addEventListener("focusout", (event) => {
    if (event.target === owner && event.relatedTarget !== table) close();
  });
  pane.addEventListener("click", (event) => {
    const button = event.target.closest("button.chart");
    if (!button) return;
    open(button);
    if (event.detail === 0) table?.focus({ preventScroll: true });
  });
  pane.addEventListener("scroll", () => { if (owner) place(owner); }, { passive: true });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !owner) return;
  event.preventDefault();
  close();
});
