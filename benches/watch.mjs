// From a save to the new picture in Chromium, beside Typst alone. Arguments: the browser, the two programs, and an empty
// folder. `benches/watch.sh` starts it.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import puppeteer from "puppeteer-core";

const [executablePath, program, typst, folder] = process.argv.slice(2);
const REPOSITORY = process.cwd();
const ID = "cambodia-scamming-compounds";
const ROUNDS = Number(process.env.ROUNDS ?? 9);
const PATIENCE = 30_000;
const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

const project = path.join(folder, "project");
fs.mkdirSync(project);
fs.cpSync("briefpress.toml", path.join(project, "briefpress.toml"));
fs.cpSync("briefs", path.join(project, "briefs"), { recursive: true });
const FILE = path.join(project, "briefs", ID, "brief.toml");
const ORIGINAL = fs.readFileSync(FILE, "utf8");

// What is edited: words that are there once as they are quoted, on page one, in the middle and near the end.
const EDITS = [
  { name: "title", words: "Cambodia’s response has not stopped" },
  { name: "finding", words: "Ties to compound managers compromised" },
  { name: "chart", words: "More than two thirds of the compounds identified" },
];
for (const { words } of EDITS) {
  if (!ORIGINAL.includes(words)) throw new Error(`${FILE} has no “${words}”`);
}
const edited = ({ words }, mark) => ORIGINAL.replaceAll(words, `${mark} ${words}`);

/** Lines that a process prints, one after the other. */
function lines(stream) {
  let waiting = null;
  let left = "";
  const kept = [];
  stream.on("data", (data) => {
    const parts = (left + data).split("\n");
    left = parts.pop();
    kept.push(...parts);
    if (waiting) waiting();
  });
  return async (pattern) => {
    const end = Date.now() + PATIENCE;
    for (;;) {
      while (kept.length > 0) {
        const found = pattern.exec(kept.shift());
        if (found) return found;
      }
      await new Promise((done, fail) => {
        waiting = done;
        setTimeout(() => fail(new Error(`nothing like ${pattern}`)), Math.max(end - Date.now(), 1));
      });
    }
  };
}

// Typst: the same templates, data and faces. What each edit comes to is at hand before it is timed.
const alone = path.join(folder, "typst");
fs.mkdirSync(alone);
fs.cpSync("templates", path.join(alone, "templates"), { recursive: true });
fs.writeFileSync(path.join(alone, "brief.typ"), '#set document(title: json("/brief.json").title)\n#include "templates/brief/main.typ"\n');
const data = () => execFileSync(program, ["template", "data", ID, "--lang", "en", "--project", project], { maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "ignore"] });
fs.writeFileSync(path.join(alone, "brief.json"), data());
const recompiler = (output) => {
  const child = spawn(typst, [
    "watch", "--no-serve", "--root", alone, "--ignore-system-fonts", "--font-path", path.join(REPOSITORY, "fonts"), "--features",
    "a11y-extras", "--creation-timestamp", "1767225600", path.join(alone, "brief.typ"), path.join(alone, output),
  ], { stdio: ["ignore", "ignore", "pipe"] });
  return { child, next: lines(child.stderr) };
};
const COMPILED = /compiled (?:successfully|with warnings) in ([\d.]+) (ms|s|µs)/;
const UNIT = { s: 1000, ms: 1, "µs": 0.001 };

const median = (all) => [...all].sort((one, other) => one - other)[Math.floor(all.length / 2)];

const watch = spawn(program, ["watch", "--project", project, "--no-open", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
const nextOfWatch = lines(watch.stdout);
const [address] = await nextOfWatch(/http:\/\/127\.0\.0\.1:\d+\/[^\s/]+\//);
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"], protocolTimeout: 60_000 });
const svg = recompiler("page-{p}.svg");
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(address);
  await page.waitForSelector("#target a.text", { timeout: PATIENCE });
  await svg.next(COMPILED);

  /** Milliseconds until a page that shows the mark has its picture. */
  async function pictured(toml, mark) {
    const seen = page.evaluate((mark) => new Promise((done) => {
      const look = async () => {
        const found = [...document.querySelectorAll("#target a.text")].find((text) => text.textContent.includes(mark));
        if (!found) { requestAnimationFrame(look); return; }
        await found.closest(".sheets > *").querySelector("img").decode();
        done(Date.now());
      };
      look();
    }), mark);
    await pause(100);
    const from = Date.now();
    fs.writeFileSync(FILE, toml);
    return await seen - from;
  }

  /** Milliseconds that Typst says it took, and those from the save to its file. */
  async function recompiled(one, json) {
    const from = Date.now();
    fs.writeFileSync(path.join(alone, "brief.json"), json);
    const [, number, unit] = await one.next(COMPILED);
    return [Number(number) * UNIT[unit], Date.now() - from];
  }

  /** Brings the page with these words into sight, as it is for whoever edits them. */
  const lookAt = (words) => page.evaluate((words) => {
    const found = [...document.querySelectorAll("#target a.text")].find((text) => words.startsWith(text.textContent.trim().slice(0, 12)));
    found.scrollIntoView({ block: "center" });
  }, words);

  const rows = new Map(EDITS.map((edit) => [edit.name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const edit of EDITS) {
      // A word of letters that was not there before.
      const mark = `Draft${String.fromCharCode(97 + round)}${edit.name}`;
      await lookAt(edit.words);
      const ours = await pictured(edited(edit, mark), mark);
      const json = data();
      const [compile, saved] = await recompiled(svg, json);
      fs.writeFileSync(FILE, ORIGINAL);
      await recompiled(svg, data());
      await pause(500);
      // The first round warms both.
      if (round > 0) rows.get(edit.name).push({ ours, compile, saved });
    }
  }
  console.log("edit of the\tsave to picture\tTypst: save to SVG\tof it, compiling\tpicture : SVG\tpicture : compiling");
  for (const [name, taken] of [...rows, ["all", [...rows.values()].flat()]]) {
    const of = (pick) => median(taken.map(pick));
    const cells = [of((row) => row.ours), of((row) => row.saved), of((row) => row.compile)];
    const ratios = [of((row) => row.ours / row.saved), of((row) => row.ours / row.compile)];
    console.log([name, ...cells.map((cell) => `${Math.round(cell)} ms`), ...ratios.map((ratio) => ratio.toFixed(2))].join("\t"));
  }
} finally {
  for (const child of [watch, svg.child]) child.kill("SIGKILL");
  await browser.close();
}
