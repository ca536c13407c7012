// Every page that somebody can reach by links, seen as the role that has it, at 1280 and 390 px; at the end no route may be left out.
import { crawl, file, patternOf, picture, reader, routeOf } from './crawl.mjs';
import { fetchFile, press, signIn, submit, takeIn } from './hand.mjs';
import { openDays } from './openday.mjs';
import { paths } from './paths.mjs';
import { ways } from './ways.mjs';

// At the desk's width, and in the language that comes first at a phone's too.
export const lookTwice = ({ look, tag, lang }, page, name) => look(page, `${name}-${tag}`, { widths: lang === 'zh' ? [1280, 390] : [1280] });

const linksOf = (page) => page.locator('a[href]').evaluateAll((all) => all.map((a) => String(a.href)));

const READERS = 4; // at a time

/** Where the links of every role lead: read once, before anything is done, for both languages. Others of a role read only what is still missing. */
export async function discover({ town, check }) {
  const routes = new Map(); // to [{ login, role, addresses }]
  const left = () => town.routes.some((r) => !routes.has(r) && !picture.test(r) && !OUTSIDE.test(r));
  const missing = (route) => routes.has(route) && !/\/:\w+$/.test(route) && route !== '/mediation';
  const read = async (one) => {
    const as = await reader(town, one);
    const found = await crawl(town, as, ['/today'], (route, address, answer) =>
      check(`${one.login}: ${route} opens`, answer.ok(), `${answer.status()} ${address}`), one.first ? undefined : missing);
    await as.dispose();
    return found;
  };
  for (const those of [town.logins_all.filter((one) => one.first), town.logins_all.filter((one) => !one.first)]) {
    for (let at = 0; at < those.length && left(); at += READERS) {
      const some = those.slice(at, at + READERS);
      const all = await Promise.all(some.map(read));
      all.forEach((found, i) => {
        for (const [route, addresses] of found) routes.set(route, [...(routes.get(route) ?? []), { ...some[i], addresses }]);
      });
    }
  }
  return routes;
}

const OUTSIDE = /^\/(m\/|say|accuse|receipt|mediate|setup)/;
const EACH_ROLE = ['/today', '/desk/matters/:id'];

// Everything that was found and is not yet looked at, as the one who met it; what has gone since is tried at its other addresses.
async function lookAll(story, one) {
  const { town, looked } = story;
  const mine = [...town.found].map(([route, finders]) => [route, finders.find((f) => f.login === one.login)])
    .filter(([route, finder]) => finder && (!looked.has(route) || one.first && EACH_ROLE.includes(route)));
  if (!mine.length) return;
  const page = await signIn(story, one.role, one);
  for (const [route, finder] of mine) {
    if (file.test(route)) {
      await fetchFile(story, page, finder.addresses[0], route);
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
    for (const todo = await linksOf(phone); todo.length;) {
      const href = todo.shift();
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
      todo.push(...await linksOf(phone));
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
  await takeIn(story, clerk, '堰塘埂子漏水，冒了两天了，怕垮。');
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
  const { town, check, seen, lang, tag, timed } = story;
  story.looked = new Set();
  const all = async function everyRole() {
    for (const one of town.logins_all) await lookAll(story, one);
  };
  for (const part of [residents, intake, bulk, byAddress, openDays, ways, all, paths]) await timed(`${part.name} in ${tag}`, () => part(story, lookTwice));
  const pathnames = [...seen];
  for (const route of town.routes) {
    const known = pathnames.includes(route) || pathnames.some((p) => patternOf(route).test(p));
    if (!picture.test(route) && route !== '/setup') check(`${route} was looked at in ${lang}`, known);
  }
}
