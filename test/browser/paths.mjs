// The ways of a matter that few go: an act is done, and what only then is offered is looked at and done in turn, whoever it is offered to.
import { routeOf } from './crawl.mjs';
import { fetchFile, fillIn, press, signIn, takeIn } from './hand.mjs';

const FIRST = ['extend', 'return-unit', 'refer-ask', 'neighbour'];
const TRIES = 8; // matters that an act is tried on until one takes it
const STEPS = 5; // acts on one matter
const ROLES = ['dispatcher', 'leader', 'unit_head', 'handler', 'clerk'];
const ACT = /^\/desk\/matters\/:id\/[a-z-]+$/;

const isRare = (town, looked, route) => route && ACT.test(route) && !town.found.has(route) && !looked.has(route);

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

// An act is done when its form does not come back; a day has to lie behind the date that the matter has.
async function done(page, address) {
  for (const ahead of [8, 20]) {
    await page.goto(address);
    if (!(await page.locator('main form[method=post]').count())) return false;
    await press(page, await fillIn(page, ahead));
    if (!(await page.locator('.errsum').count())) return true;
  }
  return false;
}

async function go(story, pages, path, lookTwice) {
  for (let step = 1; step < STEPS; step += 1) {
    const [next] = (await offered(story, pages, path, lookTwice)).filter((one) => !one.address.endsWith('/packet'));
    if (!next || !(await done(pages[next.role], next.address))) return;
  }
}

// Tried on every matter that the role met, from one end in each language, so that two tellings at once leave each other theirs.
async function begin(story, pages, name, lookTwice) {
  const { town, lang, check } = story;
  const { role } = town.found.get(`/desk/matters/:id/${name}`)?.find((f) => f.first && pages[f.role]) ?? {};
  const matters = role ? town.found.get('/desk/matters/:id').find((f) => f.first && f.role === role).addresses.map((a) => a.split('?')[0]) : [];
  let tries = 0;
  for (const matter of lang === 'zh' ? matters : [...matters].reverse()) {
    const address = `${matter}/${name}`;
    if (tries >= TRIES || !(await pages[role].context().request.get(address)).ok()) continue;
    tries += 1;
    if (!(await done(pages[role], address))) continue;
    await go(story, pages, new URL(matter).pathname, lookTwice);
    return;
  }
  check(`${name} can be done on a matter`, false, `${tries} of ${matters.length} tried`);
}

// Written, frozen, and counted again when a matter has come in since: what is different then has files of its own.
async function report(story, page, lookTwice) {
  const { town, lang } = story;
  await page.goto(`${town.url}/desk/reports`);
  await page.selectOption('[name=p]', { index: lang === 'zh' ? 9 : 1 }); // this year, this month
  await press(page, page.locator('form[action$="/desk/reports"] button'));
  const address = page.url();
  await lookOnce(story, page, address, lookTwice);
  await lookOnce(story, page, `${address}/edit`, lookTwice);
  await page.goto(address);
  await press(page, page.locator('form[action$="/freeze"] button'));
  const clerk = await signIn(story, 'clerk');
  await takeIn(story, clerk, '村口的路灯又黑了。');
  await clerk.context().close();
  await press(page, page.locator('form[action$="/restate"] button'));
  await lookTwice(story, page, 'report-restated');
  for (const kind of ['pdf', 'docx', 'xlsx']) {
    await fetchFile(story, page, `${address}/restated/${kind}`, '/desk/reports/:id/restated/:file');
  }
}

// A list of a figure is taken out for a purpose; and what no list leads to.
async function papers(story, lookTwice) {
  const { town } = story;
  const page = await signIn(story, 'leader');
  await report(story, page, lookTwice);
  const out = town.found.get('/desk/figures/:key/export')?.[0].addresses[0];
  if (out && (await page.goto(out)).ok()) {
    const [list] = await Promise.all([page.waitForEvent('download'), fillIn(page).then((button) => button.click())]);
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
  const pages = {};
  for (const role of ROLES) pages[role] = await signIn(story, role);
  for (const name of FIRST) await begin(story, pages, name, lookTwice);
  for (const page of Object.values(pages)) await page.context().close();
  await papers(story, lookTwice);
}
