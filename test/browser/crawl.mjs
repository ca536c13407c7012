// Which pages a role can reach by links, found by reading and not by rendering: fast enough to read some of everything that is listed.
const FORMS = 2; // addresses read of a route that ends in a word: a list, a form
const LISTS = 16; // of a list, with what is asked of it
const THINGS = 40; // of a route that ends in a number: a matter, a meeting; what one offers another does not
const SAME = 6; // of those, from one page

export const picture = /\/(photo|thumb|proof|scans)(\/|$)/;
export const file = /[./](pdf|docx|xlsx|csv|ics)$|\/reports\/:id\/:file$/; // not looked at, but it must come
export const patternOf = (route) => new RegExp(`^${route.replaceAll(/:\w+/g, '[0-9A-Za-z_.-]+')}$`);

export function routeOf(town, pathname) {
  return town.routes.find((r) => r === pathname) ?? town.routes.find((r) => patternOf(r).test(pathname));
}

const limitOf = (route) => (/\/:\w+$/.test(route) ? THINGS : route.includes(':') ? FORMS : LISTS);

function linksOf(html, address, origin) {
  const all = [...html.matchAll(/<a\s[^>]*?href="([^"#]+)/g)].map((m) => new URL(m[1].replaceAll('&amp;', '&'), address).href);
  return [...new Set(all)].filter((a) => a.startsWith(`${origin}/`) && !/[?&](lang|size|keys)=/.test(a));
}

/** The addresses of each route, in the order in which they were met; told(route, address, answer) hears each answer. */
export async function crawl(town, request, starts, told, skip = () => false) {
  const found = new Map();
  const todo = starts.map((a) => town.url + a);
  const had = new Set(todo);
  while (todo.length) {
    const address = todo.shift();
    const route = routeOf(town, new URL(address).pathname);
    const addresses = found.get(route) ?? [];
    if (!route || skip(route) && !starts.includes(route) || picture.test(route) || addresses.length >= limitOf(route)) continue;
    const answer = await request.get(address);
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
