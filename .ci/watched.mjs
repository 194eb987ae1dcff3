// A picture of `briefpress watch` in Chromium, when a save has brought a mistake. Arguments: the browser, the program, a copy
// of the project, the brief, and the picture.
import { spawn } from "node:child_process";
import fs from "node:fs";
import puppeteer from "puppeteer-core";

const [executablePath, program, project, brief, picture] = process.argv.slice(2);
const child = spawn(program, ["watch", brief, "--project", project, "--no-open", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
const address = await new Promise((done, fail) => {
  let said = "";
  child.stdout.on("data", (data) => {
    said += data;
    const [found] = /http:\/\/127\.0\.0\.1:\d+\/[^\s/]+\//.exec(said) ?? [];
    if (found) done(found);
  });
  child.on("exit", () => fail(new Error(`it ended: ${said}`)));
});
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--force-color-profile=srgb"] });
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1200, height: 800 });
  await page.goto(address);
  await page.waitForSelector("svg, img", { timeout: 20_000 });
  const file = `${project}/briefs/${brief}/brief.toml`;
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace('findings = ["small-parts"]', 'findings = ["small-part"]'));
  await page.waitForFunction(() => document.body.innerText.includes("no finding has the id"), { timeout: 20_000 });
  await new Promise((done) => { setTimeout(done, 1000); });
  await page.screenshot({ path: picture });
} finally {
  await browser.close();
  child.kill("SIGINT");
}
