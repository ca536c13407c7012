// An evening of questions, from its planning to its close; what residents read of it; and the search by words.
import { choose, press, signIn } from './hand.mjs';

// Forms of the desk that post to their own address.
const send = (page) => press(page, page.locator('main form .acts button').last());

const today = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);

async function plan(story, lookTwice) {
  const page = await signIn(story, 'leader');
  await page.goto(`${story.town.url}/desk/days/new`);
  await send(page);
  story.check('a session without a village names its faults', (await page.locator('.errsum').count()) === 1);
  await lookTwice(story, page, 'days-new-fault');
  await choose(page, 'kind', '2');
  await page.selectOption('[name=village]', { index: story.lang === 'zh' ? 2 : 3 });
  await page.fill('[name=day]', today());
  await page.fill('[name=from]', '7:00');
  await page.fill('[name=until]', '23:59');
  await page.fill('[name=spot]', '院坝');
  await send(page);
  const address = page.url().split('?')[0];
  for (const name of ['change', 'off']) {
    await page.goto(`${address}/${name}`);
    await lookTwice(story, page, `days-${name}`);
  }
  await page.context().close();
  return address;
}

async function write(page, words, end, text) {
  await page.fill('[name=words]', words);
  await choose(page, 'end', end);
  await page.fill('[name=text]', text);
  await page.selectOption('[name=post]', { index: 1 });
  await press(page, page.locator('form[action*="/line/"] button'));
}

async function hold(story, address, lookTwice) {
  const { check, look, tag } = story;
  const page = await signIn(story, 'clerk');
  await page.goto(address);
  await lookTwice(story, page, 'days-session-open');
  await press(page, page.locator('form[action*="/line/"] button'));
  check('an empty line names its faults', (await page.locator('.errsum').count()) === 1);
  await page.goto(address);
  await write(page, '集体的账什么时候公布？', 'promised', '月底贴到公示栏。');
  check('the promise stands on the page', (await page.locator('a[href*="/desk/days/promise/"]').count()) > 0, page.url());
  await write(page, '渠埂子垮了。', 'matter', '');
  await lookTwice(story, page, 'days-matter');
  await page.goto(`${address}/line/9`);
  await lookTwice(story, page, 'days-line');
  await page.goto(`${address}/sheet`);
  await lookTwice(story, page, 'days-sheet');
  await page.emulateMedia({ media: 'print' });
  await look.shot(page, `print-days-sheet-${tag}`);
  await page.emulateMedia({ media: 'screen' });
  await page.goto(`${address}/close`);
  await lookTwice(story, page, 'days-close');
  await send(page);
  await lookTwice(story, page, 'days-session-closed');
  for (const typed of ['路灯', '水 路', '没有这个词哟']) {
    await page.goto(`${story.town.url}/desk/search?q=${encodeURIComponent(typed)}`);
    await lookTwice(story, page, `search-${typed.length}`);
  }
  await page.context().close();
}

async function read(story, address) {
  const { town, look, tag, open } = story;
  const phone = await open(390);
  await phone.goto(`${town.url}/days`);
  await look(phone, `days-${tag}`);
  await phone.goto(`${town.url}/days/questions/${address.split('/').pop()}`);
  await look(phone, `days-questions-${tag}`);
  await press(phone, phone.locator('a[href*="/days/promise/"]').first());
  await look(phone, `days-promise-${tag}`);
  await press(phone, phone.locator('.back a'));
  await look(phone, `days-village-${tag}`);
  await phone.context().close();
}

export async function openDays(story, lookTwice) {
  const address = await plan(story, lookTwice);
  await hold(story, address, lookTwice);
  await read(story, address);
}
