// The real program in a real browser: the loop on a phone with script off and on, the desk, every page that `heye routes` lists, in Chinese and
// English; axe on each, no sideways scroll at 320, 390 and 1280 px. Usage: node run.mjs HEYE [--shots DIR] [--stories]   Ends with "N passed, N failed".
// --stories: what is done in the browser, the loop three times and the corners; not each page of `heye routes` in both languages.
import { spawn, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { corners } from './corners.mjs';
import { makeLook } from './look.mjs';
import { discover, everyPage } from './pages.mjs';
import { loop } from './story.mjs';

const LIMIT = 30000; // of every single step
const binary = path.resolve(process.argv[2]);
const stories = process.argv.includes('--stories');
const shots = process.argv.includes('--shots') ? process.argv[process.argv.indexOf('--shots') + 1] : null;
if (shots) mkdirSync(shots, { recursive: true });

let passed = 0;
let failed = 0;

function check(name, good, detail = '') {
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

// The first line of each role and all lines, a receipt of each state and all receipts.
function readLogins(file) {
  const logins = {};
  const receipts = {};
  const codes = [];
  const logins_all = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [role, login, password, state] = line.split('\t');
    if (role === 'receipt') {
      codes.push(login);
      receipts[state] ??= login;
    }
    else if (password && !role.startsWith('#')) {
      logins_all.push({ role, login, password, first: !logins[role] });
      logins[role] ??= { login, password };
    }
  }
  return { logins, receipts, codes, logins_all };
}

// With HEYE_TEST_DB (test/with-postgres) the township lies in a copy of that database.
function databaseOptions() {
  const model = process.env.HEYE_TEST_DB;
  if (!model) return [];
  const as = (role, name) => model.replace(/\/\/[^@]*@([^/]*)\/.*/, `//${role}@$1/${name}`);
  const name = `browser_${process.pid}`;
  execFileSync('psql', ['-qX', as('heye_owner', 'postgres'), '-c', `create database ${name} template ${model.split('/').pop()}`], { stdio: 'ignore' });
  return ['--db', as('heye', name), '--identity-db', as('heye_identity', name)];
}

async function startTown() {
  const base = mkdtempSync(path.join(tmpdir(), 'heye-browser-'));
  const data = path.join(base, 'demo');
  const place = ['--data', data, ...databaseOptions()];
  execFileSync(binary, ['demo', ...place], { stdio: 'ignore', timeout: 180000 });
  const port = await freePort();
  const server = spawn(binary, ['serve', ...place, '--listen', `127.0.0.1:${port}`], { stdio: 'ignore' });
  for (let answered = false; !answered;) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    answered = await fetch(`http://127.0.0.1:${port}/health`).then((r) => r.ok, () => false);
  }
  const routes = execFileSync(binary, ['routes'], { encoding: 'utf8' }).trim().split('\n').map((l) => l.split(' '))
    .filter(([method]) => method === 'GET').map((l) => l[1]);
  return { base, server, routes, ...readLogins(path.join(data, 'logins.txt')), url: `http://127.0.0.1:${port}` };
}

function watch(page) {
  page.on('pageerror', (e) => check('no script error', false, `${page.url()} ${e}`));
  page.on('console', (m) => m.type() === 'error' && !/status of (4\d\d|503)/.test(m.text()) && check('no console error', false, `${page.url()} ${m.text()}`));
}

const town = await startTown();
// The shell is the browser without its windows: the same pages, a third of the work.
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let closing = false;
browser.on('disconnected', () => closing || check('the browser stays up', false));

const opener = (lang, script) => async (width, options = {}) => {
  const context = await browser.newContext({ viewport: { width, height: 844 }, javaScriptEnabled: script, locale: 'zh-CN', ...options });
  context.setDefaultTimeout(LIMIT);
  context.setDefaultNavigationTimeout(LIMIT);
  const page = await context.newPage();
  watch(page);
  if (!options.storageState) await page.goto(`${town.url}/?lang=${lang}`);
  return page;
};

const shapes = { zh: new Set(), en: new Set() };

async function timed(name, what) {
  const began = Date.now();
  try {
    return await what();
  } catch (e) {
    check(`${name} ran to its end`, false, e.stack);
  } finally {
    if (process.env.HEYE_TIMES) console.log(`${name}: ${Date.now() - began} ms`);
  }
}

async function tell(lang, script, parts) {
  const seen = new Set();
  const look = makeLook({ browser, check, shots, seen, shapes: shapes[lang], lang, origin: town.url });
  const tag = `${lang}-${script ? 'script' : 'plain'}`;
  const story = { town, lang, script, tag, open: opener(lang, script), look, check, seen, signed: new Map(), timed };
  for (const part of parts) await timed(`${part.name} in ${tag}`, () => part(story));
  await look.close();
}

try {
  if (!stories) town.found = await timed('discover', () => discover({ town, check }));
  const walk = stories ? [loop] : [loop, everyPage];
  await Promise.all([tell('zh', false, walk), tell('en', true, walk), tell('zh', true, [loop, corners])]);
} finally {
  closing = true;
  await browser.close();
  town.server.kill('SIGTERM');
  rmSync(town.base, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
