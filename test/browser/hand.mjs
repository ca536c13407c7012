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
