/* position.js — the button on the resident's second page that adds where they are. Nothing is asked before it is pressed,
 * and nothing is sent but what then stands in the form. Inside WeChat a phone may give shifted positions (GCJ-02 for
 * WGS-84, some 500 m off): there the button stays away. */
(function () {
	'use strict';

	const field = document.querySelector('[data-position]');
	const ask = document.querySelector('[data-position-ask]');

	if (!field || !ask || !navigator.geolocation || !window.isSecureContext || /MicroMessenger/i.test(navigator.userAgent))
		return;

	const input = field.querySelector('input');
	const button = ask.querySelector('button');
	const state = ask.querySelector('[role=status]');

	function say(what) {
		state.textContent = state.dataset[what] || '';
		button.disabled = what === 'wait';
	}

	function found(at) {
		input.value = at.coords.latitude.toFixed(6) + ',' + at.coords.longitude.toFixed(6);
		field.hidden = false;
		say('done');
	}

	ask.hidden = false;
	button.addEventListener('click', () => {
		say('wait');
		navigator.geolocation.getCurrentPosition(found, () => say('failed'), { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
	});
})();
