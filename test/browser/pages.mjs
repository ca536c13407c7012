// Every page that somebody can reach by links, seen as the role that has it, at 1280 and 390 px; at the end no route may be left out.
import { press, signIn, submit } from './hand.mjs';
import { openDays } from './openday.mjs';

const TRIES = 8; // addresses of one route whose links are read; only the first is looked at
const START = {
  dispatcher: ['/today', '/desk/matters?lane=received', '/desk/matters?lane=offered', '/desk/matters?lane=closed', '/desk/matters?lane=in_hand'],
  clerk: ['/today', '/desk/matters?lane=received', '/desk/matters?lane=answered'],
  handler: ['/today', '/desk/matters?lane=offered', '/desk/matters?lane=in_hand'],
  unit_head: ['/today', '/desk/matters?lane=in_hand'],
  leader: ['/today', '/desk/matters?lane=late'],
  grid_worker: ['/today', '/desk/matters'],
  auditor: ['/today', '/desk/events'],
  administrator: ['/today', '/admin/town', '/admin/people', '/admin/posts'],
};

const picture = /\/(photo|thumb|proof)(\/|$)/;
const file = /[./](pdf|docx|xlsx|ics)$/; // not looked at, but it must come
const patternOf = (route) => new RegExp(`^${route.replaceAll(/:code/g, '[0-9A-Za-z]+').replaceAll(/:\w+/g, '\\d+')}$`);

function routeOf(town, pathname) {
  return town.routes.find((r) => r === pathname) ?? town.routes.find((r) => !picture.test(r) && patternOf(r).test(pathname));
}

// Both widths; axe at the wide one always, at the narrow one in the language that comes first.
async function lookTwice({ look, tag, lang }, page, name) {
  await look(page, `${name}-1280-${tag}`);
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, `${name}-390-${tag}`, { rules: lang === 'zh' });
  await page.setViewportSize({ width: 1280, height: 844 });
}

const linksOf = (page) => page.locator('a[href]').evaluateAll((all) => all.map((a) => a.href));

// A file that a link leads to: it comes, and is no page.
async function fetchFile(story, page, address, route) {
  const answer = await page.request.get(address);
  story.check(`${route} comes`, answer.ok() && !(answer.headers()['content-type'] ?? '').startsWith('text/html'), `${answer.status()} ${address}`);
  story.looked.add(route);
  story.seen.add(new URL(address).pathname);
}

// Follows links from the first pages of a role; a route is looked at once per role only where no role before had it.
async function follow(story, role) {
  const { town, check } = story;
  const page = await signIn(story, role);
  const tries = {};
  const todo = START[role].map((a) => town.url + a);
  const had = new Set(todo);
  while (todo.length) {
    const address = todo.shift();
    const route = routeOf(town, new URL(address).pathname);
    const key = START[role].includes(address.slice(town.url.length)) ? address : route;
    if (!route || picture.test(route) || (tries[key] ?? 0) >= TRIES || (story.looked.has(route) && !/matters$|matters\/:id$|today|admin\/\w+(\/:id)?$/.test(route))) continue;
    tries[key] = (tries[key] ?? 0) + 1;
    if (file.test(route)) {
      await fetchFile(story, page, address, route);
      continue;
    }
    const answer = await page.goto(address);
    check(`${role} ${route} opens`, answer.ok(), `${answer.status()} ${address}`);
    if (tries[key] === 1 && (!story.looked.has(route) || route === '/today' || route === '/desk/matters/:id')) {
      await lookTwice(story, page, `${role}${route.replaceAll('/', '_')}`);
      story.looked.add(route);
    }
    for (const href of await linksOf(page)) {
      const to = href.split('#')[0];
      if (to.startsWith(town.url) && !had.has(to) && !/[?&](lang|size|keys)=/.test(to)) {
        had.add(to);
        todo.push(to);
      }
    }
  }
  return page;
}

async function residents(story) {
  const { town, look, check, tag, open } = story;
  const phone = await open(390);
  for (const address of ['/say', '/find', '/rights', '/access', '/poster']) {
    await phone.goto(town.url + address);
    await look(phone, `${address.slice(1)}-${tag}`);
  }
  for (const [state, code] of Object.entries(town.receipts)) {
    await phone.goto(`${town.url}/m/${code}`);
    await look(phone, `track-${state}-demo-${tag}`);
    for (const href of new Set(await linksOf(phone))) {
      const route = routeOf(town, new URL(href).pathname);
      if (!href.startsWith(town.url) || !route?.startsWith('/m/:code/') || picture.test(route) || story.looked.has(route)) continue;
      if (file.test(route)) {
        await fetchFile(story, phone, href, route);
        continue;
      }
      const answer = await phone.goto(href);
      check(`${route} opens`, answer.ok(), `${answer.status()} ${href}`);
      story.looked.add(route);
      await look(phone, `${route.slice(9).replaceAll('/', '_')}-${tag}`);
    }
  }
  await phone.context().close();
}

async function intake(story) {
  const { town, check, look, tag } = story;
  const clerk = await signIn(story, 'clerk');
  await clerk.goto(`${town.url}/desk/new`);
  await submit(clerk, '/desk/new');
  check('an empty intake names its faults', (await clerk.locator('.errsum').count()) === 1);
  await look(clerk, `intake-fault-${tag}`);
  await clerk.selectOption('[name=channel]', { index: 1 });
  await clerk.fill('[name=words]', '堰塘埂子漏水，冒了两天了，怕垮。');
  await clerk.selectOption('[name=type]', { index: 3 });
  await clerk.selectOption('[name=place]', { index: 4 });
  await clerk.locator('[name=level]').last().check({ force: true });
  await submit(clerk, '/desk/new');
  check('the slip follows the intake', clerk.url().includes('/desk/slip/'), clerk.url());
  await lookTwice(story, clerk, 'slip');
  await clerk.emulateMedia({ media: 'print' });
  check('paper has no buttons', (await clerk.locator('.noprint:visible').count()) === 0);
  await look.shot(clerk, `print-slip-${tag}`);
  await clerk.context().close();
}

async function bulk(story) {
  const { town, check, tag } = story;
  const page = await signIn(story, 'dispatcher');
  await page.goto(`${town.url}/desk/matters?lane=received`);
  for (const box of (await page.locator('td.sel input').all()).slice(0, 3)) await box.check({ force: true });
  await press(page, page.locator('.bulk button[value=offer]'));
  await lookTwice(story, page, 'bulk-offer');
  await page.goto(`${town.url}/desk/matters?lane=received`);
  for (const box of (await page.locator('td.sel input').all()).slice(0, 2)) await box.check({ force: true });
  await press(page, page.locator('.bulk button[value=print]'));
  await lookTwice(story, page, 'bulk-print');
  await press(page, page.locator('a[href*="/desk/print"]').first());
  check('two sheets for two matters', (await page.locator('.sheet').count()) === 2, page.url());
  await page.emulateMedia({ media: 'print' });
  await story.look.shot(page, `print-sheets-${tag}`);
  await page.context().close();
}

// Pages that stand behind a form or in few matters: asked for by their address.
async function byAddress(story) {
  const { town, check, open, look, seen, tag } = story;
  const phone = await open(390);
  for (const [state, name] of [['in_hand', 'word'], ['merged', 'unmerge']]) {
    const answer = await phone.goto(`${town.url}/m/${town.receipts[state]}/${name}`);
    check(`${name} opens`, answer.ok(), `${answer.status()} ${phone.url()}`);
    seen.add(`/m/${town.receipts[state]}/${name}`); // it may lead on to the matter when the time is over
    await look(phone, `${name}-${tag}`);
  }
  await phone.goto(`${town.url}/m/${town.receipts.in_hand}/close`); // leads home
  seen.add(`/m/${town.receipts.in_hand}/close`);
  await look(phone, `close-${tag}`);
  await phone.context().close();
  const clerk = await signIn(story, 'clerk');
  await clerk.goto(`${town.url}/desk/matters?lane=received`);
  const path = new URL(await clerk.locator('a.t').first().evaluate((a) => a.href)).pathname;
  for (const name of ['note', 'spot-answer', 'unmerge']) {
    await clerk.goto(`${town.url}${path}/${name}`);
    await lookTwice(story, clerk, `act-${name}`);
  }
  await clerk.context().close();
}

// Acts that only matters of one slice offer: from its own list two steps on.
const LANES = {
  clerk: ['/desk/petitions?view=all'],
  dispatcher: ['/desk/petitions?view=all', '/desk/tasks', '/desk/tasks?view=done'],
  handler: ['/desk/petitions?view=all'],
};
const LANE = /\/desk\/(tasks\/\d+|matters\/\d+(\/(petition(\/[a-z-]+)?|joint-end|task))?)$/;

async function lanes(story, role) {
  const { town, check } = story;
  const page = await signIn(story, role);
  const todo = LANES[role].map((a) => [town.url + a, 0]);
  const had = new Set();
  while (todo.length) {
    const [address, depth] = todo.shift();
    const route = routeOf(town, new URL(address).pathname);
    const leaf = /petition|joint-end|task$/.test(new URL(address).pathname) && !/petitions$/.test(new URL(address).pathname);
    if (!route || (leaf && story.looked.has(route))) continue;
    const answer = await page.goto(address);
    check(`${role} ${route} opens`, answer.ok(), `${answer.status()} ${address}`);
    if (leaf) {
      await lookTwice(story, page, `${role}${route.replaceAll('/', '_')}`);
      story.looked.add(route);
    }
    for (const href of depth < 3 ? await linksOf(page) : []) {
      if (!had.has(href) && href.startsWith(town.url) && LANE.test(new URL(href).pathname)) {
        had.add(href);
        todo.push([href, depth + 1]);
      }
    }
  }
  await page.context().close();
}

export async function everyPage(story) {
  const { town, check, seen, lang } = story;
  story.looked = new Set();
  await residents(story);
  await intake(story);
  await bulk(story);
  await byAddress(story);
  await openDays(story, lookTwice);
  for (const role of Object.keys(START)) await (await follow(story, role)).context().close();
  for (const role of Object.keys(LANES)) await lanes(story, role);
  const paths = [...seen];
  for (const route of town.routes) {
    const known = paths.includes(route) || paths.some((p) => patternOf(route).test(p));
    if (!picture.test(route) && route !== '/setup') check(`${route} was looked at in ${lang}`, known);
  }
}
