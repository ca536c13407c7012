// The ways of a matter that few go: an act is done, and what only then is offered is looked at and done in turn, whoever it is offered to.
import { routeOf } from './crawl.mjs';
import { press, signIn } from './hand.mjs';

const FIRST = ['extend', 'return-unit', 'refer-ask', 'reject-ask', 'neighbour'];
const STEPS = 5; // acts on one matter
const ROLES = ['dispatcher', 'leader', 'unit_head', 'handler', 'clerk'];
const ACT = /^\/desk\/matters\/:id\/[a-z-]+$/;
const day = (ahead) => new Date(Date.now() + (8 + 24 * ahead) * 3600e3).toISOString().slice(0, 10);

const isRare = (town, looked, route) => route && ACT.test(route) && !town.found.has(route) && !looked.has(route);

// Something plausible in every field that is empty.
async function fill(page) {
  const form = page.locator('main form[method=post]').last();
  for (const box of await form.locator('textarea, input[type=text]').all()) {
    if (!(await box.inputValue())) await box.fill('按规定办理，已和对方说清楚。');
  }
  for (const box of await form.locator('input[type=date]').all()) {
    if (!(await box.inputValue())) await box.fill(day(1));
  }
  for (const box of await form.locator('select').all()) {
    if (!(await box.inputValue())) await box.selectOption({ index: 1 });
  }
  const names = await form.locator('input[type=radio]').evaluateAll((all) => [...new Set(all.map((r) => r.name))]);
  for (const name of names) {
    if (!(await form.locator(`[name="${name}"]:checked`).count())) await form.locator(`[name="${name}"]`).first().check({ force: true });
  }
  await press(page, form.locator('button').last());
}

async function go(story, pages, path, lookTwice, begin) {
  const { town, looked } = story;
  let next = begin;
  for (let step = 0; next && step < STEPS; step += 1) {
    const page = pages[next.role];
    const answer = await page.goto(next.address);
    if (!answer.ok()) return;
    const route = routeOf(town, new URL(page.url()).pathname);
    if (ACT.test(route) && !looked.has(route)) {
      await lookTwice(story, page, `path${route.slice(18).replaceAll('/', '_')}`);
      looked.add(route);
    }
    if (await page.locator('main form[method=post]').count()) await fill(page);
    next = null;
    for (const role of ROLES) {
      if (next || !(await pages[role].goto(`${town.url}${path}`)).ok()) continue;
      const links = await pages[role].locator('main a[href]').evaluateAll((all) => all.map((a) => a.href.split('#')[0]));
      const fresh = (a) => a.startsWith(`${town.url}${path}/`) && isRare(town, looked, routeOf(town, new URL(a).pathname));
      const address = links.find(fresh);
      if (address) next = { role, address };
    }
  }
}

export async function paths(story, lookTwice) {
  const { town } = story;
  const pages = {};
  for (const role of ROLES) pages[role] = await signIn(story, role);
  for (const name of FIRST) {
    const finder = (town.found.get(`/desk/matters/:id/${name}`) ?? []).find((f) => f.first && pages[f.role]);
    const address = finder?.addresses[story.lang === 'zh' ? 0 : finder.addresses.length - 1];
    if (address) await go(story, pages, new URL(address).pathname.replace(/\/[a-z-]+$/, ''), lookTwice, { role: finder.role, address });
  }
  for (const page of Object.values(pages)) await page.context().close();
}
