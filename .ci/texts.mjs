// What pdf.js reads in the PDFs given: see `texts`. Pages as its text selection has them, and the structure tree filled
// with the marked contents it names.
import fs from "node:fs";

// Nothing is drawn, so what draws need not be there.
globalThis.DOMMatrix ??= class {};
globalThis.ImageData ??= class {};
globalThis.Path2D ??= class {};
const { getDocument, VerbosityLevel } = await import("pdfjs-dist/legacy/build/pdf.mjs");

const INLINE = new Set(["Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Em", "Strong", "Sub", "Formula"]);
const say = (said) => process.stdout.write(`${JSON.stringify(said)}\n`);

function tell(node, texts, blocks) {
  if (node.type === "content") {
    blocks[blocks.length - 1] += texts.get(node.id) ?? "";
    return;
  }
  const inline = INLINE.has(node.role);
  if (!inline) blocks.push("");
  for (const child of node.children ?? []) tell(child, texts, blocks);
  if (!inline) blocks.push("");
}

for (const file of process.argv.slice(2)) {
  const data = new Uint8Array(fs.readFileSync(file));
  const task = getDocument({ data, verbosity: VerbosityLevel.ERRORS, isEvalSupported: false, useSystemFonts: false });
  const pdf = await task.promise;
  const pages = [];
  const blocks = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const plain = await page.getTextContent();
    pages.push(plain.items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join(""));
    const marked = await page.getTextContent({ includeMarkedContent: true });
    const texts = new Map();
    const open = [];
    for (const item of marked.items) {
      if (item.type?.startsWith("beginMarkedContent")) open.push(item.id ?? null);
      else if (item.type === "endMarkedContent") open.pop();
      else {
        const id = open.findLast((it) => it);
        if (id) texts.set(id, (texts.get(id) ?? "") + item.str + (item.hasEOL ? "\n" : ""));
      }
    }
    const tree = await page.getStructTree();
    blocks.push("");
    if (tree) tell(tree, texts, blocks);
  }
  say({ file, reader: "pdf.js", pages });
  say({ file, reader: "pdf.js tree", blocks: blocks.filter((block) => block) });
  await task.destroy();
}
