// Runs of a page as the texts they belong to: words with places, joined to lines and columns. No element is made here.

const DENSE = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
/** How many letters and digits a text has: spaces and marks are not in the file as they are on the page. */
const letters = (text) => text.match(/[\p{Alphabetic}\p{N}]/gu)?.length ?? 0;
const ruler = document.createElement("canvas").getContext("2d");
ruler.font = "20px sans-serif";
const segmenters = new Map();

function segmenter(lang) {
  if (!segmenters.has(lang)) segmenters.set(lang, new Intl.Segmenter(lang, { granularity: "word" }));
  return segmenters.get(lang);
}

/** The words of a text, each with what follows it up to the next: together they are the text. */
function cut(text, lang) {
  const spaced = text.match(/\s*\S+\s*/g) ?? [text];
  return spaced.flatMap((piece) => {
    if (piece.length < 4 || !DENSE.test(piece)) return [piece];
    const words = [];
    for (const { segment, isWordLike } of segmenter(lang).segment(piece)) {
      if (isWordLike || words.length === 0) words.push(segment);
      else words[words.length - 1] += segment;
    }
    return words;
  });
}

/** A run as its words. Where one begins inside the run is measured in another face, so it is near and not exact. */
function words(run, lang) {
  const pieces = cut(run.text, lang);
  const whole = pieces.length > 1 ? ruler.measureText(run.text).width : 0;
  if (!whole) return [{ ...run }];
  const backwards = RIGHT_TO_LEFT.test(run.text);
  let before = "";
  return pieces.map((text) => {
    const from = (ruler.measureText(before).width / whole) * run.w;
    const to = Math.min((ruler.measureText(before + text).width / whole) * run.w, run.w);
    const at = run.at + letters(before);
    before += text;
    return { ...run, text, at, x: backwards ? run.x + run.w - to : run.x + from, w: Math.max(to - from, 0.1) };
  });
}

function union(boxes) {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.w));
  const bottom = Math.max(...boxes.map((box) => box.y + box.h));
  return { x, y, w: right - x, h: bottom - y };
}

/** Whether a space is read between two words that follow each other. */
function spaced(one, other) {
  if (/\s$/.test(one.text) || /^\s/.test(other.text)) return false;
  if (DENSE.test(one.text.slice(-1)) && DENSE.test(other.text[0] ?? "")) return false;
  const sameLine = Math.abs(one.y - other.y) < one.h / 2;
  const gap = Math.max(other.x - one.x - one.w, one.x - other.x - other.w);
  return !sameLine || gap > 0.08 * one.h;
}

/** Words of one text as blocks: a column each, so that no block lies over a column it has no word in. */
function blocks(words) {
  const found = [];
  for (const word of words) {
    const block = found.at(-1);
    const last = block?.at(-1);
    if (!last || word.y + word.h < last.y) found.push([word]);
    else block.push(word);
  }
  return found.map((words) => ({ ...union(words), words }));
}

/**
 * The texts of a page in reading order: `{key, exact, made, words, blocks, box}`. A text that is interrupted, by the
 * number of a note say, is one; where it stands on the page again, it is another.
 */
export function texts(runs, lang) {
  const found = [];
  const open = new Map();
  for (const run of runs) {
    if (!run.text.trim()) continue;
    const exact = Boolean(run.exact && run.key);
    let text = exact ? open.get(run.key) : null;
    if (text && run.at <= text.last) text = null;
    const made = Boolean(run.made);
    const before = found.at(-1);
    if (!text && !exact && before && !before.exact && before.made === made && before.key === run.key) text = before;
    if (!text) {
      text = { key: run.key, exact, made, words: [], last: -1 };
      found.push(text);
      if (exact) open.set(run.key, text);
    }
    text.last = run.at;
    text.words.push(...words(run, lang));
  }
  for (const text of found) {
    text.words.forEach((word, at) => { word.space = at > 0 && spaced(text.words[at - 1], word); });
    text.blocks = blocks(text.words);
    text.box = union(text.blocks);
  }
  return found;
}

/** The chart whose text a key is, by the ids there are. */
export function chartOf(key, ids) {
  const [, rest] = /^(?:figure|chart|table)\.(.+)$/.exec(key ?? "") ?? [];
  return rest && ids.find((id) => rest.startsWith(`${id}.`));
}

/** Where the charts of a page are: all that their own texts cover, without what only stands after them. */
export function chartAreas(runs, ids) {
  const found = new Map();
  for (const run of runs) {
    const id = chartOf(run.key, ids);
    if (id && run.exact) found.set(id, [...(found.get(id) ?? []), run]);
  }
  return [...found].map(([id, runs]) => ({ id, ...union(runs) }));
}
