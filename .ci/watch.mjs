// Uses `briefpress watch` in Chromium. Arguments: the browser, the program, a folder with a copy of the project, and the English words of
// templates.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import axe from "axe-core";
import puppeteer from "puppeteer-core";

const [executablePath, program, project, labels] = process.argv.slice(2);
const ID = "cambodia-scamming-compounds";
const FILE = path.join(project, "briefs", ID, "brief.toml");
const KHMER = path.join(project, "briefs", ID, "lang", "km.toml");
const ORIGINAL = fs.readFileSync(FILE, "utf8");
const ORIGINAL_KHMER = fs.readFileSync(KHMER, "utf8");
const LABELS = fs.readFileSync(labels, "utf8");
const TITLE = /^title = "(.*)"$/m.exec(ORIGINAL)[1];
const PATIENCE = 20_000;
const LOST = "Connection lost: is briefpress watch still running?";

// An editor that writes down what it is told.
const EDITOR = path.join(project, "..", `${path.basename(project)}-editor`, "code");
const TOLD = `${EDITOR}.told`;
fs.mkdirSync(path.dirname(EDITOR));
fs.writeFileSync(EDITOR, `#!/bin/sh\nprintf '%s\\n' "$*" >> '${TOLD}'\n`, { mode: 0o755 });
fs.writeFileSync(TOLD, "");
const told = () => fs.readFileSync(TOLD, "utf8").trim().split("\n");

let passed = 0;
let failed = 0;
async function check(words, run) {
  try {
    await run();
    passed += 1;
    console.log(`  ${words}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${words}: ${error.message.split("\n")[0]}`);
  }
}
const hold = (holds, words) => { if (!holds) throw new Error(words); };
const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

// The program.

/** Starts `watch`; the address is what it prints. */
async function start(...more) {
  const child = spawn(program, ["watch", "--project", project, "--no-open", "--port", "0", ...more], {
    stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, VISUAL: EDITOR },
  });
  const ended = new Promise((done) => { child.on("exit", (code, signal) => done(code ?? signal)); });
  let said = "";
  child.stderr.on("data", (data) => { said += data; });
  const address = await new Promise((done, fail) => {
    let printed = "";
    child.stdout.on("data", (data) => {
      printed += data;
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/[^\s/]+\//.exec(printed) ?? [];
      if (found) done(found);
    });
    ended.then((code) => fail(new Error(`it ended with ${code}: ${said}`)));
    setTimeout(() => fail(new Error(`no address: ${printed} ${said}`)), PATIENCE);
  });
  return { child, ended, address };
}

/** A request as a program may send it, with any header. */
function raw(url, { method = "GET", headers = {} } = {}) {
  return new Promise((done, fail) => {
    const { hostname, port, host, pathname, search } = new URL(url);
    const socket = net.connect(Number(port), hostname);
    let answer = "";
    const all = { Host: host, Connection: "close", ...headers };
    if (method === "POST") all["Content-Length"] = "0";
    socket.on("connect", () => {
      const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("");
      socket.write(`${method} ${pathname}${search} HTTP/1.1\r\n${lines}\r\n`);
    });
    const end = () => {
      const [head, ...body] = answer.split("\r\n\r\n");
      done({ status: Number(head.split(" ")[1]), head: head.toLowerCase(), body: body.join("\r\n\r\n"), answer });
    };
    socket.on("data", (data) => { answer += data; if (answer.includes("text/event-stream")) { socket.destroy(); end(); } });
    socket.on("end", end);
    socket.on("error", fail);
    socket.setTimeout(PATIENCE, () => { socket.destroy(); fail(new Error("no answer")); });
  });
}

// The page.

const until = (page, run, ...values) => page.waitForFunction(run, { timeout: PATIENCE, polling: 20 }, ...values);
const words = (page, selector) => page.$eval(selector, (element) => element.textContent.replace(/\s+/g, " ").trim());
const shown = (page, text) => until(page, (text) => document.querySelector("#target .sheets").textContent.replace(/\s+/g, " ").includes(text), text);
const fine = (page) => until(page, () => document.querySelector("#status").dataset.state === "fine" && document.images.length > 0 && [...document.images].slice(0, 1).every((image) => image.complete && image.naturalWidth > 200));
const ids = (page) => page.$$eval("#target .sheet", (all) => all.map((sheet) => sheet.dataset.id));
const picture = async (page) => (await page.$("#target .sheet .paper")).screenshot({ encoding: "base64" });

async function visit(browser, query = "", { width = 1440, scheme = "light", forced = "none" } = {}) {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: scheme }, { name: "forced-colors", value: forced }, { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") page.faults.push(message.text()); });
  await page.goto(`${server.address}${query}`);
  await until(page, () => document.body.dataset.version !== undefined);
  return page;
}

/** Every way of writing a file an editor has: over the old one, and beside it and then in its place. */
function write(file, text, renamed = false) {
  if (!renamed) { fs.writeFileSync(file, text); return; }
  fs.writeFileSync(`${file}~`, text);
  fs.renameSync(`${file}~`, file);
}

async function restore(page) {
  const before = await page.evaluate(() => document.body.dataset.version);
  const changes = fs.readFileSync(FILE, "utf8") !== ORIGINAL || fs.readFileSync(KHMER, "utf8") !== ORIGINAL_KHMER;
  write(FILE, ORIGINAL);
  write(KHMER, ORIGINAL_KHMER);
  if (changes) await until(page, (before) => document.body.dataset.version !== before, before);
  await until(page, (title, english) => {
    const shown = document.querySelector("#target .sheets").textContent.replace(/\s+/g, " ");
    const settled = document.querySelector("#status").dataset.state !== "busy" && document.querySelector("#banner").hidden;
    return settled && !document.querySelector(".problem.error") && (!english || shown.includes(title));
  }, TITLE, /lang=(en|$)/.test(page.url()) || !/lang=/.test(page.url()));
}

/** What axe finds. Words on the pages are as large as they print; what they do can be had in any size, by the zoom. */
async function judge(page) {
  await page.evaluate(axe.source);
  const results = await page.evaluate(async () => {
    const all = await axe.run(document, { resultTypes: ["violations"] });
    const targets = await axe.run({ exclude: [".layer"] }, { runOnly: ["target-size"] });
    return { rules: all.passes.length, found: [...all.violations, ...targets.violations].map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(" ")}`) };
  });
  hold(results.found.length === 0, results.found.join("; "));
  hold(results.rules >= 20, `axe ran ${results.rules} rules only`);
}

async function narrow(page) {
  const [scroll, client] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  hold(scroll <= client, `${scroll} px wide in a window of ${client}`);
}

/** Presses a key until something has the focus. */
async function press(page, key, selector, most = 40) {
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press(key);
    const found = await page.evaluate((selector) => Boolean(document.activeElement.closest(selector)), selector);
    if (found) return;
  }
  throw new Error(`${key} does not reach ${selector}`);
}

/** Where a word stands in the window, scrolled to. */
async function spot(page, key, word) {
  return page.evaluate((key, word) => {
    const piece = [...document.querySelectorAll(`#target a.text[data-key="${key}"] .word`)].find((piece) => piece.textContent.trim().startsWith(word));
    piece.scrollIntoView({ block: "center" });
    const { left, top, width, height } = piece.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  }, key, word);
}

// What is checked.

async function edits(page) {
  await check("the pages appear, and the words of the title with them", async () => {
    await shown(page, TITLE);
    await fine(page);
    hold(await page.$eval("#target img", (image) => image.alt === ""), "the picture has words of its own");
    const regions = await page.$$eval("#target .sheet", (all) => all.map((sheet) => [sheet.getAttribute("aria-label"), sheet.lang, sheet.dir].join()));
    hold(regions.length >= 3 && regions[0] === `Page 1 of ${regions.length},en,ltr`, `regions: ${regions}`);
    hold(await words(page, "#problems-list") === "No problems.", "it does not say that there are none");
  });
  await check("a save shows the new word, in the picture too, and what is text stays text", async () => {
    const before = await picture(page);
    const was = await ids(page);
    write(FILE, ORIGINAL.replace(TITLE, `${TITLE} & <i>Kampuchea</i>`));
    await shown(page, "& <i>Kampuchea</i>");
    await pause(300);
    hold(await picture(page) !== before, "the picture is the old one");
    hold((await ids(page))[0] !== was[0], "the page has its old name");
    hold(await page.$("#target i") === null, "the brief can write markup");
    await until(page, () => /updated in \d+ ms/.test(document.querySelector("#live").textContent));
  });
  await check("so does a save that puts a new file in the place of the old", async () => {
    write(FILE, ORIGINAL.replace(TITLE, `${TITLE} Angkor`), true);
    await shown(page, "Angkor");
    await restore(page);
  });
  await check("only the pages that changed are fetched", async () => {
    const was = await ids(page);
    const asked = [];
    const listen = (request) => { if (request.url().endsWith(".svg")) asked.push(request.url()); };
    page.on("request", listen);
    write(FILE, ORIGINAL.replace(TITLE, TITLE.replace("stopped", "ended")));
    await shown(page, "ended abuses");
    await fine(page);
    await pause(300);
    page.off("request", listen);
    const changed = (await ids(page)).filter((id) => !was.includes(id));
    hold(was.length > 2 && changed.length === 1, `${changed.length} of ${was.length} pages are others`);
    hold(asked.length === 1 && asked[0].includes(changed[0]), `fetched: ${asked.length}`);
    await restore(page);
  });
  await check("the place read and the focus outlast a save", async () => {
    await page.evaluate(() => document.querySelector('#target a.text[data-key="finding.police.text"]').focus());
    await page.$eval("#target", (pane) => { pane.scrollTop = 1300; });
    const was = await page.$eval("#target", (pane) => pane.scrollTop);
    write(FILE, ORIGINAL.replace("Police action has been compromised", "Police action was compromised"));
    await shown(page, "Police action was compromised");
    const now = await page.evaluate(() => [document.querySelector("#target").scrollTop, document.activeElement.dataset.key]);
    hold(Math.abs(now[0] - was) < 2, `scrolled from ${was} to ${now[0]}`);
    hold(now[1] === "finding.police.text", `the focus is at ${now[1]}`);
    await restore(page);
    hold(await page.evaluate(() => document.activeElement.dataset.key) === "finding.police.text", "the focus is lost");
  });
}

async function errors(page) {
  await check("a quote that is missing: the message with its line, and the last good pages", async () => {
    const was = await ids(page);
    write(FILE, ORIGINAL.replace(`title = "${TITLE}`, `title = ${TITLE}`));
    await page.waitForSelector(".problem.error", { timeout: PATIENCE });
    const line = ORIGINAL.split("\n").findIndex((text) => text.startsWith("title = ")) + 1;
    hold((await words(page, ".problem .where")).startsWith(`briefs/${ID}/brief.toml:${line}`), await words(page, ".problem .where"));
    hold((await words(page, ".problem pre")).startsWith("title = Cambodia’s"), "the line is not shown");
    hold((await words(page, ".problem .help")).length > 10, "there is no help");
    hold(/last good pages/.test(await words(page, "#banner")), "the banner says nothing");
    hold((await ids(page)).join() === was.join(), `the last good pages are gone: ${was} ${await ids(page)}`);
    hold(/^\(1 error\)/.test(await page.title()), `the title: ${await page.title()}`);
    await until(page, () => /^1 error: /.test(document.querySelector("#live").textContent));
  });
  await check("axe finds nothing where problems are shown", () => judge(page));
  await check("mended: the message is gone, and said to be", async () => {
    write(FILE, ORIGINAL);
    await until(page, () => !document.querySelector(".problem") && document.querySelector("#banner").hidden);
    await until(page, () => /Mended: no problems/.test(document.querySelector("#live").textContent));
  });
  await check("a file that is gone is a problem and not the end", async () => {
    fs.renameSync(FILE, `${FILE}.away`);
    await pause(400);
    fs.renameSync(`${FILE}.away`, FILE);
    await restore(page);
    await shown(page, TITLE);
  });
}

async function places(page) {
  const [, summary] = /^summary = "(.*)"$/m.exec(ORIGINAL);
  const lines = summary.replaceAll(/([.;,]) /g, "$1\n");
  const text = ORIGINAL.replace(`"${summary}"`, `"""\n${lines}\n"""`);
  write(FILE, text);
  const file = text.split("\n");
  const first = file.indexOf("summary = \"\"\"");
  await until(page, () => document.querySelector("#status").dataset.state === "fine");
  await pause(600);
  await fine(page);
  const expected = (word) => file.findIndex((line, at) => at > first && line.includes(word)) + 1;
  for (const word of ["Slavery", "widespread", "repeatedly", "asserts", "combat"]) {
    await check(`a click on “${word}” finds its line`, async () => {
      const { x, y } = await spot(page, "brief.summary", word);
      await page.mouse.click(x, y);
      const want = `briefs/${ID}/brief.toml:${expected(word)}`;
      await until(page, (want) => document.querySelector("#place .where")?.textContent.startsWith(`${want} `), want)
        .catch(async () => { throw new Error(`${await words(page, "#place")} and not ${want}`); });
      hold((await words(page, "#place pre")).includes(word), "another line is shown");
      for (let at = 0; at < 100 && !told().at(-1).includes(`:${expected(word)}:`); at += 1) await pause(20);
      hold(told().at(-1).startsWith(`--goto ${fs.realpathSync(FILE)}:${expected(word)}:`), `the editor is told ${told().at(-1)}`);
    });
  }
  await check("the place can be copied", async () => {
    await page.browserContext().overridePermissions(new URL(server.address).origin, ["clipboard-read", "clipboard-sanitized-write"]);
    await page.bringToFront();
    // The editor has been told, which is said at the same place.
    await until(page, () => /^Opened/.test(document.querySelector("#place .said")?.textContent));
    await page.evaluate(() => [...document.querySelectorAll("#place button")].find((button) => button.textContent === "Copy place").click());
    await until(page, () => /Copied|did not let/.test(document.querySelector("#place .said")?.textContent));
    hold(await words(page, "#place .said") === "Copied", await words(page, "#place .said"));
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    hold(copied.startsWith(`briefs/${ID}/brief.toml:${expected("combat")}:`), copied);
  });
  await check("axe finds nothing where a place is shown", () => judge(page));
  await restore(page);
}

/** Every word of the pages, by the place that is named for it, against the files. */
async function everyWord(page) {
  for (const lang of ["en", "fr", "km", "ar"]) {
    await page.select("#lang", lang);
    await until(page, (lang) => document.querySelector("#target .sheet")?.lang === lang, lang);
    await check(`every word leads to itself in its file, in ${lang}`, async () => {
      const asked = await page.$$eval("#target a.text:not([data-made]) .word", (all) => all.map((word) => (
        { key: word.closest("a").dataset.key, at: word.dataset.at, text: word.textContent })));
      hold(asked.length > 500, `${asked.length} words`);
      const files = new Map();
      const wrong = [];
      const places = await page.evaluate((asked, query) => Promise.all(asked.map(({ key, at }) => (
        fetch(`where?${query}&key=${encodeURIComponent(key)}&at=${at}`).then((answer) => answer.json())))), asked.filter((_, at) => at % 2 === 0), `brief=${ID}&lang=${lang}`);
      places.forEach((place, at) => {
        const { text, key } = asked[2 * at];
        // From the first letter on, as far as a line and a word with no markup in it go; a soft hyphen ends one, too.
        const [begins] = /[\p{Alphabetic}\p{N}]+/u.exec(text) ?? [];
        if (!begins) return;
        if (!files.has(place.file)) files.set(place.file, fs.readFileSync(path.join(project, place.file), "utf8").split("\n"));
        const line = [...files.get(place.file)[place.line - 1]].slice(place.column - 1).join("");
        if (!line.toLowerCase().startsWith(begins.toLowerCase())) wrong.push(`${key}: “${begins}” and not “${line.slice(0, 20)}”`);
      });
      hold(wrong.length === 0, `${wrong.length} of ${places.length}: ${wrong.slice(0, 6).join("; ")}`);
    });
  }
  await page.select("#lang", "en");
  await until(page, () => document.querySelector("#target .sheet")?.lang === "en");
}

/** What is made from a value leads to it, by the pointer and by the keyboard. */
async function values(page) {
  const lines = ORIGINAL.split("\n");
  const day = Number(/^date = \d+-\d+-(\d+)$/m.exec(ORIGINAL)[1]);
  for (const [words, is, line] of [
    ["a date", (text) => new RegExp(`^${day} \\p{L}+ \\d{4}$`, "u").test(text), /^date = /],
    ["a place", (text) => text === "Cambodia", /^country = "KH"$/],
    ["a goal", (text) => text.startsWith("8 SDG 8 Decent work"), /^number = 8$/],
  ]) {
    await check(`a click on ${words} finds its line`, async () => {
      const all = await page.$$eval("#target a.text[data-made]", (all) => all.map((link) => link.textContent.replace(/\s+/g, " ").trim()));
      const at = all.findIndex(is);
      hold(at >= 0, `none of ${all.slice(0, 8).join("; ")}`);
      const want = `briefs/${ID}/brief.toml:${lines.findIndex((one) => line.test(one)) + 1}`;
      for (const how of ["pointer", "keyboard"]) {
        if (how === "pointer") await page.evaluate((at) => document.querySelectorAll("#target a.text[data-made]")[at].querySelector(".word").click(), at);
        else {
          await page.evaluate((at) => document.querySelectorAll("#target a.text[data-made]")[at].focus(), at);
          await page.keyboard.press("Enter");
        }
        await until(page, (want) => document.querySelector("#place .where")?.textContent.startsWith(`${want} `), want)
          .catch(async () => { throw new Error(`${await words(page, "#place")} and not ${want}`); });
        hold(/are made from this/.test(await page.$eval("#place .where", (where) => where.textContent)), "it is not said to be a value");
        await page.keyboard.press("Escape");
        await page.evaluate(() => document.querySelector("#place .close")?.click());
      }
    });
  }
}

/** An editor that the system knows by a scheme of addresses: the page opens those. */
async function schemes(browser) {
  await check("a line has the address that an editor is asked for with", async () => {
    const other = await start("--editor", "vscode://file{file}:{line}:{column}");
    const page = await browser.newPage();
    await page.goto(other.address);
    await until(page, () => document.querySelector("#target a.text[data-key=\"brief.title\"]"));
    await page.evaluate(() => document.querySelector("#target a.text[data-key=\"brief.title\"] .word").click());
    await until(page, () => document.querySelector("#place a.main"));
    const href = await page.$eval("#place a.main", (link) => link.href);
    const line = ORIGINAL.split("\n").findIndex((line) => line.startsWith("title = ")) + 1;
    hold(href === `vscode://file${encodeURI(fs.realpathSync(FILE))}:${line}:10`, href);
    await page.close();
    other.child.kill("SIGINT");
    hold(await other.ended === 0, "it ended otherwise");
  });
}

async function addresses(browser) {
  await check("the address of a text leads to it in a tab of its own", async () => {
    const other = await browser.newPage();
    await other.goto(`${server.address}?lang=fr#finding.police.title`);
    await until(other, () => document.activeElement?.dataset?.key === "finding.police.title");
    hold(await other.$eval("#target .sheet", (sheet) => sheet.lang) === "fr", "in another language");
    await other.close();
  });
  await check("a click on words of the masthead says what they are", async () => {
    const other = await visit(browser);
    await other.evaluate(() => [...document.querySelectorAll("#target span.text")].find((text) => !text.dataset.near || text.dataset.near === "null")?.querySelector(".word").click());
    await until(other, () => /set by the template/.test(document.querySelector("#place .where")?.textContent));
    await other.close();
  });
}

async function charts(page) {
  const [, list] = /^rows = (\[\[.*\]\])$/m.exec(ORIGINAL);
  const rows = JSON.parse(list).map((row) => row.map(String));
  const table = () => page.$$eval(".data tbody tr", (all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  await check("a chart shows its data under the pointer, as long as the pointer stays", async () => {
    const box = await page.$eval("#target button.chart", (button) => {
      button.scrollIntoView({ block: "center" });
      const { left, top, width, height } = button.getBoundingClientRect();
      return { left, top, width, height };
    });
    await page.mouse.move(box.left + box.width / 2, box.top + box.height / 2);
    await page.waitForSelector(".data table", { timeout: PATIENCE });
    hold(JSON.stringify(await table()) === JSON.stringify(rows), JSON.stringify(await table()));
    const data = await page.$eval(".data", (element) => { const { left, top } = element.getBoundingClientRect(); return { left, top }; });
    await page.mouse.move(data.left + 20, data.top + 20, { steps: 4 });
    await pause(700);
    hold(await page.$(".data") !== null, "it is gone when the pointer is on it");
    await judge(page);
    await page.keyboard.press("Escape");
    hold(await page.$(".data") === null, "Escape does not close it");
    await page.mouse.move(5, 5);
  });
  await check("the focus shows it too, and Enter goes into it", async () => {
    await page.focus("#target button.chart");
    await page.waitForSelector(".data table", { timeout: PATIENCE });
    await page.keyboard.press("Enter");
    hold(await page.evaluate(() => document.activeElement.className) === "data", "Enter does not go into it");
    await page.keyboard.press("Escape");
    hold(await page.evaluate(() => document.activeElement.className) === "chart", "the focus does not come back");
    await page.keyboard.press("Tab");
  });
}

async function translation(page) {
  const [original] = await ids(page);
  await check("Khmer: other pages, in Khmer, with the original beside", async () => {
    await page.select("#lang", "km");
    await until(page, () => document.querySelector("#target .sheet")?.lang === "km" && document.querySelector("#source .sheet")?.lang === "en");
    await fine(page).catch(() => {});
    hold((await ids(page))[0] !== original, "the pages are the same");
    hold(/[\u1780-\u17ff]{10}/.test(await words(page, "#target .sheet")), "there is no Khmer");
    hold((await words(page, "#source .sheet")).includes(TITLE), "there is no original");
    hold(/lang=km/.test(page.url()), page.url());
    const [one, other] = await page.$$eval(".pane", (panes) => panes.map((pane) => pane.getBoundingClientRect()).map(({ left, right, top }) => ({ left, right, top })));
    hold(one.right <= other.left + 1 && one.top === other.top, "they are not beside each other");
  });
  await check("they are scrolled together", async () => {
    const { x, y } = await page.$eval("#target", (pane) => { const box = pane.getBoundingClientRect(); return { x: box.left + 90, y: box.top + 300 }; });
    await page.mouse.move(x, y);
    await page.mouse.wheel({ deltaY: 1500 });
    await until(page, () => document.querySelector("#target").scrollTop > 500 && document.querySelector("#source").scrollTop > 500);
    await page.mouse.wheel({ deltaY: -9000 });
    await until(page, () => document.querySelector("#source").scrollTop < 30);
  });
  await check("what is read in one pane is in sight in the other, from the first page to the last", async () => {
    const keys = await page.$$eval("#target a.text", (links) => [...new Set(links.map((link) => link.dataset.key))].filter((key) => /^(finding|recommendation)\..*\.(title|text|action)$/.test(key)));
    hold(keys.length > 8, `${keys.length} texts to look at`);
    for (const key of keys) {
      const off = await page.evaluate(async (key) => {
        const [target, source] = ["#target", "#source"].map((name) => document.querySelector(name));
        const link = (pane) => pane.querySelector(`a.text[data-key="${key}"]`);
        target.dispatchEvent(new Event("pointerdown"));
        target.scrollTop += link(target).getBoundingClientRect().top - target.getBoundingClientRect().top - target.clientHeight / 2;
        for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
        return link(source).getBoundingClientRect().top - link(target).getBoundingClientRect().top;
      }, key);
      hold(Math.abs(off) < 300, `${key}: ${Math.round(off)} pixels from its twin`);
    }
  });
  await check("a string that is not translated is marked, and can be jumped to", async () => {
    write(KHMER, ORIGINAL_KHMER.replace(/^ask = .*\n/m, ""));
    await until(page, () => document.querySelector('#target a.text[data-key="brief.ask"][data-status="missing"]'));
    hold(/Translation: missing$/.test(await words(page, '#target a.text[data-key="brief.ask"]')), "only colour says so");
    hold(/[1-9]\d* missing/.test(await words(page, "#translation .summary")), await words(page, "#translation"));
    hold(await page.$eval('#target a.text[data-key="brief.ask"] .block', (block) => block.lang) === "en", "English words are said to be Khmer");
    await page.evaluate(() => [...document.querySelectorAll("#translation button")].find((button) => button.textContent.includes("brief.ask")).click());
    hold(await page.evaluate(() => document.activeElement.dataset.key) === "brief.ask", "the list does not lead there");
  });
  await check("axe finds nothing where a translation stands beside its original", () => judge(page));
  await check("a reload shows the same", async () => {
    await page.reload();
    await until(page, () => document.querySelector("#target .sheet")?.lang === "km");
    hold(await page.$eval("#lang", (select) => select.value) === "km", "another language");
  });
  await restore(page);
  await check("Arabic runs from right to left", async () => {
    await page.select("#lang", "ar");
    await until(page, () => document.querySelector("#target .sheet")?.dir === "rtl");
    hold(/[\u0600-\u06ff]{4}/.test(await words(page, "#target .sheet")), "there is no Arabic");
    hold(await page.$eval("#source .sheet", (sheet) => sheet.dir) === "ltr", "so does the original");
    await judge(page);
  });
  await page.select("#lang", "en");
  await until(page, () => document.querySelector("#target .sheet")?.lang === "en");
}

async function documents(page) {
  const size = () => page.evaluate(() => {
    const { width, height } = document.querySelector("#target .paper").getBoundingClientRect();
    return [width, height].map((pixels) => (pixels * 72) / 96);
  });
  const pick = (name, value) => page.$eval(`input[name="${name}"][value="${value}"]`, (input) => input.click());
  await page.select("#zoom", "100");
  await check("the print edition is larger than the screen edition", async () => {
    const screen = await size();
    hold(Math.abs(screen[0] - 595.28) < 2 && Math.abs(screen[1] - 841.89) < 2, `A4 at 100 %: ${screen}`);
    await pick("edition", "print");
    await until(page, () => /edition=print/.test(location.search) && document.querySelector("#status").dataset.state === "fine");
    await until(page, () => document.querySelector("#target .paper").getBoundingClientRect().width > 800);
    const print = await size();
    hold(print[0] - screen[0] > 10 && Math.abs((print[0] - screen[0]) - (print[1] - screen[1])) < 2, `${screen} and ${print}`);
    await pick("edition", "screen");
    await until(page, () => document.querySelector("#target .paper").getBoundingClientRect().width < 800);
  });
  await page.select("#zoom", "fit");
  await check("the indicator table is another document", async () => {
    const was = await ids(page);
    await pick("document", "indicators");
    await until(page, (was) => document.querySelector("#target .sheet").dataset.id !== was, was[0]);
    await shown(page, "16.6.2");
    hold(/document=indicators/.test(page.url()), page.url());
    await pick("document", "brief");
    await shown(page, TITLE);
  });
}

async function keyboard(browser) {
  const page = await visit(browser);
  const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  await check("keyboard: a link skips to the pages, a second to the problems", async () => {
    await page.keyboard.press("Tab");
    hold(await focus() === "Skip to the pages", await focus());
    await page.keyboard.press("Tab");
    hold(await focus() === "Skip to the problems", await focus());
    await page.keyboard.press("Enter");
    hold(await focus() === "problems", await focus());
    await page.keyboard.down("Shift");
    await press(page, "Tab", ".skip[href='#pages']", 60);
    await page.keyboard.up("Shift");
  });
  await check("keyboard: language, document and edition", async () => {
    await press(page, "Tab", "#lang");
    await page.keyboard.type("Kh");
    await page.keyboard.press("Enter");
    await until(page, () => document.querySelector("#target .sheet")?.lang === "km");
    hold(await focus() === "lang", `the focus is at ${await focus()}`);
    await page.keyboard.type("Eng");
    await page.keyboard.press("Enter");
    await until(page, () => document.querySelector("#target .sheet")?.lang === "en");
    await press(page, "Tab", "#document");
    await page.keyboard.press("ArrowRight");
    await until(page, () => /document=indicators/.test(location.search));
    await page.keyboard.press("ArrowLeft");
    await until(page, () => /document=brief/.test(location.search));
    await shown(page, TITLE);
    await fine(page);
    await press(page, "Tab", "#edition");
    await press(page, "Tab", "#zoom");
  });
  await check("keyboard: through the texts and words of a page to a line, and back", async () => {
    await press(page, "Tab", "#target a.text");
    const ring = await page.evaluate(() => { const style = getComputedStyle(document.activeElement.querySelector(".block")); return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2; });
    hold(ring, "the focus cannot be seen");
    await press(page, "ArrowDown", '#target a.text[data-key="brief.summary"]');
    for (let at = 0; at < 4; at += 1) await page.keyboard.press("ArrowRight");
    hold(await words(page, "#target .word.at") === "flourish", await words(page, "#target .word.at"));
    await page.keyboard.press("Enter");
    const line = ORIGINAL.split("\n").findIndex((text) => text.startsWith("summary = ")) + 1;
    await until(page, (line) => document.querySelector("#place .where")?.textContent.includes(`brief.toml:${line} `) && document.activeElement.closest("#place"), line);
    await page.keyboard.press("Escape");
    hold(await page.evaluate(() => document.activeElement.dataset.key) === "brief.summary", "the focus does not come back");
    await page.keyboard.press("ArrowUp");
    hold(await page.evaluate(() => document.activeElement.dataset.key) === "brief.subtitle", "up is not the text before");
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowDown");
    hold(await page.evaluate(() => document.activeElement.closest(".sheet").getAttribute("aria-label").startsWith("Page 2")), "down does not reach the next page");
  });
  await check("keyboard: to a problem, and its line asked for", async () => {
    write(FILE, ORIGINAL.replace('targets = ["16.3", "16.6"]', 'targets = ["16.3", "16.66"]'));
    await page.waitForSelector(".problem.error", { timeout: PATIENCE });
    hold(await page.evaluate(() => Boolean(document.activeElement.dataset.key)), "the focus is lost");
    await press(page, "Tab", "#problems .where button");
    await page.keyboard.press("Enter");
    await until(page, () => /Opened|Not opened/.test(document.querySelector("#problems .said").textContent));
    write(FILE, ORIGINAL);
    await until(page, () => !document.querySelector(".problem"));
    hold(await focus() === "problems", `the focus is at ${await focus()}`);
  });
  await page.close();
}

async function looks(browser) {
  const views = [
    ["light", "", {}], ["dark", "", { scheme: "dark" }], ["at 320 px", "", { width: 320 }],
    ["dark at 320 px, translated", "?lang=km", { width: 320, scheme: "dark" }], ["in forced colours", "", { forced: "active" }],
  ];
  for (const [name, query, view] of views) {
    await check(`axe finds nothing ${name}, and nothing is too wide`, async () => {
      const page = await visit(browser, query, view);
      await fine(page).catch(() => {});
      await judge(page);
      await narrow(page);
      hold(/^rgba\(0, 0, 0, 0\)$/.test(await page.$eval(".word", (word) => getComputedStyle(word).color)), "words stand over the picture");
      hold(page.faults.length === 0, page.faults.join("; "));
      await page.close();
    });
  }
  await check("text of twice the size fits, too", async () => {
    const page = await visit(browser, "?lang=km", { width: 640 });
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    await narrow(page);
    await page.close();
  });
}

// What pages of others may not.

/** Runs in a page of another origin: what it can get. */
async function reach(base, pageId) {
  const got = [];
  const wait = (element, name) => new Promise((done) => {
    element.onload = () => { got.push(name); done(); };
    element.onerror = () => done();
    setTimeout(done, 4000);
    document.body.append(element);
  });
  const make = (tag, src) => Object.assign(document.createElement(tag), { src });
  const asks = ["", "watch.js", "events", `pages/${pageId}.json`];
  await Promise.all([
    ...asks.map((path) => fetch(base + path).then(() => got.push(`fetch ${path}`), () => {})),
    ...asks.map((path) => fetch(base + path, { mode: "no-cors" }).then(() => got.push(`fetch without CORS ${path}`), () => {})),
    new Promise((done) => {
      const events = new EventSource(`${base}events`);
      events.onopen = events.onmessage = () => { got.push("events"); events.close(); done(); };
      events.onerror = () => { events.close(); done(); };
    }),
    wait(make("img", `${base}pages/${pageId}.svg`), "a picture"),
    wait(make("script", `${base}watch.js`), "a script"),
  ]);
  const frame = make("iframe", base);
  document.body.append(frame);
  await new Promise((done) => { frame.onload = done; setTimeout(done, 2000); });
  return got;
}

async function others(browser, page) {
  const [id] = await ids(page);
  const foreign = http.createServer((_, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end("<!doctype html><title>another</title><body></body>");
  });
  await new Promise((done) => { foreign.listen(0, "127.0.0.1", done); });
  const origin = `http://127.0.0.1:${foreign.address().port}`;
  const { address } = server;
  const token = new URL(address).pathname.split("/")[1];
  const wrong = address.replace(token, token.replace(/./g, (digit) => (digit === "0" ? "1" : "0")));
  for (const [name, base] of [["the right token", address], ["a wrong token", wrong]]) {
    await check(`a page of another origin reaches nothing with ${name}`, async () => {
      const other = await browser.newPage();
      await other.goto(origin);
      const got = await other.evaluate(reach, base, id);
      // An answer that says nothing may be had, but not read.
      const readable = name === "a wrong token" ? got.filter((what) => !what.startsWith("fetch without CORS")) : got;
      hold(readable.length === 0, `it gets ${readable.join(", ")}`);
      const frames = other.frames().filter((frame) => frame !== other.mainFrame());
      for (const frame of frames) {
        hold(await frame.$("#pages").catch(() => null) === null, "it shows the page in a frame");
      }
      await other.close();
    });
  }
  await check("the token is long, and random", async () => hold(/^[\w-]{22,}$/.test(token), token));
  await check("another name for this machine is refused, as after DNS rebinding", async () => {
    for (const host of ["evil.example", `evil.example:${new URL(address).port}`, "127.0.0.1:1", ""]) {
      for (const part of ["", `pages/${id}.json`, "events"]) {
        const { status, body } = await raw(address + part, { headers: { Host: host } });
        hold(status >= 400 && !body.includes("runs"), `${host || "no host"}: ${status}`);
      }
    }
    hold((await raw(address)).status === 200, "the right name is refused too");
  });
  await check("a wrong token is 404, with no hint", async () => {
    const { origin: here } = new URL(address);
    const answers = [];
    for (const url of [wrong, `${here}/`, `${here}/${token}x/`, `${here}/${token.slice(0, -1)}/`, `${wrong}pages/${id}.json`, `${wrong}events`]) {
      const answer = await raw(url);
      hold(answer.status === 404, `${url}: ${answer.status}`);
      hold(!answer.answer.includes(token) && !/briefpress/i.test(answer.body), `${url} says ${answer.answer}`);
      answers.push(answer.body);
    }
    hold(new Set(answers).size === 1, "the answers differ");
  });
  await check("only the page itself may open a line, and only of the project’s files", async () => {
    const before = told().length;
    const open = (file) => `${address}open?${new URLSearchParams({ file, line: 1, column: 1 })}`;
    for (const from of [origin, "null", "http://evil.example", `${new URL(address).origin}.evil.example`]) {
      const { status } = await raw(open(`briefs/${ID}/brief.toml`), { method: "POST", headers: { Origin: from } });
      hold(status >= 400, `${from}: ${status}`);
    }
    for (const file of ["../../etc/passwd", "/etc/passwd", `briefs/../../${path.basename(project)}/../x`, "briefs/none.toml"]) {
      const { status } = await raw(open(file), { method: "POST", headers: { Origin: new URL(address).origin } });
      hold(status >= 400, `${file}: ${status}`);
    }
    const { status } = await raw(open(`briefs/${ID}/brief.toml`), { headers: { Origin: new URL(address).origin } });
    hold(status >= 400, `GET opens it: ${status}`);
    await pause(200);
    hold(told().length === before, `an editor was told ${told().slice(before)}`);
    const own = await raw(open(`briefs/${ID}/brief.toml`), { method: "POST", headers: { Origin: new URL(address).origin } });
    hold(own.status === 204, `the page itself: ${own.status}`);
  });
  await check("what it answers says what may be done with it", async () => {
    for (const part of ["", "watch.js", "watch.css", `pages/${id}.svg`, `pages/${id}.json`]) {
      const { head } = await raw(address + part);
      for (const line of ["default-src 'none'", "frame-ancestors 'none'", "x-content-type-options: nosniff", "cross-origin-resource-policy: same-origin", "referrer-policy: no-referrer"]) {
        hold(head.includes(line), `${part || "the page"} without ${line}`);
      }
      hold(!head.includes("access-control-allow"), `${part} for others`);
      hold(!/script-src[^;]*unsafe|style-src[^;]*unsafe/.test(head), `${part}: unsafe`);
    }
  });
  foreign.close();
}

async function connection(browser) {
  await check("a connection that is lost is said to be, and found again", async () => {
    const page = await browser.newPage();
    let cut = true;
    await page.setRequestInterception(true);
    page.on("request", (request) => (cut && request.url().includes("/events") ? request.abort() : request.continue()));
    await page.goto(server.address);
    await until(page, (lost) => document.querySelector("#banner").textContent === lost, LOST).catch(() => { throw new Error("nothing is said"); });
    cut = false;
    await shown(page, TITLE);
    await until(page, () => document.querySelector("#banner").hidden);
    await page.close();
  });
}

/** Where words begin on the pages of a PDF, as poppler reads them. */
function wordsOf(pdf) {
  const html = execFileSync("pdftotext", ["-bbox", pdf, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
  return html.split("<page ").slice(1).map((page) => [...page.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)"/g)].map((found) => found.slice(1).map(Number)));
}

async function sameAsBuilt() {
  const out = `${project}-out`;
  execFileSync(program, ["build", "-q", "--project", project, "--out", out, "--lang", "en", "--lang", "fr"]);
  for (const lang of ["en", "fr"]) {
    for (const [document, suffix] of [["brief", ""], ["indicators", ".indicators"]]) {
      await check(`the pages are those of the PDF: ${lang}, ${document}`, async () => {
        const built = wordsOf(path.join(out, ID, `${ID}.${lang}${suffix}.pdf`));
        const { body } = await new Promise((done, fail) => {
          http.get(`${server.address}events?lang=${lang}&document=${document}`, (response) => {
            let body = "";
            response.on("data", (data) => { body += data; if (/event: state\ndata: .*\n\n/.test(body)) { response.destroy(); done({ body }); } });
            response.on("error", () => {});
          }).on("error", fail);
        });
        const state = JSON.parse(/event: state\ndata: (.*)\n\n/.exec(body)[1]);
        hold(state.pages.length === built.length, `${state.pages.length} pages and not ${built.length}`);
        let runs = 0;
        for (const [at, { id }] of state.pages.entries()) {
          for (const run of JSON.parse((await raw(`${server.address}pages/${id}.json`)).body).runs) {
            // A run may begin with a space, or within a word that another began.
            if (!/^\p{L}{2}/u.test(run.text)) continue;
            runs += 1;
            const middle = run.y + run.h / 2;
            const found = built[at].some(([x, top, bottom]) => Math.abs(x - run.x) < 0.6 && top - 1 <= middle && middle <= bottom + 1);
            hold(found, `page ${at + 1}: “${run.text}” at ${run.x}, ${run.y} is not there in the PDF`);
          }
        }
        hold(runs > 20, `${runs} pieces of text`);
      });
    }
  }
}

async function system(page) {
  await check("a template of a folder that is made meanwhile is seen, and so is one that is made again", async () => {
    const folder = path.join(project, "templates", "labels");
    for (const words of ["Nota bene", "Policy paper"]) {
      fs.mkdirSync(folder, { recursive: true });
      await pause(300);
      fs.writeFileSync(path.join(folder, "en.toml"), LABELS.replace(/^brief = .*$/m, `brief = "${words}"`));
      await shown(page, words);
      fs.rmSync(path.join(project, "templates"), { recursive: true });
      await shown(page, "Policy brief");
    }
  });
  await check("a worker that is killed is another one with the next save", async () => {
    const [worker] = execFileSync("pgrep", ["-P", String(server.child.pid)], { encoding: "utf8" }).trim().split("\n");
    process.kill(Number(worker), "SIGKILL");
    write(FILE, ORIGINAL.replace(TITLE, `${TITLE} Battambang`));
    await shown(page, "Battambang");
    await restore(page);
  });
  await check("a brief and a project that are gone for a moment keep their pages, and are followed when they are back", async () => {
    const folder = path.join(project, "briefs", ID);
    const away = path.join(project, "..", "away");
    fs.renameSync(folder, away);
    await until(page, (id) => document.querySelector("#banner").textContent.includes(`the brief \`${id}\` is not there any more`), ID);
    hold((await words(page, "#target .sheets")).includes(TITLE), "the pages are gone");
    hold(page.url().includes(`brief=${ID}`), page.url());
    fs.renameSync(away, folder);
    await fine(page);
    const whole = path.join(project, "..", "whole");
    fs.cpSync(project, whole, { recursive: true });
    fs.rmSync(project, { recursive: true });
    await until(page, () => !document.querySelector("#banner").hidden);
    hold((await words(page, "#target .sheets")).includes(TITLE), "the pages are gone with the project");
    await pause(1000);
    fs.renameSync(whole, project);
    await fine(page);
    write(FILE, ORIGINAL.replace(TITLE, `${TITLE} Kampot`));
    await shown(page, "Kampot");
    await restore(page);
  });
  await check("a port that is taken is said to be", async () => {
    const { port } = new URL(server.address);
    const other = spawn(program, ["watch", "--project", project, "--no-open", "--port", port]);
    let said = "";
    other.stderr.on("data", (data) => { said += data; });
    const code = await new Promise((done) => { other.on("exit", done); });
    hold(code === 3 && said.includes(`127.0.0.1:${port}`), `${code}: ${said}`);
  });
}

/** As many tabs as a browser has connections for, and more. */
async function tabs(browser, page) {
  await check("a tab that no one sees leaves its connection to others", async () => {
    const others = [];
    for (let at = 0; at < 7; at += 1) {
      const other = await browser.newPage();
      others.push(other);
      await other.goto(server.address);
      await until(other, () => document.querySelector("#target a.text"));
    }
    await page.bringToFront();
    write(FILE, ORIGINAL.replace(TITLE, `${TITLE} Takeo`));
    await shown(page, "Takeo");
    await restore(page);
    for (const other of others) await other.close();
    await page.bringToFront();
  });
}

async function cost(page) {
  const times = [];
  for (let at = 0; at < 15; at += 1) {
    const mark = `Amnesty finds, ${at + 1}`;
    const seen = page.evaluate((mark) => new Promise((done) => {
      const look = async () => {
        const titles = [...document.querySelectorAll('#target a.text[data-key="brief.title"]')];
        if (!titles.some((title) => title.textContent.includes(mark))) { requestAnimationFrame(look); return; }
        await document.querySelector("#target img").decode();
        done(Date.now());
      };
      look();
    }), mark);
    await pause(150);
    const from = Date.now();
    write(FILE, ORIGINAL.replace(TITLE, TITLE.replace("Amnesty finds", mark)));
    times.push(await seen - from);
  }
  times.sort((one, other) => one - other);
  console.log(`  from a save to the new picture: median ${times[7]} ms, worst ${times[14]} ms of 15`);
  await restore(page);
}

let server = await start();
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"], protocolTimeout: 60_000 });
const began = Date.now();
try {
  const page = await visit(browser);
  await edits(page);
  await errors(page);
  await places(page);
  await everyWord(page);
  await values(page);
  await charts(page);
  await translation(page);
  await documents(page);
  await sameAsBuilt();
  await system(page);
  await addresses(browser);
  await schemes(browser);
  await page.bringToFront();
  await tabs(browser, page);
  await cost(page);
  await others(browser, page);
  await check("nothing is wrong in the console", async () => hold(page.faults.length === 0, page.faults.join("; ")));
  await page.close();
  await keyboard(browser);
  await looks(browser);
  await connection(browser);
  const last = await visit(browser);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    if (server.child.exitCode !== null || server.child.signalCode !== null) server = await start();
    await check(`${signal} ends it, as its help says`, async () => {
      server.child.kill(signal);
      const code = await Promise.race([server.ended, pause(5000).then(() => "nothing in 5 s")]);
      hold(code === 0, `it ends with ${code}`);
    });
    if (signal === "SIGINT") {
      await check("the page says that it is gone, and keeps the pages", async () => {
        await until(last, (lost) => document.querySelector("#banner").textContent === lost, LOST);
        await until(last, (lost) => document.querySelector("#live").textContent === lost, LOST);
        hold((await words(last, "#target .sheets")).includes(TITLE), "the pages are gone");
      });
    }
  }
} catch (error) {
  failed += 1;
  console.log(`FAILED: ${error.stack}`);
} finally {
  server.child.kill("SIGKILL");
  await browser.close();
}
console.log(`  in ${Math.round((Date.now() - began) / 1000)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
