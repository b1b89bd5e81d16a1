// Reads PDFs as the browsers' viewer does (pdf.js): the text of each page, and where its own find bar finds something.
//
// Usage: node read.mjs FOLDER < order, where FOLDER holds pdfjs-dist and the order is a JSON list of
// {"path": file, "queries": [text, ...]}. Answers with a JSON list of {"pages": [text, ...], "found": [[count, ...], ...]}:
// for each query, how often it was found on each page. Nothing is drawn and nothing is fetched.

import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const library = path.resolve(process.argv[2]);
const load = (name) => import(pathToFileURL(path.join(library, "legacy", name)).href);

// The viewer's module looks for a browser when it is read; its find bar needs none.
const style = new Proxy({}, { get: () => "" });
const element = { style, classList: { add() {}, remove() {} }, setAttribute() {}, append() {} };
globalThis.document = { documentElement: element, createElement: () => element, addEventListener() {} };
globalThis.window = { requestAnimationFrame() {}, addEventListener() {}, matchMedia: () => ({ matches: false }) };
globalThis.navigator ??= { userAgent: "", platform: "", maxTouchPoints: 0, language: "en" };
globalThis.DOMMatrix ??= class {};
globalThis.ImageData ??= class {};
globalThis.Path2D ??= class {};
console.warn = () => {};
console.log = () => {};

const { getDocument } = await load("build/pdf.mjs").then((made) => (globalThis.pdfjsLib = made));
const { EventBus, PDFFindController } = await load("web/pdf_viewer.mjs");

async function pageTexts(pdf) {
  const texts = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    texts.push(items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join(""));
    page.cleanup();
  }
  return texts;
}

async function occurrences(pdf, query) {
  const eventBus = new EventBus();
  const linkService = { pagesCount: pdf.numPages, page: 1, rotation: 0, setHash() {}, goToPage() {} };
  const finder = new PDFFindController({ linkService, eventBus });
  finder.onIsPageVisible = () => true;
  finder.setDocument(pdf);
  const counted = new Promise((resolve) => {
    let waiting;
    eventBus.on("updatefindmatchescount", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => resolve(), 0);
    });
    eventBus.on("updatefindcontrolstate", ({ state }) => {
      // 1: not found; 3: still looking.
      if (state === 1) resolve();
    });
  });
  eventBus.dispatch("find", {
    source: null, type: "again", query, caseSensitive: true, entireWord: false, highlightAll: true,
    findPrevious: false, matchDiacritics: true,
  });
  await counted;
  return Array.from({ length: pdf.numPages }, (_, index) => (finder.pageMatches[index] ?? []).length);
}

const answers = [];
for (const { path: file, queries } of JSON.parse(readFileSync(0, "utf-8"))) {
  const data = new Uint8Array(readFileSync(file));
  const task = getDocument({ data, verbosity: 0, isEvalSupported: false, useSystemFonts: false });
  const pdf = await task.promise;
  const found = [];
  for (const query of queries) found.push(await occurrences(pdf, query));
  answers.push({ pages: await pageTexts(pdf), found });
  await task.destroy();
}
process.stdout.write(JSON.stringify(answers));
