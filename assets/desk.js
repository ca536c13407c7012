/* desk.js — the desk by keyboard, rows chosen in lists, and typed text that survives. Pages work without it; nothing here asks
 * the server for anything. Keys are switched off with ?keys=off (help page) or while somebody types. */
(function () {
	'use strict';

	const html = document.documentElement;
	const all = (what, from) => Array.from((from || document).querySelectorAll(what));
	const one = (what, from) => (from || document).querySelector(what);

	/* ---- rows: the focus on a row's title link is the cursor, so that Enter and a screen reader just work ---- */

	const rows = () => all('table.grid tbody tr').filter((row) => one('a.t', row));

	function move(step) {
		const list = rows();
		const at = list.indexOf(document.activeElement.closest('tr'));
		const to = list[at < 0 ? (step > 0 ? 0 : list.length - 1) : at + step];

		if (to) {
			one('a.t', to).focus();
			to.scrollIntoView({ block: 'nearest' });
		}
	}

	function tick() {
		const row = document.activeElement.closest('tr');
		const box = row && one('input[type=checkbox]', row);

		if (box) {
			box.checked = !box.checked;
			box.dispatchEvent(new Event('change', { bubbles: true }));
		}
	}

	function act(key) {
		const to = one('[data-key="' + key + '"]');

		if (!to)
			return false;
		to.focus();
		if (to.matches('a, button, summary'))
			to.click();
		return true;
	}

	function help() {
		const to = one('.rail a.keys');

		if (to)
			to.click();
	}

	function search() {
		const box = one('#q');

		if (box) {
			box.focus();
			box.select();
		}
	}

	const keys = { j: () => move(1), k: () => move(-1), x: tick, '/': search, '?': help };

	function pressed(e) {
		const typing = e.target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]');

		if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && e.target.matches('textarea') && e.target.form) {
			e.preventDefault();
			e.target.form.requestSubmit();
			return;
		}
		if (e.key === 'Escape' && typing)
			e.target.blur();
		if (typing || e.ctrlKey || e.metaKey || e.altKey || html.dataset.keys === 'off')
			return;
		const key = e.key.toLowerCase();
		if (keys[key]) {
			e.preventDefault();
			keys[key]();
		} else if (/^[a-z]$/.test(key) && act(key)) {
			e.preventDefault();
		}
	}

	/* ---- ticked rows: how many, and all at once ---- */

	function count(form) {
		const n = all('tbody input[type=checkbox]:checked', form).length;

		all('[data-count]', form).forEach((out) => {
			out.textContent = String(n);
		});
		all('[data-needs-rows]', form).forEach((button) => {
			button.setAttribute('aria-disabled', String(n === 0));
		});
	}

	function changed(e) {
		const form = e.target.closest('form');

		if (!form || !e.target.matches('input[type=checkbox]'))
			return;
		if (e.target.matches('[data-all]'))
			all('tbody input[type=checkbox]', form).forEach((box) => {
				box.checked = e.target.checked;
			});
		count(form);
	}

	/* ---- drafts: typed text of a form with data-draft stays in this tab until it was handed in ---- */

	const fields = (form) => all('textarea[name], input[type=text][name]', form);
	const place = (form) => 'draft ' + form.dataset.draft;

	/* A browser that keeps nothing, or has no room: the form still works. */
	function stored(use) {
		try {
			return use(sessionStorage);
		} catch (none) {
			return null;
		}
	}

	function keep(form) {
		const typed = {};

		fields(form).forEach((f) => {
			if (f.value !== f.defaultValue)
				typed[f.name] = f.value;
		});
		stored((s) => s.setItem(place(form), JSON.stringify(typed)));
	}

	/* Only into empty fields: a form that came back with faults already holds what was typed. */
	function restore(form) {
		const typed = stored((s) => JSON.parse(s.getItem(place(form)))) || {};

		fields(form).forEach((f) => {
			if (typed[f.name] && f.value === '')
				f.value = typed[f.name];
		});
	}

	/* What was handed in is forgotten on the next page, unless that is this one again: then it did not arrive. */
	function settle() {
		const way = performance.getEntriesByType('navigation')[0];
		const sent = stored((s) => s.getItem('sent'));

		if (!sent)
			return;
		if (!way || way.type === 'navigate')
			stored((s) => s.removeItem(sent));
		stored((s) => s.removeItem('sent'));
	}

	document.addEventListener('keydown', pressed);
	document.addEventListener('change', changed);
	settle();
	all('form[data-draft]').forEach((form) => {
		restore(form);
		form.addEventListener('input', () => keep(form));
		form.addEventListener('submit', () => stored((s) => s.setItem('sent', place(form))));
	});
	all('form').forEach(count);
	all('.views [aria-current], .rail [aria-current]').forEach((here) => here.scrollIntoView({ block: 'nearest', inline: 'center' }));
})();
