// The ways of a matter that few go: an act is done, and what only then is offered is looked at and done in turn, whoever it is offered to.
import { routeOf } from './crawl.mjs';
import { press, signIn } from './hand.mjs';

const FIRST = ['extend', 'return-unit', 'refer-ask', 'reject-ask', 'neighbour'];
const STEPS = 5; // acts on one matter
const ROLES = ['dispatcher', 'leader', 'unit_head', 'handler', 'clerk'];
const ACT = /^\/desk\/matters\/:id\/[a-z-]+$/;
const day = (ahead) => new Date(Date.now() + (8 + 24 * ahead) * 3600e3).toISOString().slice(0, 10);

const isRare = (town, looked, route) => route && ACT.test(route) && !town.found.has(route) && !looked.has(route);

// Something plausible in every field that is empty; returns the button.
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
  return form.locator('button').last();
}

async function lookOnce(story, page, address, lookTwice) {
  const answer = await page.goto(address);
  const route = routeOf(story.town, new URL(page.url()).pathname);
  if (!answer.ok() || !route || story.looked.has(route)) return;
  await lookTwice(story, page, `path_${route.split('/').filter((part) => part && !part.startsWith(':')).join('_')}`);
  story.looked.add(route);
}

// What is offered on the matter now and to nobody before is looked at; the first of it can be done next.
async function offered(story, pages, path, lookTwice) {
  const { town, looked } = story;
  const all = [];
  for (const role of ROLES) {
    if (!(await pages[role].goto(`${town.url}${path}`)).ok()) continue;
    const links = await pages[role].locator('main a[href]').evaluateAll((of) => of.map((a) => String(a.href).split('#')[0]));
    for (const address of links.filter((a) => a.startsWith(`${town.url}${path}/`) && isRare(town, looked, routeOf(town, new URL(a).pathname)))) {
      await lookOnce(story, pages[role], address, lookTwice);
      all.push({ role, address });
    }
  }
  return all;
}

async function go(story, pages, path, lookTwice, begin) {
  for (let step = 0, next = begin; next && step < STEPS; step += 1) {
    const page = pages[next.role];
    await page.goto(next.address);
    if (await page.locator('main form[method=post]').count()) await press(page, await fill(page));
    [next] = (await offered(story, pages, path, lookTwice)).filter((one) => !one.address.endsWith('/packet'));
  }
}

// A work report is written, a list of a figure is taken out for a purpose; and what no list leads to.
async function papers(story, lookTwice) {
  const { town } = story;
  const page = await signIn(story, 'leader');
  await page.goto(`${town.url}/desk/reports`);
  const write = page.locator('form[action*="/desk/reports"] button').first();
  if (await write.count()) {
    await press(page, write);
    const report = new URL(page.url()).pathname.match(/^\/desk\/reports\/\d+/)?.[0];
    for (const address of report ? [report, `${report}/edit`] : []) await lookOnce(story, page, town.url + address, lookTwice);
  }
  const out = town.found.get('/desk/figures/:key/export')?.[0].addresses[0];
  if (out && (await page.goto(out)).ok()) {
    const [list] = await Promise.all([page.waitForEvent('download'), fill(page).then((button) => button.click())]);
    story.check('the list comes as a file', (await list.failure()) === null, list.url());
    story.seen.add(new URL(list.url()).pathname);
  }
  await lookOnce(story, page, `${town.url}/desk/digest`, lookTwice);
  await page.context().close();
  const admin = await signIn(story, 'administrator');
  for (const address of ['/admin/map', '/admin/map/import']) await lookOnce(story, admin, town.url + address, lookTwice);
  await admin.context().close();
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
  await papers(story, lookTwice);
}
