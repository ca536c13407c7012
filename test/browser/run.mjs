// The loop in a real browser: a phone of 390 px with script off and on, the desk at 1280 px, Chinese and English, axe on every page.
// Usage: node run.mjs HEYE [--shots DIR]   Ends with "N passed, N failed".
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { story } from './story.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const binary = path.resolve(process.argv[2]);
const shots = process.argv.includes('--shots') ? process.argv[process.argv.indexOf('--shots') + 1] : null;
if (shots) mkdirSync(shots, { recursive: true });

let passed = 0;
let failed = 0;

export function check(name, good, detail = '') {
  if (good) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED ${name} ${detail}`);
  }
}

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

async function startTown() {
  const base = mkdtempSync(path.join(tmpdir(), 'heye-browser-'));
  const data = path.join(base, 'demo');
  execFileSync(binary, ['demo', '--data', data], { stdio: 'ignore' });
  const port = await freePort();
  const server = spawn(binary, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, '--quiet'], { stdio: 'inherit' });
  for (let i = 0; i < 200; i += 1) {
    try {
      await fetch(`http://127.0.0.1:${port}/health`);
      break;
    } catch {
      await new Promise((r) => { setTimeout(r, 50); });
    }
  }
  const logins = {};
  for (const line of readFileSync(path.join(data, 'logins.txt'), 'utf8').split('\n')) {
    const [role, login, password] = line.split('\t');
    if (password && !logins[role]) logins[role] = { login, password };
  }
  return { base, server, logins, url: `http://127.0.0.1:${port}` };
}

/** Looks at the page in front: no axe violation, no sideways scroll, no script error, a screenshot when asked for. */
export async function look(page, name) {
  const found = page.axe ? await page.axe() : [];
  for (const v of found) console.log(`  axe ${v.id} on ${name}: ${v.nodes.slice(0, 3).map((n) => n.html).join(' | ').slice(0, 400)}`);
  check(`axe on ${name}`, found.length === 0, `${found.length} violations on ${page.url()}`);
  const wide = await page.sideways();
  check(`no sideways scroll on ${name}`, !wide, page.url());
  if (shots) await page.screenshot({ path: path.join(shots, `${name.replaceAll(/[^\w-]+/g, '_')}.png`), fullPage: true });
}

// axe needs script: where the context has none, its rules run over the protocol, in a world that page script settings do not reach.
async function equip(context, page) {
  const client = await context.newCDPSession(page);
  const world = async () => {
    const { frameTree } = await client.send('Page.getFrameTree');
    const { executionContextId } = await client.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' });
    return executionContextId;
  };
  const evaluate = async (expression) => {
    const contextId = await world();
    const done = await client.send('Runtime.evaluate', { expression, contextId, awaitPromise: true, returnByValue: true });
    if (done.exceptionDetails) throw new Error(done.exceptionDetails.exception?.description ?? 'evaluate failed');
    return done.result.value;
  };
  page.sideways = () => evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth + 1');
  page.axe = () => evaluate(`${axeSource};axe.run(document, { runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'] })
    .then((r) => r.violations.map((v) => ({ id: v.id, nodes: v.nodes.map((n) => ({ html: n.html })) })))`);
  page.on('pageerror', (e) => check('no script error', false, String(e)));
  page.on('console', (m) => m.type() === 'error' && !/status of 4\d\d/.test(m.text()) && check('no console error', false, m.text()));
  return page;
}

const town = await startTown();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  for (const lang of ['zh', 'en']) {
    for (const script of lang === 'zh' ? [false, true] : [true]) {
      const open = async (width, javaScriptEnabled, more = {}) => {
        const context = await browser.newContext({ viewport: { width, height: 844 }, javaScriptEnabled, locale: 'zh-CN', ...more });
        const page = await equip(context, await context.newPage());
        await page.goto(`${town.url}/?lang=${lang}`);
        return page;
      };
      await story({ town, lang, script, open, look, check });
    }
  }
} catch (e) {
  check('the story ran to its end', false, e.stack);
} finally {
  await browser.close();
  town.server.kill('SIGTERM');
  rmSync(town.base, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
