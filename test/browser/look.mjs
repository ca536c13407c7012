// Looking at a page: what it shows is given to a twin with script, under the same address, where axe can run whatever the page under test allows.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [320, 390, 1280];

const runAxe = (rules) => window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] })
  .then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(' | ').slice(0, 400)}`));

const isWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1;

// Text that a reader of this language should not meet: Chinese that is not marked as such, dates as a machine writes them, unfilled holes.
function wrongWords(lang) {
  const wrong = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim();
    const of = node.parentElement.closest('[lang]').lang;
    if (node.parentElement.closest('script, style, code, textarea, option') || !text) continue;
    if (lang === 'en' && of === 'en' && /\p{Script=Han}/u.test(text) && text !== '〔' && text !== '〕') wrong.push(text.slice(0, 40));
    if (/\b20\d\d-\d\d-\d\d\b(?!,)|\{\{|%[sd]\b|\(null\)|undefined|NaN/.test(text)) wrong.push(text.slice(0, 60));
  }
  return wrong;
}

async function makeTwin(browser, scheme) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: scheme });
  context.setDefaultTimeout(15000);
  const page = await context.newPage();
  const shown = { html: '' };
  await page.route('**/*', (route) => (route.request().isNavigationRequest()
    ? route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body: shown.html })
    : route.continue()));
  return { page, shown };
}

export function makeLook({ browser, check, shots, seen, lang, origin }) {
  const twins = {};
  const look = async (page, name, { scheme = 'light', rules = true } = {}) => {
    twins[scheme] ??= await makeTwin(browser, scheme);
    const { page: twin, shown } = twins[scheme];
    const url = page.url();
    seen.add(url.slice(origin.length).split(/[?#]/)[0]);
    shown.html = await page.content();
    const own = page.viewportSize();
    await twin.setViewportSize(own);
    await twin.goto(url.split('#')[0]);
    if (rules) {
      await twin.evaluate(axeSource);
      const found = await twin.evaluate(runAxe, RULES);
      check(`axe on ${name}`, found.length === 0, `${url}\n  ${found.join('\n  ')}`);
    }
    const odd = await twin.evaluate(wrongWords, lang);
    check(`words on ${name}`, odd.length === 0, `${url} ${JSON.stringify(odd.slice(0, 6))}`);
    for (const width of WIDTHS) {
      if (width !== own.width) await twin.setViewportSize({ width, height: 844 });
      check(`no sideways scroll on ${name} at ${width}`, !(await twin.evaluate(isWide)), url);
    }
    if (shots) await page.screenshot({ path: path.join(shots, `${name.replaceAll(/[^\w-]+/g, '_')}.png`), fullPage: true });
  };
  look.close = async () => {
    for (const { page } of Object.values(twins)) await page.context().close();
  };
  look.shot = async (page, name) => {
    if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
  };
  return look;
}
