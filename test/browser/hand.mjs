// What a person does in a browser: press, hand in, sign in, act.

/** Presses and waits until the next page stands. */
export async function press(page, button) {
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), button.click()]);
}

export const submit = (page, action) => press(page, page.locator(`form[action*="${action}"] button:not([name="drop"])`).last());

/** Radio tiles lie under their label. */
export const choose = (page, name, value) => page.check(`[name=${name}][value="${value}"]`, { force: true });

/** Somebody at the desk. Who has signed in once in this telling comes back to a window of the same sign-in; fresh: signs in again. */
export async function signIn({ open, town, look, tag, signed = new Map() }, role, { login = town.logins[role].login, password = town.logins[role].password, fresh = false, shot = false } = {}) {
  if (signed.has(login) && !fresh) return open(1280, { storageState: signed.get(login) });
  const desk = await open(1280);
  await desk.goto(`${town.url}/login`);
  if (shot) await look(desk, `login-${tag}`);
  await desk.fill('[name=name]', login);
  await desk.fill('[name=password]', password);
  await submit(desk, '/login');
  signed.set(login, await desk.context().storageState());
  return desk;
}

export async function act({ town, check, look, tag }, desk, id, name, fill = async () => {}) {
  await desk.goto(`${town.url}/desk/matters/${id}/${name}`);
  await look(desk, `act-${name}-${tag}`);
  await fill(desk);
  await submit(desk, `/${name}`);
  check(`${name} is done`, desk.url().endsWith(`/desk/matters/${id}`), `${desk.url()} ${await desk.locator('h1').first().textContent()}`);
}

export const fillAnswer = (done) => async (page) => {
  await page.fill('[name=done]', done);
  await page.fill('[name=done_by]', '道路与公共设施组');
  await page.fill('[name=basis]', '乡村公路路灯管护办法');
};

const day = (ahead) => new Date(Date.now() + (8 + 24 * ahead) * 3600e3).toISOString().slice(0, 10);

/** Something plausible in every field of the page's form that is empty, the day so many days ahead; returns the button. */
export async function fillIn(page, ahead = 1) {
  const form = page.locator('main form[method=post]').last();
  for (const box of await form.locator('textarea, input[type=text]').all()) {
    if (!(await box.inputValue())) await box.fill('按规定办理，已和对方说清楚。');
  }
  for (const box of await form.locator('input[type=date]').all()) await box.fill(day(ahead));
  for (const box of await form.locator('select').all()) {
    if (!(await box.inputValue())) await box.selectOption({ index: 1 });
  }
  const names = await form.locator('input[type=radio]').evaluateAll((all) => [...new Set(all.map((r) => r.name))]);
  for (const name of names) {
    if (!(await form.locator(`[name="${name}"]:checked`).count())) await form.locator(`[name="${name}"]`).first().check({ force: true });
  }
  return form.locator('button').last();
}

/** A clerk takes in what somebody says at the desk; the page is the slip then. */
export async function takeIn({ town, check }, clerk, words) {
  if (!clerk.url().endsWith('/desk/new')) await clerk.goto(`${town.url}/desk/new`);
  await clerk.selectOption('[name=channel]', { index: 1 });
  await clerk.fill('[name=words]', words);
  await clerk.selectOption('[name=type]', { index: 3 });
  await clerk.selectOption('[name=place]', { index: 4 });
  await clerk.locator('[name=level]').last().check({ force: true });
  await submit(clerk, '/desk/new');
  check('the slip follows the intake', clerk.url().includes('/desk/slip/'), clerk.url());
  const code = (await clerk.locator('.slip').textContent()).match(/\/m\/(\d{18})/)[1];
  const id = (await clerk.locator('a[href*="/desk/matters/"]').first().getAttribute('href')).match(/matters\/(\d+)/)[1];
  return { code, id };
}

/** A file has no page to look at: it must come, and as what it is called. */
export async function fetchFile({ check, looked, seen }, page, address, route) {
  const answer = await page.context().request.get(address);
  const type = answer.headers()['content-type'] ?? '';
  check(`${route} comes as a file`, answer.ok() && !type.startsWith('text/html'), `${answer.status()} ${type} ${address}`);
  seen.add(new URL(address).pathname);
  looked.add(route);
}
