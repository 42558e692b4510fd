import { type Html, html } from './html.ts';
import type { ChatPage } from './renderChatPage.ts';
import { renderContactText, splitAtContact } from './renderContactText.ts';

/** What a person can ask with one tap: the bot's command and the text of the button. */
const STARTERS = [
  ['topic.show:avr-what-is', 'bot.button.avr'],
  ['topic.show:apply-how', 'bot.button.apply'],
  ['topic.show:iom-what-is', 'bot.button.iom'],
  ['story.start', 'bot.button.story'],
  ['menu.show', 'bot.button.menu'],
] as const;

/** The first message (M-34). It stands in the page, so that it is there before any script and any conversation. */
export function renderWelcome({
  language,
  contacts,
  isDemonstration,
  operatorName,
}: Pick<ChatPage, 'language' | 'contacts' | 'isDemonstration' | 'operatorName'>): Html {
  const { texts, tag, direction, review } = language;
  const welcome = splitAtContact(texts['bot.welcome.text'] ?? '', tag);
  // A demonstration has no operator to name: it says so itself.
  const operator = isDemonstration ? undefined : operatorName;
  return html`<section class="message bot" id="welcome" lang="${tag}" dir="${direction}"><div class="bubble">
    <h2 class="sr">${texts['welcome.label']}</h2>
    <p>${renderContactText(welcome.before, contacts)}</p>
    <p class="call">${renderContactText(welcome.call, contacts)}</p>
    ${isDemonstration ? html`<p class="demo">${texts['bot.welcome.demo']}</p>` : undefined}
    <p>${texts['bot.welcome.ask']}</p></div></section>
    <div class="choices" id="choices" role="group" aria-label="${texts['welcome.topics']}">${STARTERS.map(
      ([command, key]) =>
        html`<button class="choice" type="button" data-command="${command}" disabled>${texts[key]}</button>`,
    )}</div>
    <ul class="hints" lang="${tag}" dir="${direction}"><li>${texts['welcome.privacy']}</li><li>${texts['welcome.leave']}</li>
    ${operator === undefined ? undefined : html`<li>${putName(texts['welcome.operator'] ?? '', operator)}</li>`}
    ${review === 'draft' ? html`<li>${texts['draft']}</li>` : undefined}</ul>`;
}

function putName(text: string, name: string): string {
  // By a function: a `$` in a name is only a `$`.
  return text.replace('{{name}}', () => name);
}
