import { type Html, html } from './html.ts';
import type { PageContext } from './pageContext.ts';

/** The keys of `src/web/console/shortcuts.ts`, as the help names them. */
const SHORTCUTS = [
  ['next', ['j', '↓']],
  ['previous', ['k', '↑']],
  ['enter', ['Enter']],
  ['search', ['/']],
  ['take', ['t']],
  ['reply', ['r']],
  ['help', ['?']],
] as const;

/** What the keys do, and the switch that turns them off (WCAG 2.1.4). Hidden where the script does not run. */
export function renderShortcutHelp({ t }: PageContext): Html {
  return html`<footer><button type="button" class="as-link" id="shortcuts-open" hidden><span>${t('shortcuts.open')}</span> <kbd>?</kbd></button></footer>
<dialog id="shortcuts" aria-labelledby="shortcuts-title">
<h2 id="shortcuts-title">${t('shortcuts.title')}</h2>
<table class="keys"><thead><tr><th scope="col">${t('shortcuts.key')}</th><th scope="col">${t('shortcuts.action')}</th></tr></thead>
<tbody>${SHORTCUTS.map(([name, keys]) => html`<tr><th scope="row">${keys.map((key, i) => html`${i > 0 && html` ${t('shortcuts.or')} `}<kbd>${key}</kbd>`)}</th><td>${t(`shortcuts.${name}`)}</td></tr>`)}</tbody></table>
<p class="hint">${t('shortcuts.hint')}</p>
<form method="dialog"><label class="check"><input type="checkbox" id="shortcuts-use" checked> ${t('shortcuts.use')}</label>
<button class="button">${t('shortcuts.close')}</button></form>
</dialog>`;
}
