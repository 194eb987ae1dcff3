// Looks at the pages of a release of many documents in Chromium, from the file system: how soon they open beside a bare
// list of links, whether they lead everywhere without a script, and what the search finds. Arguments: the browser, and
// the folder. Then pages and search are spoilt in every way that must be noticed.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import axe from "axe-core";
import puppeteer from "puppeteer-core";

const [executablePath, folder] = process.argv.slice(2);
const VIEWS = [
  { name: "desk", width: 1280, scheme: "light" },
  { name: "phone in the dark", width: 360, scheme: "dark" },
];
// What the time of a bare list of links that is as large as a page may be is the most of, in the same browser: that of
// opening a page, with scripts and without, when Chromium gets every picture of it and not only those that are seen; and
// that of a search, the first one too. Seconds would judge the machine.
const LIST_BYTES = 500_000;
// What is typed, and how many briefs it finds: as it is written, without marks, and in other letters.
const SEARCHES = [
  ["DECISIONS appeals", 10_000],
  ["decisions recours l'ete", 1_000],
  ["ឧទ្ធរណ៍", 1_000],
  ["الطعون تتأخر", 1_000],
  ["อุทธรณ์", 1_000],
  ["迟缓", 1_000],
  ["turkiye", 125],
  ["cambodia thai", 1_000],
  ["brief-4999", 1],
  ["no such thing", 0],
];

async function open(browser, place, { script = false, view = VIEWS[0] } = {}) {
  const page = await browser.newPage();
  const wrong = [];
  const asked = [];
  const allowed = pathToFileURL(`${place}/`).href;
  page.on("request", (request) => {
    const url = request.url();
    asked.push(url);
    if (!url.startsWith(allowed) && !url.startsWith("data:")) wrong.push(`it asks for ${url}`);
  });
  page.on("console", (message) => wrong.push(`the console says: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`an error: ${error.message}`));
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width: view.width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: view.scheme }]);
  return { page, wrong, asked };
}

// A list of links without a style, a picture, or anything of ours.
function bareList() {
  const parts = ['<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Links</title><ul>'];
  for (let size = 0, at = 0; size < LIST_BYTES; at += 1) {
    const item = `<li><a href="folder-${at}/file-${at}.pdf">The title of document ${at}</a>, 12 December 2024, 4 pages\n`;
    parts.push(item);
    size += item.length;
  }
  return parts.join("");
}

// How long pages take to open, in milliseconds: each the median of five times, by turns. Every time in a tab of its own,
// for what stands in a tab that nobody sees is not set.
async function opening(browser, place, names, options) {
  const times = names.map(() => []);
  for (let turn = 0; turn < 5; turn += 1) {
    for (const [at, name] of names.entries()) {
      const { page } = await open(browser, place, options);
      const start = performance.now();
      await page.goto(pathToFileURL(path.join(place, name)).href, { waitUntil: "load" });
      times[at].push(performance.now() - start);
      await page.close();
    }
  }
  return times.map((all) => all.sort((one, other) => one - other)[2]);
}

// What opens too slowly of some pages; the time of the bare list, and what parts of it they take at most.
async function timed(browser, place, names, views) {
  const wrong = [];
  const bare = path.join(place, "bare-list.html");
  fs.writeFileSync(bare, bareList());
  const [lists, said] = [[], []];
  for (const [view, script] of views.flatMap((view) => [[view, true], [view, false]])) {
    const [list, ...times] = await opening(browser, place, ["bare-list.html", ...names], { script, view });
    const how = `${view.name}, scripts ${script ? "allowed" : "forbidden"}`;
    times.forEach((time, at) => {
      if (time > list) wrong.push(`${names[at]}, ${how}: it opens in ${(time / list).toFixed(2)} of the time of a bare list`);
    });
    lists.push(list);
    said.push(`${(Math.max(...times) / list).toFixed(2)} of ${Math.round(list)} ms (${how})`);
  }
  fs.rmSync(bare);
  return { wrong, list: lists.sort((one, other) => one - other)[1], said: said.join(", ") };
}

// A page without a script: as wide as the window, fit for all, and leading to what is there.
async function look(browser, place, name, view) {
  const { page, wrong } = await open(browser, place, { view });
  await page.goto(pathToFileURL(path.join(place, name)).href, { waitUntil: "load" });
  await page.setJavaScriptEnabled(true);
  const { links, width, field } = await page.evaluate(() => ({
    links: [...document.querySelectorAll("a")].map((link) => link.href.split("#")[0]),
    width: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    field: document.querySelector("#words")?.checkVisibility() ?? false,
  }));
  if (field) wrong.push("there is a search without a script");
  if (width > 0) wrong.push(`${width} px wider than the window`);
  for (const file of new Set(links)) if (!fs.existsSync(fileURLToPath(file))) wrong.push(`there is no ${file}`);
  await page.evaluate(axe.source);
  const judged = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"], preload: false, rules: { "target-size": { enabled: true } } }));
  for (const { id, nodes } of judged.violations) wrong.push(`axe: ${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
  await page.close();
  return { wrong };
}

// Types words, and waits for what is said of them.
async function search(page, words) {
  await page.$eval("#words", (field) => { field.value = ""; });
  await page.focus("#words");
  return page.evaluate((words) => new Promise((resolve) => {
    const told = document.querySelector("#told");
    told.textContent = "";
    const start = performance.now();
    const done = () => {
      if (!/found|No brief|not work/.test(told.textContent)) return;
      watcher.disconnect();
      clearTimeout(late);
      requestAnimationFrame(() => resolve({ said: told.textContent, time: performance.now() - start }));
    };
    const watcher = new MutationObserver(done);
    watcher.observe(told, { childList: true, characterData: true, subtree: true });
    const late = setTimeout(() => resolve({ said: "nothing", time: performance.now() - start }), 20_000);
    const field = document.querySelector("#words");
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }), words);
}

async function find(browser, place, searches, list) {
  const { page, wrong, asked } = await open(browser, place, { script: true });
  await page.goto(pathToFileURL(path.join(place, "index.html")).href, { waitUntil: "load" });
  if (!await page.$eval("#words", (field) => field.checkVisibility())) return { wrong: [...wrong, "the search is not to be seen"], slowest: 0 };
  if (asked.some((url) => /search-\d+\.js$/.test(url))) wrong.push("it loads what is searched before anybody searches");
  const live = await page.$eval("#told", (told) => [told.getAttribute("role"), told.getAttribute("aria-live")].join());
  if (live !== "status,polite") wrong.push(`what is found is not announced: ${live}`);
  let slowest = 0;
  for (const [words, count] of searches) {
    const { said, time } = await search(page, words);
    const expected = count === 0 ? "No brief has all these words." : `${count.toLocaleString("en-US")} ${count === 1 ? "brief" : "briefs"} found`;
    if (said !== expected) wrong.push(`“${words}” finds “${said}”, not “${expected}”`);
    if (time > list) wrong.push(`“${words}” takes ${(time / list).toFixed(2)} of the time of a bare list`);
    slowest = Math.max(slowest, time);
    const found = await page.$$eval("#found a", (all) => all.map((link) => link.href));
    for (const url of found) {
      const [file, hash] = url.split("#");
      if (!fs.existsSync(fileURLToPath(file))) wrong.push(`“${words}” leads to ${url}`);
      else if (hash && !fs.readFileSync(fileURLToPath(file), "utf8").includes(`id="${hash}"`)) wrong.push(`no place for ${url}`);
    }
    if ((found.length > 0) !== (count > 0)) wrong.push(`“${words}” shows ${found.length} links`);
  }
  // By the keyboard alone: into the field, a word, Enter to the first result, down, up, more of them, and back.
  const focused = () => page.evaluate(() => {
    const at = document.activeElement;
    const item = at.closest("#found > li");
    return item ? `${[...item.parentElement.children].indexOf(item)}` : at.id;
  });
  await search(page, "decisions");
  for (const [key, expected] of [["Enter", "0"], ["ArrowDown", "1"], ["ArrowDown", "2"], ["ArrowUp", "1"], ["Escape", "words"], ["ArrowDown", "0"]]) {
    await page.keyboard.press(key);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    const at = await focused();
    if (at !== expected) wrong.push(`after ${key} the focus is at “${at}”, not “${expected}”`);
  }
  await page.focus("#more").catch(() => wrong.push("there are no more"));
  await page.keyboard.press("Enter");
  const [at, shown] = [await focused(), await page.$$eval("#found > li", (all) => all.length)];
  if (at !== "30" || shown !== 60) wrong.push(`more of them: ${shown}, and the focus is at “${at}”`);
  await page.evaluate(axe.source);
  const judged = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"], preload: false }));
  for (const { id, nodes } of judged.violations) wrong.push(`axe: ${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
  await page.close();
  return { wrong, slowest };
}

// What is said of a search that takes too long.
const SLOW = /takes [\d.]+ of the time/;
// What is done to which file, where a bare list takes so many milliseconds, and what must be said then.
const SPOILT = [
  ["no script", "index.html", (text) => text.replace(/<script.*<\/script>/, ""), /not to be seen/],
  ["a policy without scripts", "index.html", (text) => text.replace(/script-src [^;]*;/, ""), /not to be seen|console says/],
  ["a script in the page", "index.html", (text) => text.replace("</main>", "<script>globalThis.other = 1</script></main>"), /console says: .*Content Security Policy/],
  ["a search that says nothing", "index.html", (text) => text.replace(' aria-live="polite"', ""), /not announced/],
  ["a field without a name", "index.html", (text) => text.replace("<label", "<p").replace("</label", "</p"), /axe: label/],
  ["a piece that is missing", "index/search-2.js", () => null, /does not work|not get|ERR_FILE/],
  ["marks that count", "index/search.js", (text) => text.replace('.replace(MARKS, "")', ""), /l'ete” finds|تتأخر” finds/],
  ["case that counts", "index/search.js", (text) => text.replaceAll(".toLowerCase()", ""), /DECISIONS appeals” finds/],
  ["all that is searched, at once", "index/search.js", (text) => text.replace("form.hidden = false;", "form.hidden = false; load();"), /before anybody searches/],
  ["results that lead nowhere", "index/search.js", (text) => text.replace('new URL("..", own.src)', "new URL(own.src)"), /leads to/],
  ["a slow search", "index/search.js", (text, list) => text.replace("const hits = [];", `const hits = []; for (const end = performance.now() + ${3 * list}; performance.now() < end;);`), SLOW],
  ["a key that does nothing", "index/search.js", (text) => text.replace("ArrowDown: names[at + 1], ", ""), /after ArrowDown/],
];
const SPOILT_PAGES = [
  ["a link to nothing", "index.html", (text) => text.replace('href="index/country-kh.html"', 'href="index/country-kx.html"'), /there is no .*country-kx/],
  ["a search without a script", "index.html", (text) => text.replace(" hidden>", ">"), /search without a script/],
  ["a page too wide", "index/index.css", (text) => text.replace("max-width: 70rem", "min-width: 90rem"), /wider than the window/],
  ["weak contrast", "index/index.css", (text) => text.replace(/--soft: #\w+/, "--soft: #999"), /axe: color-contrast/],
];
// The briefs of eight pages on one.
const SLOW_PAGES = [
  ["a page too long", "index/country-kh.html", (text) => text.replace(/<article[^]*<\/article>/, (briefs) => briefs.repeat(8)), /scripts allowed: it opens in/],
];

const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"], protocolTimeout: 60_000 });
let failed = false;
const complain = (words) => { console.log(words); failed = true; };
const names = fs.readdirSync(path.join(folder, "index")).filter((name) => name.endsWith(".html"));
const longest = names.map((name) => [fs.statSync(path.join(folder, "index", name)).size, name]).sort((a, b) => b[0] - a[0])[0][1];
const looked = ["index.html", "index/country-kh.html", "index/country-kh.9.html", "index/country-af.html", `index/${longest}`];
for (const view of VIEWS) {
  for (const name of looked) {
    const { wrong } = await look(browser, folder, name, view);
    for (const words of wrong) complain(`${name}, ${view.name}: ${words}`);
  }
}
const times = await timed(browser, folder, looked, VIEWS);
for (const words of times.wrong) complain(words);
console.log(`${looked.length} pages open in these parts of the time of a bare list at most: ${times.said}`);
let found = await find(browser, folder, SEARCHES, times.list);
// Once more where all was found but slowly: other programs run, too.
if (found.wrong.length > 0 && found.wrong.every((words) => SLOW.test(words))) found = await find(browser, folder, SEARCHES, times.list);
for (const words of found.wrong) complain(`search: ${words}`);
console.log(`${SEARCHES.length} searches take ${(found.slowest / times.list).toFixed(2)} of the time of a bare list at most`);

const judges = [
  [SPOILT, () => find(browser, folder, SEARCHES.slice(0, 4), times.list)],
  [SPOILT_PAGES, () => look(browser, folder, "index.html", VIEWS[0])],
  [SLOW_PAGES, () => timed(browser, folder, [SLOW_PAGES[0][1]], [VIEWS[0]])],
];
for (const [list, judge] of judges) {
  for (const [name, file, spoil, expected] of list) {
    const spoilt = path.join(folder, file);
    const good = fs.readFileSync(spoilt, "utf8");
    const bad = spoil(good, times.list);
    if (bad === null) fs.rmSync(spoilt);
    else fs.writeFileSync(spoilt, bad);
    const { wrong } = bad === good ? { wrong: [] } : await judge();
    fs.writeFileSync(spoilt, good);
    if (!wrong.some((words) => expected.test(words))) complain(`${name} is not noticed: ${wrong.join("; ")}`);
  }
}
await browser.close();
if (failed) process.exit(1);
console.log(`${SPOILT.length + SPOILT_PAGES.length + SLOW_PAGES.length} spoilt pages and searches were noticed`);
