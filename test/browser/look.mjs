// Looking at a page: what it shows is written into a twin with script, where axe can run whatever the page under test allows.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [320, 390, 1280];

const runAxe = (rules) => window.axe.run(document, { runOnly: rules, resultTypes: ['violations'], preload: false })
  .then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(' | ').slice(0, 400)}`));

const isWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1;

// What axe judges a page by: its elements with their classes, states and names, in their order. Other words add nothing, nor do more rows of a kind.
function shapeOf() {
  const plain = ['class', 'role', 'type', 'lang', 'style', 'scope', 'tabindex', 'colspan', 'data-size'];
  const landmark = 'nav, section, form, main, aside, header, footer';
  const many = 'tbody, ul, ol, dl, select, datalist';
  const of = (element) => {
    const attributes = [...element.attributes].map(({ name, value }) => {
      if (plain.includes(name) || name === 'aria-label' && element.matches(landmark)) return `${name}=${value}`;
      return value ? name : `${name}=`;
    });
    const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    const inner = [...element.children].filter((child) => !child.matches('head > :not(title)')).map(of);
    const kinds = element.matches(many) ? [...new Set(inner)].sort() : inner.filter((one, i) => one !== inner[i - 1]);
    return `${element.tagName} ${attributes.join(' ')} ${words ? '…' : ''}(${kinds.join()})`;
  };
  return of(document.documentElement);
}

// Ids are said once and what refers to one finds it: asked of every page, as it depends on the words of a page and not on its shape.
function wrongIds() {
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  const lost = ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls'].flatMap((name) => [...document.querySelectorAll(`[${name}]`)]
    .flatMap((element) => element.getAttribute(name).split(/\s+/).filter((id) => id && !ids.includes(id)).map((id) => `${name}=${id}`)));
  return [...twice, ...lost];
}

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

// One document of our origin stays; each page is written into it, so that axe is read once and the style sheet comes from the cache.
async function makeTwin(browser, scheme, origin) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: scheme, bypassCSP: true });
  context.setDefaultTimeout(30000);
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await page.evaluate(axeSource);
  return page;
}

const withoutScript = (html) => html.replaceAll(/<script\b[^>]*>[\s\S]*?<\/script>/g, '');

/** shapes: what axe has seen of this language, shared by all who look in it. */
export function makeLook({ browser, check, shots, seen, shapes, lang, origin }) {
  const twins = {};

  async function judge(twin, name, key, url) {
    const shape = `${key} ${await twin.evaluate(shapeOf)}`;
    if (shapes.has(shape)) return;
    shapes.add(shape);
    const found = await twin.evaluate(runAxe, RULES);
    check(`axe on ${name}`, found.length === 0, `${url}\n  ${found.join('\n  ')}`);
  }

  async function shoot(page, name, widths) {
    for (const width of widths) {
      await page.setViewportSize({ width, height: 844 });
      await page.screenshot({ path: path.join(shots, `${name.replaceAll(/[^\w-]+/g, '_')}-${width}.png`), fullPage: true });
    }
  }

  // axe runs at the widths that are given, the first of which is the page's own.
  const look = async (page, name, { scheme = 'light', widths = [page.viewportSize().width] } = {}) => {
    const twin = twins[scheme] ??= await makeTwin(browser, scheme, origin);
    const url = page.url();
    seen.add(url.slice(origin.length).split(/[?#]/)[0]);
    await twin.setContent(withoutScript(await page.content()));
    const odd = await twin.evaluate(wrongWords, lang);
    check(`words on ${name}`, odd.length === 0, `${url} ${JSON.stringify(odd.slice(0, 6))}`);
    const ids = await twin.evaluate(wrongIds);
    check(`ids on ${name}`, ids.length === 0, `${url} ${JSON.stringify(ids.slice(0, 6))}`);
    for (const width of new Set([...widths, ...WIDTHS])) {
      if (width !== twin.viewportSize().width) await twin.setViewportSize({ width, height: 844 });
      check(`no sideways scroll on ${name} at ${width}`, !(await twin.evaluate(isWide)), url);
      if (widths.includes(width)) await judge(twin, `${name} at ${width}`, `${scheme} ${width}`, url);
    }
    if (shots) await shoot(page, name, widths);
  };
  look.close = async () => {
    for (const twin of Object.values(twins)) await twin.context().close();
  };
  look.shot = async (page, name) => {
    if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
  };
  return look;
}
