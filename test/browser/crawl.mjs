// Which pages a role can reach by links, found by reading and not by rendering: fast enough to read some of everything that is listed.
import { request } from 'playwright-core';

const FORMS = 2; // addresses read of a route that ends in a word: a list, a form
const LISTS = 16; // of a list, with what is asked of it
const FILES = 2; // of a kind of file, which is slow to make
const THINGS = 40; // of a route that ends in a number: a matter, a meeting; what one offers another does not
const SAME = 6; // of those, from one page

export const picture = /\/(photo|thumb|proof|scans)(\/|$)/;
export const file = /[./](pdf|docx|xlsx|csv|ics)$|\/reports\/:id\/:file$/; // not looked at, but it must come
const patterns = new Map();

export function patternOf(route) {
  if (!patterns.has(route)) patterns.set(route, new RegExp(`^${route.replaceAll(/:\w+/g, '[0-9A-Za-z_.-]+')}$`));
  return patterns.get(route);
}

export function routeOf(town, pathname) {
  return town.routes.find((r) => r === pathname) ?? town.routes.find((r) => patternOf(r).test(pathname));
}

function limitOf(route) {
  if (file.test(route)) return FILES;
  if (/\/:\w+$/.test(route)) return THINGS;
  return route.includes(':') ? FORMS : LISTS;
}

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
  const todo = starts.map((a) => town.url + a);
  const had = new Set(todo);
  while (todo.length) {
    const address = todo.shift();
    const route = routeOf(town, new URL(address).pathname);
    const addresses = found.get(route) ?? [];
    if (!route || skip(route) && !starts.includes(route) || picture.test(route) || addresses.length >= limitOf(route)) continue;
    const answer = await as.get(address);
    told(route, address, answer);
    found.set(route, [...addresses, address]);
    if (file.test(route) || !(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
    const of = {};
    for (const to of linksOf(await answer.text(), address, town.url)) {
      const next = routeOf(town, new URL(to).pathname);
      if (had.has(to) || (of[next] = (of[next] ?? 0) + 1) > SAME) continue;
      had.add(to);
      todo.push(to);
    }
  }
  return found;
}
