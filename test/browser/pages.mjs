// Every page that somebody can reach by links, seen as the role that has it, at 1280 and 390 px; at the end no route may be left out.
import { crawl, file, patternOf, picture, routeOf } from './crawl.mjs';
import { press, signIn, submit } from './hand.mjs';
import { openDays } from './openday.mjs';
import { paths } from './paths.mjs';

// Both widths; axe at the wide one always, at the narrow one in the language that comes first.
export async function lookTwice({ look, tag, lang }, page, name) {
  await look(page, `${name}-1280-${tag}`);
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, `${name}-390-${tag}`, { rules: lang === 'zh' });
  await page.setViewportSize({ width: 1280, height: 844 });
}

const linksOf = (page) => page.locator('a[href]').evaluateAll((all) => all.map((a) => String(a.href)));

/** Where the links of every role lead: read once, before anything is done, for both languages. Others of a role read only what is still missing. */
export async function discover({ town, check, open }) {
  const routes = new Map(); // to [{ login, role, addresses }]
  const roles = new Set();
  const later = town.logins_all.filter(({ role }) => roles.has(role) || !roles.add(role));
  const first = town.logins_all.filter((one) => !later.includes(one));
  for (const one of [...first, ...later]) {
    const left = town.routes.filter((r) => !routes.has(r) && !picture.test(r) && !OUTSIDE.test(r));
    if (later.includes(one) && !left.length) break;
    const page = await signIn({ town, open, tag: '' }, one.role, one);
    const skip = later.includes(one) ? (route) => routes.has(route) && !/\/:\w+$/.test(route) && route !== '/mediation' : () => false;
    const found = await crawl(town, page.request, ['/today'], (route, address, answer) =>
      check(`${one.login}: ${route} opens`, answer.ok(), `${answer.status()} ${address}`), skip);
    for (const [route, addresses] of found) routes.set(route, [...(routes.get(route) ?? []), { ...one, addresses }]);
    await page.context().close();
  }
  return routes;
}

const OUTSIDE = /^\/(m\/|say|accuse|receipt|mediate|setup)/;
const EACH_ROLE = ['/today', '/desk/matters/:id'];

// Everything that was found and is not yet looked at, as the one who met it; what has gone since is tried at its other addresses.
async function lookAll(story, one) {
  const { town, check, looked, seen } = story;
  const page = await signIn(story, one.role, one);
  for (const [route, finders] of town.found) {
    const finder = finders.find((f) => f.login === one.login);
    if (!finder || (looked.has(route) && !(one.first && EACH_ROLE.includes(route)))) continue;
    if (file.test(route)) {
      seen.add(new URL(finder.addresses[0]).pathname);
      looked.add(route);
      continue;
    }
    for (const address of finder.addresses.slice(0, 6)) {
      const answer = await page.goto(address);
      if (!answer.ok() || routeOf(town, new URL(page.url()).pathname) !== route) continue;
      await lookTwice(story, page, `${one.role}${route.replaceAll('/', '_')}`);
      looked.add(route);
      break;
    }
  }
  await page.context().close();
}

async function residents(story) {
  const { town, look, check, tag, open } = story;
  const phone = await open(390);
  for (const address of ['/say', '/find', '/rights', '/access', '/poster', '/accuse', '/mediate']) {
    await phone.goto(town.url + address);
    await look(phone, `${address.slice(1)}-${tag}`);
  }
  for (const code of town.codes) {
    const state = Object.keys(town.receipts).find((s) => town.receipts[s] === code);
    await phone.goto(`${town.url}/m/${code}`);
    if (state) await look(phone, `track-${state}-demo-${tag}`);
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

export async function everyPage(story) {
  const { town, check, seen, lang } = story;
  story.looked = new Set();
  await residents(story);
  await intake(story);
  await bulk(story);
  await byAddress(story);
  await openDays(story, lookTwice);
  for (const one of town.logins_all) {
    if ([...town.found.values()].some((finders) => finders.some((f) => f.login === one.login))) await lookAll(story, one);
  }
  await paths(story, lookTwice);
  const pathnames = [...seen];
  for (const route of town.routes) {
    const known = pathnames.includes(route) || pathnames.some((p) => patternOf(route).test(p));
    if (!picture.test(route) && route !== '/setup') check(`${route} was looked at in ${lang}`, known);
  }
}
