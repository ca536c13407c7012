// Which pages a role can reach by links, found by reading and not by rendering: fast enough to read some of everything that is listed.
import { request } from 'playwright-core';

const FORMS = 2; // addresses read of a route that ends in a word: a form; of a kind of file, which is slow to make
const LISTS = 16; // of a list, with what is asked of it
const THINGS = 16; // of a route that ends in a number (a matter, a meeting) from pages of one route: what one offers another does not
const SAME = 6; // of those, from one page

export const picture = /\/(photo|thumb|proof|scans)(\/|$)/;
export const file = /[./](pdf|docx|xlsx|csv|ics)$|\/reports\/:id\/(restated\/)?:file$/; // not looked at, but it must come
const patterns = new Map();

export function patternOf(route) {
  if (!patterns.has(route)) patterns.set(route, new RegExp(`^${route.replaceAll(/:\w+/g, '[0-9A-Za-z_.-]+')}$`));
  return patterns.get(route);
}

export function routeOf(town, pathname) {
  return town.routes.find((r) => r === pathname) ?? town.routes.find((r) => patternOf(r).test(pathname));
}

const isThing = (route) => /\/:\w+$/.test(route) && !file.test(route);
const limitOf = (route) => (route.includes(':') || file.test(route) ? FORMS : LISTS);

function linksOf(html, address, origin) {
  const all = [...html.matchAll(/<a\s[^>]*?href="([^"#]+)/g)].map((m) => new URL(m[1].replaceAll('&amp;', '&'), address).href);
  return [...new Set(all)].filter((a) => a.startsWith(`${origin}/`) && !/[?&](lang|size|keys)=/.test(a));
}

/** Reads as somebody who has signed in, without a browser. */
export async function reader(town, { login, password }) {
  const context = await request.newContext({ extraHTTPHeaders: { Origin: town.url } });
  const page = await (await context.get(`${town.url}/login`)).text();
  const form = page.slice(page.search(/<form[^>]*action="[^"]*\/login"/));
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  await context.post(`${town.url}/login`, { form: { ...Object.fromEntries(hidden), name: login, password } });
  return context;
}

/** The addresses of each route, in the order in which they were met; told(route, address, answer) hears each answer. */
export async function crawl(town, as, starts, told, skip = () => false) {
  const found = new Map();
  const todo = starts.map((address) => ({ address: town.url + address, from: '' }));
  const had = new Set(todo.map(({ address }) => address));
  const met = {}; // how many addresses of a route were read; of things: from the pages of one route
  while (todo.length) {
    const { address, from } = todo.shift();
    const route = routeOf(town, new URL(address).pathname);
    if (!route || skip(route) && !starts.includes(route) || picture.test(route)) continue;
    const [key, limit] = isThing(route) ? [`${from} ${route}`, THINGS] : [route, limitOf(route)];
    if ((met[key] ?? 0) >= limit) continue;
    met[key] = (met[key] ?? 0) + 1;
    const answer = await as.get(address);
    told(route, address, answer);
    found.set(route, [...(found.get(route) ?? []), address]);
    if (file.test(route) || !(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
    const of = {};
    for (const to of linksOf(await answer.text(), address, town.url)) {
      const next = routeOf(town, new URL(to).pathname);
      if (had.has(to) || (of[next] = (of[next] ?? 0) + 1) > SAME) continue;
      had.add(to);
      todo.push({ address: to, from: route });
    }
  }
  return found;
}
