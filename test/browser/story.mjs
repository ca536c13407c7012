// One matter from the first word to the judged close, by a phone and the desk.
import { act, choose, fillAnswer, press, signIn, submit } from './hand.mjs';

// Each telling has its own words, so that two at once find their own matter.
const WORDS = {
  'zh-plain': '屋后头到学校那段路的路灯坏了五盏，娃儿晚上放学看不清路𠮷，请来修一下。',
  'zh-script': '幺店子门口的路灯坏了三盏，老人家晚上过路看不清𠮷，请来修一下。',
  'en-script': 'Five street lights on the way to the school are out. The children cannot see the road.',
};

async function sayWhat({ look, check, tag }, phone) {
  await look(phone, `home-${tag}`);
  await press(phone, phone.locator('a[href$="/say"]').first());
  await submit(phone, '/say');
  check('an empty say form comes back with its fault', (await phone.locator('.errsum').count()) === 1);
  await look(phone, `say-fault-${tag}`);
  await phone.fill('[name=what]', WORDS[tag]);
  await choose(phone, 'category', 'C');
  const picture = await phone.screenshot({ type: 'jpeg', quality: 70 });
  await phone.setInputFiles('#photo', { name: 'lamp.jpg', mimeType: 'image/jpeg', buffer: picture });
  await submit(phone, '/say');
  check('step two is a page of its own', phone.url().includes('/say/where'), phone.url());
}

async function sayWhere({ look, check, tag }, phone) {
  await look(phone, `where-${tag}`);
  await phone.fill('[name=spot]', '大石坎往上第二个弯');
  await phone.goBack();
  check('back keeps what was typed', (await phone.inputValue('[name=what]')) === WORDS[tag]);
  await phone.goForward();
  check('and forward too', (await phone.inputValue('[name=spot]')) === '大石坎往上第二个弯');
  await phone.selectOption('[name=place]', { index: 2 });
  await phone.fill('[name=tel]', '1380000123');
  await choose(phone, 'who', 'open');
  await submit(phone, '/say/where');
  check('a phone number one digit short is a fault', (await phone.locator('.errsum').count()) === 1, phone.url());
  check('and the landmark is still there', (await phone.inputValue('[name=spot]')) === '大石坎往上第二个弯');
  await look(phone, `where-fault-${tag}`);
  await phone.fill('[name=tel]', '138 0000 1234');
  await submit(phone, '/say/where');
  check('step three', phone.url().includes('/say/check'), phone.url());
}

const pictures = (page) => page.locator('main img').evaluateAll((all) => all.map((i) => i.src));

async function picturesOpen({ check }, page, name) {
  const found = await pictures(page);
  check(`a thumbnail on ${name}`, found.length > 0, page.url());
  for (const src of found) {
    const answer = await page.context().request.get(src);
    check(`the thumbnail of ${name} is an image`, answer.ok() && answer.headers()['content-type'].startsWith('image/'), src);
  }
}

async function raise(story) {
  const { open, look, check, tag, town } = story;
  const phone = await open(390);
  await sayWhat(story, phone);
  await sayWhere(story, phone);
  await look(phone, `check-${tag}`);
  await press(phone, phone.locator('dd.go a').first());
  await picturesOpen(story, phone, 'say');
  await look(phone, `say-${tag}`);
  check('a correction finds the words again', (await phone.inputValue('[name=what]')) === WORDS[tag]);
  await submit(phone, '/say');
  if (phone.url().includes('/say/where')) await submit(phone, '/say/where');
  await submit(phone, '/say/check');
  check('the receipt', /\/receipt\/\d{18}/.test(phone.url()), phone.url());
  await look(phone, `receipt-${tag}`);
  const code = phone.url().match(/receipt\/(\d{18})/)[1];
  await phone.reload();
  check('the receipt survives a reload', (await phone.locator('.no').count()) > 0);
  await phone.goBack();
  const again = phone.locator('form[action*="/say/check"] button');
  if (await again.count()) await press(phone, again);
  check('handed in again it is the same matter', (await phone.content()).includes(code), phone.url());
  await phone.goto(`${town.url}/m/${code}`);
  await picturesOpen(story, phone, 'the tracking page');
  await look(phone, `track-received-${tag}`);
  return { phone, code };
}

const toRoads = (lang) => async (page) => {
  const option = page.locator('[name=unit] option', { hasText: lang === 'en' ? /Roads/ : /道路与公共设施组/ }).first();
  await page.selectOption('[name=unit]', await option.getAttribute('value'));
};

async function offer(story, dispatcher) {
  const { town, look, lang, tag } = story;
  await dispatcher.goto(`${town.url}/desk/matters?lane=received`);
  const row = dispatcher.locator('a.t', { hasText: WORDS[tag].slice(0, 12) }).last();
  const id = (await row.getAttribute('href')).match(/matters\/(\d+)/)[1];
  await press(dispatcher, row);
  await picturesOpen(story, dispatcher, 'the matter page');
  await look(dispatcher, `matter-${tag}`);
  await act(story, dispatcher, id, 'offer', toRoads(lang));
  return id;
}

async function reply({ town, look, check, tag }, phone, code) {
  await phone.goto(`${town.url}/m/${code}`);
  await look(phone, `track-waiting-${tag}`);
  await phone.goto(`${town.url}/m/${code}/give`);
  await look(phone, `give-${tag}`);
  await phone.fill('[name=text]', '从幺店子往上数第二到第六盏，杆子上写的 12 到 16。');
  await submit(phone, '/give');
  check('the reply is in the timeline', (await phone.content()).includes('第二到第六盏'));
}

async function judge({ town, look, check, tag }, phone, code, solved) {
  await phone.goto(`${town.url}/m/${code}/judge`);
  await look(phone, `judge-${solved}-${tag}`);
  await choose(phone, 'solved', solved);
  await submit(phone, '/judge');
  check('the judgement is taken', !phone.url().endsWith('/judge'), phone.url());
  await look(phone, `judged-${solved}-${tag}`);
}

// Two browsers of the same post: while one writes the answer, the other asks the resident.
async function conflict(story, unit, id) {
  const { town, look, check, tag } = story;
  const other = await signIn(story, 'handler', { fresh: true });
  const typed = '换了五盏灯头和两段线，晚上试亮，全部正常。';
  await unit.goto(`${town.url}/desk/matters/${id}/answer`);
  await fillAnswer(typed)(unit);
  await act(story, other, id, 'ask', (p) => p.fill('[name=text]', '坏的是哪几盏？杆子上有没有编号？'));
  await submit(unit, '/answer');
  const page = await unit.locator('main').textContent();
  check('the second gets the conflict page', (await unit.locator('.diff').count()) === 1, unit.url());
  check('with what changed', page.includes('杆子上有没有编号'));
  check('and what was typed', (await unit.content()).includes(typed));
  await look(unit, `conflict-${tag}`);
  await other.context().close();
}

async function answer(story, unit, head, id, done) {
  await act(story, unit, id, 'answer', fillAnswer(done));
  await head.goto(`${story.town.url}/desk/matters/${id}/approve`);
  await story.look(head, `approve-${story.tag}`);
  await act(story, head, id, 'approve');
}

// Not solved twice: it lies with the leader, who decides what happens now.
async function review(story, id) {
  const { town, look, lang, tag } = story;
  const leader = await signIn(story, 'leader');
  for (const name of ['leader-joint', 'explain']) {
    await leader.goto(`${town.url}/desk/matters/${id}/${name}`);
    await look(leader, `act-${name}-${tag}`, { widths: [1280, 390] });
  }
  await act(story, leader, id, 'leader-offer', toRoads(lang));
  await leader.context().close();
}

export async function loop(story) {
  const { town, look, check, tag } = story;
  const { phone, code } = await raise(story);
  const dispatcher = await signIn(story, 'dispatcher', { shot: true });
  const id = await offer(story, dispatcher);
  const unit = await signIn(story, 'handler');
  const head = await signIn(story, 'unit_head');
  await act(story, unit, id, 'claim');
  await conflict(story, unit, id);
  await reply(story, phone, code);
  await answer(story, unit, head, id, '换了五盏灯头和两段线，11 月 24 日晚上试亮，全部正常。');
  await phone.goto(`${town.url}/m/${code}`);
  await look(phone, `track-answered-${tag}`);
  await judge(story, phone, code, 'not');
  await act(story, unit, id, 'restart');
  await answer(story, unit, head, id, '又换了一盏，重新接线。');
  await judge(story, phone, code, 'not');
  await review(story, id);
  await act(story, unit, id, 'claim');
  await answer(story, unit, head, id, '线路全部换新，11 月 28 日晚上试亮。');
  await judge(story, phone, code, 'yes');
  await phone.goto(`${town.url}/m/${code}`);
  check('closed as effective', (await phone.locator('.stages li.ok').count()) === 4, phone.url());
  await look(phone, `track-closed-${tag}`);
  await unit.goto(`${town.url}/desk/matters/${id}`);
  await look(unit, `matter-closed-${tag}`);
  story.code = code;
  for (const page of [phone, dispatcher, unit, head]) await page.context().close();
}
