// Looks at the pages of releases in Chromium as their readers meet them. Arguments: the browser, and folders that were
// built; the first is also spoilt in every way that must be noticed.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import axe from "axe-core";
import puppeteer from "puppeteer-core";

const [executablePath, ...releases] = process.argv.slice(2);
const VIEWS = [
  { name: "desk", width: 1280, scheme: "light" },
  { name: "desk in the dark", width: 1280, scheme: "dark" },
  { name: "tablet", width: 800, scheme: "dark" },
  { name: "phone", width: 360, scheme: "light" },
  { name: "phone in the dark", width: 360, scheme: "dark" },
  { name: "desk at 400 %", width: 320, scheme: "light" },
  { name: "paper", width: 718, scheme: "light", media: "print" },
];

// Runs in the page: what is wrong with its links, pictures, languages and width.
async function inspect() {
  const wrong = [];
  for (const image of document.images) {
    image.loading = "eager";
    await image.decode().catch(() => {});
    if (image.naturalWidth < 200) wrong.push(`a picture is missing: ${image.getAttribute("src")}`);
  }
  const links = [...document.querySelectorAll("a")];
  const targets = new Map();
  for (const link of links) {
    const name = link.textContent.replace(/\s+/g, " ").trim();
    if (!name || !link.href) wrong.push(`a link says nothing or leads nowhere: ${link.outerHTML}`);
    const other = targets.get(name);
    if (other && other !== link.href) wrong.push(`two links say “${name}”: ${other}, ${link.href}`);
    targets.set(name, link.href);
    const here = link.href.startsWith(`${location.href.split("#")[0]}#`);
    if (here && !document.getElementById(decodeURIComponent(link.hash.slice(1)))) wrong.push(`no place for ${link.hash}`);
  }
  const scripts = [
    [/\p{Script=Arabic}/u, ["ar", "fa", "ur"], "rtl"],
    [/\p{Script=Khmer}/u, ["km"], "ltr"],
    [/\p{Script=Thai}/u, ["th"], "ltr"],
    [/\p{Script=Han}/u, ["zh"], "ltr"],
  ];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const said = text.parentElement.closest("[lang]")?.lang.split("-")[0];
    const dir = getComputedStyle(text.parentElement).direction;
    for (const [script, languages, direction] of scripts) {
      const fits = languages.includes(said) && dir === direction;
      if (script.test(text.data) && !fits) wrong.push(`language ${said}, ${dir}: ${text.data.trim()}`);
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) wrong.push(`${scrollWidth} px wide in a window of ${clientWidth}`);
  if (document.querySelector("script, iframe, object, [onclick]")) wrong.push("the page has a script");
  return { wrong, files: links.map((link) => link.href).filter((href) => !href.includes("#")) };
}

// Through the page with the Tab key: the link to skip first, every link in turn, and always to be seen where one is.
async function tab(page) {
  const wrong = [];
  const count = await page.$$eval("a, summary", (all) => all.length);
  for (let at = 0; at < Math.min(count, 40); at += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate((at) => {
      const all = [...document.querySelectorAll("a, summary")];
      const focused = document.activeElement;
      const style = getComputedStyle(focused);
      const { width, height, top, bottom } = focused.getBoundingClientRect();
      const seen = width > 8 && height >= 16 && bottom > 0 && top < innerHeight;
      const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      return { right: all[at] === focused, seen, ring, name: focused.textContent.trim(), hash: focused.hash };
    }, at);
    if (!focus.right) wrong.push(`the Tab key misses link ${at + 1}, and is at “${focus.name}”`);
    if (!focus.seen || !focus.ring) wrong.push(`the focus cannot be seen at “${focus.name}”`);
    if (at === 0 && focus.hash !== "#briefs") wrong.push("the first link does not lead to the briefs");
    if (wrong.length > 0) break;
  }
  return wrong;
}

async function look(browser, folder, view) {
  const page = await browser.newPage();
  const wrong = [];
  const allowed = pathToFileURL(`${folder}/`).href;
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(allowed) && !url.startsWith("data:")) wrong.push(`it asks for ${url}`);
  });
  page.on("console", (message) => wrong.push(`the console says: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`an error: ${error.message}`));
  page.on("requestfailed", (request) => wrong.push(`it does not get ${request.url()}`));
  await page.setJavaScriptEnabled(false);
  await page.setViewport({ width: view.width, height: 900 });
  await page.emulateMediaType(view.media ?? "screen");
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: view.scheme }]);
  await page.goto(pathToFileURL(path.join(folder, "index.html")).href);
  // The page ran without; what judges it is a script too.
  await page.setJavaScriptEnabled(true);
  const found = await page.evaluate(inspect);
  wrong.push(...found.wrong);
  for (const file of found.files) {
    if (!fs.existsSync(fileURLToPath(file))) wrong.push(`there is no ${file}`);
  }
  await page.evaluate(axe.source);
  // WCAG 2.2 up to AA and best practice; the rule about the size of targets is not on by itself.
  const judged = await page.evaluate(() => axe.run(document, {
    resultTypes: ["violations", "incomplete"],
    rules: { "target-size": { enabled: true } },
  }));
  for (const { id, nodes } of judged.violations) {
    wrong.push(`axe: ${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
  }
  if (judged.passes.length < 15) wrong.push(`axe ran ${judged.passes.length} rules only`);
  if (!view.media) wrong.push(...await tab(page));
  await page.close();
  return { wrong, unsure: judged.incomplete.map(({ id, nodes }) => `${id} (${nodes.length})`), rules: judged.passes.length };
}

// What is done to the page, and what must be said then.
const SPOILT = [
  ["no language", (html) => html.replace('<html lang="en">', "<html>"), /axe: html-has-lang/],
  ["a broken link", (html) => html.replace('.pdf"', '.pdx"'), /there is no .*\.pdx/],
  ["a missing picture", (html) => html.replace('.png"', '.pmg"'), /a picture is missing/],
  ["a place that is not there", (html) => html.replace('id="briefs"', ""), /no place for #briefs/],
  ["weak contrast", (html) => html.replace(/--soft: #\w+/, "--soft: #999"), /axe: color-contrast/],
  ["a picture from elsewhere", (html) => html.replace("<main", '<img alt="" src="https://example.org/a.png"><main'), /it asks for https:/],
  ["a picture without words", (html) => html.replace(' alt=""', ""), /axe: image-alt/],
  ["a heading left out", (html) => html.replaceAll("h3", "h5"), /axe: heading-order/],
  ["a title in no language", (html) => html.replaceAll('lang="ar"', ""), /language en, rtl/],
  ["a title in no direction", (html) => html.replaceAll(' dir="rtl"', ""), /language ar, ltr/],
  ["links that say the same", (html) => html.replaceAll(/<span class="hidden">[^<]*/g, '<span class="hidden">'), /two links say/],
  ["no ring around the focus", (html) => html.replace("outline: 3px", "outline: 0"), /the focus cannot be seen/],
  ["a page too wide", (html) => html.replace("max-width: 70rem", "min-width: 90rem"), /px wide in a window/],
  ["a script", (html) => html.replace("</main>", "</main><script></script>"), /the page has a script/],
];

const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"], protocolTimeout: 30_000 });
let failed = false;
const complain = (words) => { console.log(words); failed = true; };
for (const folder of releases) {
  let rules = 0;
  for (const view of VIEWS) {
    const seen = await look(browser, folder, view);
    for (const words of seen.wrong) complain(`${folder}, ${view.name}: ${words}`);
    if (process.env.UNSURE) console.log(folder, view.name, seen.unsure.join(", "));
    rules = Math.max(rules, seen.rules);
  }
  console.log(`${folder}: looked at in ${VIEWS.length} ways, by ${rules} rules of axe`);
}
const good = path.join(releases[0], "index.html");
const html = fs.readFileSync(good, "utf8");
const copy = fs.mkdtempSync("/tmp/page-");
try {
  fs.cpSync(releases[0], copy, { recursive: true });
  for (const [name, spoil, expected] of SPOILT) {
    const bad = spoil(html);
    fs.writeFileSync(path.join(copy, "index.html"), bad);
    const { wrong } = bad === html ? { wrong: [] } : await look(browser, copy, VIEWS[0]);
    if (!wrong.some((words) => expected.test(words))) complain(`${name} is not noticed: ${wrong.join("; ")}`);
  }
} finally {
  fs.rmSync(copy, { recursive: true });
  await browser.close();
}
if (failed) process.exit(1);
console.log(`${SPOILT.length} spoilt pages were noticed`);
