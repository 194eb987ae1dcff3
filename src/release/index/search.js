// The briefs lie in scripts beside this one, which are loaded when somebody searches: a page that is read from the
// file system may load nothing else. Text of others is never more than text.
(() => {
  "use strict";
  const SHOWN = 30;
  const own = document.currentScript;
  const release = new URL("..", own.src);
  const pieces = Number(own.dataset.pieces);
  const byId = (id) => document.getElementById(id);
  const [form, field, told, list, more] = ["search", "words", "told", "found", "more"].map(byId);

  // Letters that no decomposition takes apart, and those that have a second form.
  const PLAIN = { "đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ς": "σ",
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا", "‘": "'", "’": "'", "ʼ": "'", "‐": "-", "–": "-" };
  const OTHERS = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "gu");
  // Marks over and under letters; those of Khmer, Thai or Devanagari are vowels and stay.
  const MARKS = /(?=\p{M})[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/gu;
  const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u0640]/gu;
  // What a text is found by: no marks, no case, no form of a letter besides the plain one.
  const fold = (text) => {
    if (/^[ -~\n]*$/.test(text)) return text.toLowerCase();
    const letters = text.normalize("NFKD").replace(UNSEEN, "").replace(MARKS, "");
    return letters.toLowerCase().replace(OTHERS, (letter) => PLAIN[letter]).normalize("NFC");
  };

  // By id: a brief with very many languages may be in several pieces.
  const briefs = new Map();
  // Each piece says its number and what it has.
  globalThis.briefpressFound = (number, { languages, places, briefs: found }) => {
    const called = new Map();
    for (const [tag, [english, itself]] of Object.entries(languages)) called.set(tag, fold(`${english} ${itself} ${tag}`));
    const where = places.map(([name, others]) => fold(`${name}\n${others}`));
    for (const brief of found) {
      const all = `${where[brief.at]}\n${fold(brief.id)}\n${brief.date}`;
      const titles = brief.titles.map(([tag, title, path]) => {
        const words = fold(title);
        const [english, , dir] = languages[tag];
        return { tag, title, path, english, dir, words, key: `${words}\n${called.get(tag)}\n${all}` };
      });
      const known = briefs.get(brief.id);
      if (known) known.titles.push(...titles);
      else briefs.set(brief.id, { ...brief, place: places[brief.at][0], titles });
    }
  };

  let loading;
  const load = () => {
    const one = (number) => new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(`search-${number}.js`, own.src).href;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`index/search-${number}.js cannot be read`));
      document.head.append(script);
    });
    loading ??= Promise.all(Array.from({ length: pieces }, (_, at) => one(at + 1)));
    return loading;
  };

  // The briefs that have all words, those that have them in their title first, then the newest.
  const find = (words) => {
    const hits = [];
    for (const brief of briefs.values()) {
      let best;
      for (const title of brief.titles) {
        if (!words.every((word) => title.key.includes(word))) continue;
        const score = words.filter((word) => title.words.includes(word)).length;
        if (!best || score > best.score) best = { brief, title, score };
      }
      if (best) hits.push(best);
    }
    const order = (a, b) => (a < b ? 1 : a > b ? -1 : 0);
    return hits.sort((a, b) => b.score - a.score || order(a.brief.date, b.brief.date));
  };

  const element = (name, attributes, ...inner) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inner);
    return made;
  };
  const inWords = (iso) => {
    const day = new Date(`${iso}T00:00:00Z`);
    const form = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    return Number.isNaN(day.getTime()) ? iso : day.toLocaleDateString("en-GB", form);
  };
  const count = (number, one, many) => `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
  const show = ({ brief, title }) => {
    const { tag, dir, english, path } = title;
    const text = () => element("span", { lang: tag, dir }, title.title);
    const open = element("a", { href: new URL(path, release), hreflang: tag, type: "application/pdf" }, text(),
      element("span", { class: "hidden" }, ` in ${english}, ${brief.place}, ${brief.id} (PDF)`));
    const others = element("a", { href: new URL(`index/${brief.page}`, release) }, "All its languages and files",
      element("span", { class: "hidden" }, ": ", text(), `, ${brief.place}, ${brief.id}`));
    const about = element("p", { class: "about" }, element("bdi", {}, brief.place), " · ",
      element("time", { datetime: brief.date }, inWords(brief.date)), ` · ${english}`);
    if (brief.draft) about.append(" · ", element("strong", { class: "draft" }, "Draft"));
    about.append(" · ", others);
    return element("li", {}, element("p", { class: "name", dir }, open), about);
  };

  let hits = [];
  const showMore = () => {
    const from = list.childElementCount;
    list.append(...hits.slice(from, from + SHOWN).map(show));
    more.hidden = list.childElementCount >= hits.length;
    return list.children[from]?.querySelector("a");
  };
  let asked = 0;
  const search = async () => {
    const number = asked += 1;
    const words = fold(field.value).split(/\s+/u).filter(Boolean);
    if (words.length > 0 && !loading) told.textContent = "Searching…";
    let failure;
    if (words.length > 0) await load().catch((error) => { failure = error; });
    // Somebody typed on.
    if (number !== asked) return;
    hits = words.length > 0 && !failure ? find(words) : [];
    list.replaceChildren();
    showMore();
    if (failure) told.textContent = `The search does not work: ${failure.message}. The lists below have all briefs.`;
    else if (words.length === 0) told.textContent = "";
    else if (hits.length === 0) told.textContent = "No brief has all these words.";
    else told.textContent = `${count(hits.length, "brief", "briefs")} found`;
  };

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    await search();
    list.querySelector("a")?.focus();
  });
  more.addEventListener("click", () => showMore()?.focus());
  // Up and down from result to result, and back to the field.
  document.addEventListener("keydown", (event) => {
    const names = [...list.querySelectorAll(".name a")];
    const at = names.findIndex((name) => name.closest("li").contains(document.activeElement));
    if (at < 0 && document.activeElement !== field) return;
    const to = { ArrowDown: names[at + 1], ArrowUp: at > 0 ? names[at - 1] : field, Escape: field }[event.key];
    if (!to || to === document.activeElement) return;
    event.preventDefault();
    to.focus();
  });
  form.hidden = false;
  // What was typed is there again when somebody comes back.
  addEventListener("pageshow", () => { if (field.value) search(); });
})();
