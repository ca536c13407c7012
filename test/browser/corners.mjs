// Large type, dark, the narrowest phone, wrong codes, pages that are not there, paper.
import { submit } from './hand.mjs';

async function largeType({ open, look, town, tag, code }) {
  const page = await open(390);
  await page.goto(`${town.url}/?size=large`);
  for (const [name, address] of [['home', '/'], ['say', '/say'], ['find', '/find'], ['rights', '/rights'], ['track', `/m/${code}`], ['receipt', `/receipt/${code}`]]) {
    await page.goto(town.url + address);
    await look(page, `large-${name}-${tag}`);
  }
  await page.context().close();
}

async function dark({ open, look, town, tag, code }) {
  const page = await open(390, { colorScheme: 'dark' });
  for (const [name, address] of [['home', '/'], ['say', '/say'], ['track', `/m/${code}`], ['receipt', `/receipt/${code}`], ['login', '/login']]) {
    await page.goto(town.url + address);
    await look(page, `dark-${name}-${tag}`, { scheme: 'dark' });
  }
  await page.goto(`${town.url}/login`);
  await page.fill('[name=name]', town.logins.dispatcher.login);
  await page.fill('[name=password]', town.logins.dispatcher.password);
  await submit(page, '/login');
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    for (const [name, address] of [['today', '/today'], ['queue', '/desk/matters?lane=in_hand'], ['late', '/desk/matters?lane=late']]) {
      await page.goto(town.url + address);
      await look(page, `dark-${name}-${width}-${tag}`, { scheme: 'dark' });
    }
  }
  await page.context().close();
}

async function wrong({ open, look, check, town, tag }) {
  const page = await open(320);
  const answer = await page.goto(`${town.url}/nothing/here`);
  check('a page that is not there says so', answer.status() === 404);
  await look(page, `not-found-${tag}`);
  await page.goto(`${town.url}/find`);
  await page.fill('[name=code]', '1234 5678 9012 3456 78');
  await submit(page, '/find');
  check('a wrong code is told kindly', (await page.locator('.errsum').count()) === 1, page.url());
  await look(page, `find-fault-${tag}`);
  await page.goto(`${town.url}/login`);
  await page.fill('[name=name]', 'nobody');
  await page.fill('[name=password]', 'wrong password');
  await submit(page, '/login');
  check('a wrong password is told', (await page.locator('.errsum').count()) === 1, page.url());
  await look(page, `login-fault-${tag}`);
  await page.context().close();
}

async function paper({ open, look, check, town, tag, code }) {
  const page = await open(800);
  for (const [name, address] of [['receipt', `/receipt/${code}`], ['poster', '/poster'], ['track', `/m/${code}`]]) {
    await page.goto(town.url + address);
    await page.emulateMedia({ media: 'print' });
    check(`paper of ${name} has no buttons`, (await page.locator('.mast:visible, .noprint:visible').count()) === 0, await page.url());
    const pdf = await page.pdf({ format: 'A4' });
    const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length;
    check(`paper of ${name} is ${name === 'track' ? 'few sheets' : 'one sheet'}`, pages <= (name === 'track' ? 4 : 1), `${pages}`);
    await look.shot(page, `print-${name}-${tag}`);
    await page.emulateMedia({ media: 'screen' });
  }
  await page.context().close();
}

// The same form sent twice at once, as a nervous thumb does.
async function twice({ open, check, town }) {
  const page = await open(390);
  await page.goto(`${town.url}/say`);
  await page.fill('[name=what]', '水表箱盖子烂了，娃儿在那边耍，怕踩进去。');
  await submit(page, '/say');
  await page.selectOption('[name=place]', { index: 3 });
  await submit(page, '/say/where');
  const fields = await page.locator('form[action*="/say/check"] input').evaluateAll((all) => Object.fromEntries(all.map((i) => [i.name, i.value])));
  const send = () => page.context().request.post(`${town.url}/say/check`, { form: fields, headers: { Origin: town.url } });
  const answers = await Promise.all([send(), send()]);
  const codes = new Set(answers.map((a) => a.url()));
  check('the same form twice makes one matter', codes.size === 1 && /receipt\/\d{18}/.test([...codes][0]), [...codes].join(' '));
  await page.context().close();
}

export async function corners(story) {
  for (const part of [largeType, dark, wrong, paper, twice]) await part(story);
}
