// Looks at one page of an e-book in Chromium on screens of three widths, light and dark, at two sizes of text.
// Arguments: the page, the folder for pictures, the file of axe. Prints one JSON object a line.
const fs = require("fs");
const path = require("path");
const puppeteer = require("puppeteer-core");

const [page, folder, axe] = process.argv.slice(2);
const WIDTHS = [320, 768, 1280];
const SCHEMES = ["light", "dark"];
const SIZES = [100, 200];
// What readers paint behind a page at night; axe takes an unpainted page for white.
const GROUNDS = { light: "#ffffff; color: #000000", dark: "#121212; color: #ffffff" };
// What a reading system lets scroll by itself.
const SCROLLERS = ".scroll, .formula, pre";

function findOverflow(scrollers) {
  const width = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > width) {
    found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
  }
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (!box.width || element.closest(scrollers) && !element.matches(scrollers)) continue;
    if (box.right > width + 1 || box.left < -1) {
      found.push(`<${element.localName} class="${element.className}"> reaches from ${Math.round(box.left)} to ${Math.round(box.right)}`);
    }
    const style = getComputedStyle(element);
    const clips = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
    if (clips && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) {
      found.push(`<${element.localName} class="${element.className}"> clips what it holds`);
    }
  }
  return found;
}

async function main() {
  const browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
    headless: true,
    args: ["--no-sandbox", "--allow-file-access-from-files", "--disable-gpu", "--hide-scrollbars"],
  });
  const script = fs.readFileSync(axe, "utf8");
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      for (const size of SIZES) {
        const tab = await browser.newPage();
        await tab.setViewport({ width, height: 900 });
        await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await tab.goto("file://" + path.resolve(page), { waitUntil: "load" });
        await tab.addStyleTag({ content: `html { font-size: ${size}%; background: ${GROUNDS[scheme]}; } body { padding: 0 12px; }` });
        const name = `${width}-${scheme}-${size}`;
        for (const message of await tab.evaluate(findOverflow, SCROLLERS)) {
          console.log(JSON.stringify({ screen: name, rule: "overflow", message }));
        }
        await tab.evaluate(script);
        const report = await tab.evaluate(() =>
          axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
        for (const violation of report.violations) {
          for (const node of violation.nodes) {
            const message = `${violation.help}: ${node.target.join(" ")} ${node.failureSummary || ""}`;
            console.log(JSON.stringify({ screen: name, rule: violation.id, message }));
          }
        }
        await tab.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
        await tab.close();
      }
    }
  }
  await browser.close();
}

main().catch((error) => { console.error(error); process.exit(2); });
