// Pages behind an act that no demo matter has behind it: a clerk takes the matter in, and those whose turn it is go on with it.
import { act, fetchFile, fillIn, press, signIn, submit, takeIn } from './hand.mjs';

// What was withdrawn is asked about again, by a clerk who did not take the withdrawal.
async function withdrawn(story, lookTwice) {
  const { town, open, check } = story;
  const clerk = await signIn(story, 'clerk');
  const { code, id } = await takeIn(story, clerk, '院坝边的树枝搭到电线上了，怕打火。');
  await clerk.context().close();
  const phone = await open(390);
  await phone.goto(`${town.url}/m/${code}/withdraw`);
  await press(phone, await fillIn(phone));
  await phone.context().close();
  const other = await signIn(story, 'clerk', town.logins_all.find((one) => one.role === 'clerk' && !one.first));
  for (const name of ['reask', 'reask-no']) {
    const answer = await other.goto(`${town.url}/desk/matters/${id}/${name}`);
    check(`${name} is offered to another clerk`, answer.ok(), `${answer.status()} ${other.url()}`);
    await lookTwice(story, other, `act-${name}`);
  }
  await other.context().close();
}

// What was not accepted can be objected to.
async function refused(story, lookTwice) {
  const { town, open, look, check, tag } = story;
  const clerk = await signIn(story, 'clerk');
  const { code, id } = await takeIn(story, clerk, '隔壁县的路不平，请你们去修。');
  await clerk.context().close();
  for (const [role, name, ...others] of [['dispatcher', 'reject-ask'], ['leader', 'reject', 'reject-no']]) {
    const page = await signIn(story, role);
    for (const way of [name, ...others]) {
      await page.goto(`${town.url}/desk/matters/${id}/${way}`);
      await lookTwice(story, page, `act-${way}`);
    }
    await act(story, page, id, name, fillIn);
    await page.context().close();
  }
  const phone = await open(390);
  await phone.goto(`${town.url}/m/${code}/object`);
  await look(phone, `object-${tag}`);
  await press(phone, await fillIn(phone));
  check('the objection is taken', !phone.url().endsWith('/object'), phone.url());
  await look(phone, `objected-${tag}`);
  await phone.context().close();
}

async function accusing({ town, open, look, tag }) {
  const phone = await open(390);
  await phone.goto(`${town.url}/accuse`);
  await submit(phone, '/accuse');
  await look(phone, `accuse-slip-${tag}`);
  await phone.context().close();
}

const finderOf = ({ town }, route, role) => (town.found.get(route) ?? []).find((one) => one.role === role);

async function mediation(story, lookTwice) {
  const { check, town } = story;
  const one = finderOf(story, '/mediation/:id', 'handler');
  const page = await signIn(story, 'handler', one);
  await page.goto(one.addresses[0]);
  await submit(page, '/print');
  await lookTwice(story, page, 'mediation-papers');
  for (const kind of ['pdf', 'docx']) {
    await fetchFile(story, page, await page.locator(`a[href$="/${kind}"]`).evaluate((a) => a.href), `/mediation/:id/papers/:token/${kind}`);
  }
  await page.goto(`${town.url}/mediation/rounds/new`);
  await press(page, await fillIn(page, 0));
  const end = page.locator('a[href$="/end"]');
  check('a round that was begun can be ended', (await end.count()) === 1, page.url());
  await press(page, end);
  await lookTwice(story, page, 'round-end');
  await page.context().close();
}

export async function ways(story, lookTwice) {
  for (const way of [withdrawn, refused, accusing, mediation]) await story.timed(`${way.name} in ${story.tag}`, () => way(story, lookTwice));
}
