// The pages: pictures, and over each the texts in it as links that can be read, reached and followed.
import { make, address, refusal } from "./dom.js";
import { chartAreas, chartOf, texts } from "./runs.js";

const MARKS = { missing: "missing", stale: "stale" };
const pictures = new Map();
const cache = new Map();

/** What is said of a string that is not up to date. */
export const markOf = (status) => MARKS[status] ?? status.replace(/[_-]/g, " ");

/** The runs of a page; a page never changes, so they are asked for once. */
function runsOf(id) {
  if (!cache.has(id)) {
    const asked = fetch(`pages/${id}.json`).then(async (response) => {
      if (!response.ok) throw new Error(await refusal(response));
      return (await response.json()).runs;
    });
    asked.catch(() => cache.delete(id));
    cache.set(id, asked);
  }
  return cache.get(id);
}

/** Forgets pages that are no longer shown. */
export function forget(shown) {
  for (const known of [cache, pictures]) {
    for (const id of known.keys()) if (!shown.has(id)) known.delete(id);
  }
}

const percent = (part, whole) => `${((part / whole) * 100).toFixed(3)}%`;

function put(element, box, around) {
  element.style.left = percent(box.x - around.x, around.w);
  element.style.top = percent(box.y - around.y, around.h);
  element.style.width = percent(box.w, around.w);
  element.style.height = percent(box.h, around.h);
}

/** One of two panes, with its pages. */
export class Pane {
  constructor(element, { follow, name }) {
    this.element = element;
    this.sheets = element.querySelector(".sheets");
    this.follow = follow;
    this.name = name;
    this.state = null;
    element.addEventListener("click", (event) => this.click(event));
    element.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("focusin", (event) => this.rove(event.target));
  }

  get links() {
    return [...this.element.querySelectorAll("a.text")];
  }

  /** Loads what is new, and returns what puts it on show at once, which says how many pages are others. */
  async prepare(state) {
    const old = new Map([...this.sheets.children].map((sheet) => [sheet.dataset.id, sheet]));
    const near = new Set(this.near());
    const made = await Promise.all(state.pages.map(async (page, at) => {
      const same = old.get(page.id);
      if (same && same.lang === state.lang) return same;
      const picture = make("img", { src: `pages/${page.id}.svg`, alt: "", decoding: "sync" });
      const first = near.size === 0 && at < 2;
      const [runs] = await Promise.all([
        runsOf(page.id),
        near.has(at) || first ? picture.decode().catch(() => { throw new Error("a page could not be loaded"); }) : null,
      ]);
      return this.sheet(page, state, picture, runs);
    }));
    return () => this.swap(made, state);
  }

  /** The numbers of the pages that can be seen. */
  near() {
    const frame = this.element.getBoundingClientRect();
    const top = Math.max(frame.top, 0);
    const bottom = Math.min(frame.bottom, innerHeight);
    return [...this.sheets.children].flatMap((sheet, at) => {
      const box = sheet.getBoundingClientRect();
      return box.bottom > top && box.top < bottom ? [at] : [];
    });
  }

  swap(made, state) {
    const focus = this.focused();
    const anchor = this.anchor();
    const before = [...this.sheets.children];
    let changed = 0;
    made.forEach((sheet, at) => {
      if (before[at] === sheet) return;
      changed += 1;
      if (this.sheets.children[at]) this.sheets.insertBefore(sheet, this.sheets.children[at]);
      else this.sheets.append(sheet);
    });
    const kept = new Set(made);
    for (const sheet of before) if (!kept.has(sheet)) sheet.remove();
    if (made.length < before.length) changed += 1;
    made.forEach((sheet, at) => this.caption(sheet, state.pages[at], at, made.length));
    this.state = state;
    this.mark();
    this.scrollTo(anchor);
    this.refocus(focus);
    return changed;
  }

  caption(sheet, page, at, total) {
    const words = `Page ${at + 1} of ${total}`;
    sheet.setAttribute("aria-label", this.name ? `${this.name}, ${words.toLowerCase()}` : words);
    const millimetres = [page.width, page.height].map((points) => Math.round((points / 72) * 25.4));
    sheet.querySelector(".caption").textContent = `${words} · ${millimetres.join(" × ")} mm`;
  }

  sheet(page, state, picture, runs) {
    const layer = make("div", { class: "layer" });
    const whole = { x: 0, y: 0, w: page.width, h: page.height };
    const ids = Object.keys(state.charts ?? {});
    const areas = new Map(chartAreas(runs, ids).map((area) => [area.id, area]));
    for (const text of texts(runs, state.lang)) {
      const chart = chartOf(text.key, ids);
      if (areas.has(chart)) {
        layer.append(this.chart(areas.get(chart), state.charts[chart], whole));
        areas.delete(chart);
      }
      layer.append(this.text(text, whole, state));
    }
    layer.querySelector("a.text")?.setAttribute("tabindex", "0");
    const paper = make("div", { class: "paper" }, picture, layer);
    paper.style.aspectRatio = `${page.width} / ${page.height}`;
    const sheet = make("section", { class: "sheet", "data-id": page.id, lang: state.lang, dir: state.dir },
      paper, make("p", { class: "caption", lang: "en", dir: "ltr", "aria-hidden": "true" }));
    sheet.style.setProperty("--points", page.width);
    return sheet;
  }

  text(text, whole, state) {
    const link = text.exact || text.made
      ? make("a", {
        class: "text", tabindex: "-1", "data-key": text.key, "data-made": text.made && "", draggable: "false",
        href: `${address("./", { brief: state.brief, lang: state.lang, document: state.document, edition: state.edition })}#${encodeURIComponent(text.key)}`,
      })
      : make("span", { class: "text", "data-near": text.key });
    put(link, text.box, whole);
    link.style.fontSize = `${((text.words[0].h / whole.w) * 75).toFixed(3)}cqw`;
    for (const block of text.blocks) {
      const span = make("span", { class: "block" });
      put(span, block, text.box);
      for (const word of block.words) {
        const piece = make("span", { class: "word", "data-at": word.at }, word.text);
        put(piece, word, block);
        span.append(word.space ? " " : "", piece);
      }
      link.append(span);
    }
    return link;
  }

  chart(area, chart, whole) {
    const button = make("button", {
      type: "button", class: "chart", "data-chart": area.id, "aria-expanded": "false", lang: "en", dir: "ltr",
      "aria-label": `Data of the chart: ${chart.title}`,
    });
    const label = make("span", { "aria-hidden": "true" }, "Data");
    // In the margin of the page, where it hides no words.
    const onRight = area.x + area.w / 2 > whole.w / 2;
    const beyond = onRight ? area.x + area.w - whole.w : -area.x;
    label.style[onRight ? "right" : "left"] = `calc(${((beyond / area.w) * 100).toFixed(2)}% + 0.75cqw)`;
    button.append(label);
    put(button, area, whole);
    return button;
  }

  /** Marks the texts whose translation is not up to date: by a line, a word beside it, and in the name of the link. */
  mark() {
    const { strings = {}, source } = this.state;
    for (const link of this.links) {
      const status = strings[link.dataset.key];
      if ((link.dataset.status ?? "") === (status ?? "")) continue;
      link.querySelector(".mark")?.remove();
      if (status) {
        link.dataset.status = status;
        link.append(make("span", { class: "mark", lang: "en", dir: "ltr" }, make("span", { class: "hidden" }, " Translation: "), markOf(status)));
      } else delete link.dataset.status;
      const original = status === "missing" && source;
      for (const [name, value] of [["lang", source?.lang], ["dir", source?.dir]]) {
        for (const block of link.querySelectorAll(".block")) {
          if (original) block.setAttribute(name, value); else block.removeAttribute(name);
        }
      }
    }
  }

  /** The text with a key on show, if it is. */
  find(key) {
    return this.element.querySelector(`a.text[data-key="${CSS.escape(key)}"]`);
  }

  /** Goes to a text and its word. */
  go(link, word = null) {
    this.element.querySelector(".word.at")?.classList.remove("at");
    link.focus({ preventScroll: true });
    const piece = word === null ? null : link.querySelectorAll(".word")[word];
    piece?.classList.add("at");
    (piece ?? link.querySelector(".block")).scrollIntoView({ block: word === null ? "center" : "nearest", inline: "nearest" });
    return piece;
  }

  rove(target) {
    const link = target.closest?.("a.text");
    if (!link) return;
    for (const other of link.parentElement.querySelectorAll("a.text[tabindex='0']")) other.tabIndex = -1;
    link.tabIndex = 0;
    if (!link.querySelector(".word.at")) this.element.querySelector(".word.at")?.classList.remove("at");
  }

  click(event) {
    const text = event.target.closest(".text");
    if (!text || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const byKey = event.detail === 0;
    const word = (byKey ? null : event.target.closest(".word")) ?? text.querySelector(".word.at") ?? text.querySelector(".word");
    const key = text.dataset.key ?? text.dataset.near;
    this.element.querySelector(".word.at")?.classList.remove("at");
    word.classList.add("at");
    this.follow({ key, at: Number(word.dataset.at), lang: this.state.lang, near: !text.dataset.key, made: "made" in text.dataset, from: text, byKey });
  }

  key(event) {
    const link = event.target.closest?.("a.text");
    if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const forwards = this.state.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backwards = this.state.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    const links = this.links;
    const at = links.indexOf(link);
    const own = [...link.closest(".sheet").querySelectorAll("a.text")];
    const pieces = [...link.querySelectorAll(".word")];
    const word = pieces.findIndex((piece) => piece.classList.contains("at"));
    let to = null;
    if (event.key === "ArrowDown") to = [links[at + 1], null];
    else if (event.key === "ArrowUp") to = [links[at - 1], null];
    else if (event.key === "Home") to = [own[0], null];
    else if (event.key === "End") to = [own.at(-1), null];
    else if (event.key === forwards) to = word + 1 < pieces.length ? [link, word + 1] : [links[at + 1], 0];
    else if (event.key === backwards && word > 0) to = [link, word - 1];
    else if (event.key === backwards) to = [links[at - 1], links[at - 1]?.querySelectorAll(".word").length - 1];
    else return;
    event.preventDefault();
    if (to[0]) this.go(...to);
  }

  /** What has the focus, in words that hold for the next pages too. */
  focused() {
    const link = document.activeElement?.closest?.(".pane a.text, .pane button.chart");
    if (!link || !this.element.contains(link)) return null;
    const { key, chart } = link.dataset;
    const same = this.links.filter((other) => other.dataset.key === key);
    return {
      link, key, chart, nth: same.indexOf(link),
      page: [...this.sheets.children].indexOf(link.closest(".sheet")),
      word: [...link.querySelectorAll(".word")].findIndex((piece) => piece.classList.contains("at")),
    };
  }

  /** Gives the focus back to the text that had it, or to the first of that page. */
  refocus(focus) {
    if (!focus || focus.link.isConnected) return;
    const same = this.links.filter((link) => link.dataset.key === focus.key);
    const sheet = this.sheets.children[Math.min(focus.page, this.sheets.children.length - 1)];
    const chart = focus.chart && this.element.querySelector(`button.chart[data-chart="${CSS.escape(focus.chart)}"]`);
    const link = chart || same[Math.min(focus.nth, same.length - 1)] || sheet?.querySelector("a.text");
    (link ?? document.getElementById("pages")).focus({ preventScroll: true });
    if (focus.word >= 0 && link) link.querySelectorAll(".word")[focus.word]?.classList.add("at");
  }

  /** What scrolls: the pane, or on narrow screens the window. */
  get scroller() {
    const own = getComputedStyle(this.element).overflowY === "auto" && this.element.scrollHeight > this.element.clientHeight + 1;
    return own ? this.element : document.scrollingElement;
  }

  /** Where the reader is: a page, and how far down it. */
  anchor() {
    const top = this.scroller === this.element ? this.element.getBoundingClientRect().top : 0;
    const sheets = [...this.sheets.children];
    const at = sheets.findIndex((sheet) => sheet.getBoundingClientRect().bottom > top);
    if (at < 0) return null;
    const box = sheets[at].getBoundingClientRect();
    if (at === 0 && box.top >= top) return null;
    return { at, part: (top - box.top) / box.height };
  }

  scrollTo(anchor) {
    const sheet = anchor && this.sheets.children[Math.min(anchor.at, this.sheets.children.length - 1)];
    if (!sheet) return;
    const scroller = this.scroller;
    const top = scroller === this.element ? this.element.getBoundingClientRect().top : 0;
    const box = sheet.getBoundingClientRect();
    const by = box.top + anchor.part * box.height - top;
    if (Math.abs(by) > 1) scroller.scrollTop += by;
  }
}
