import { type Html, html } from './html.ts';
import { icon } from './icons.ts';
import type { PageContact } from './readPageContacts.ts';
import { isOnPage, type PageLanguage } from './readPageLanguages.ts';
import { renderContactLink } from './renderContactText.ts';

export interface LinkedLanguage extends PageLanguage {
  /** Where the script finds this language's texts. */
  readonly textsPath: string;
}

/** “Help now”: the numbers by country. It stands in the page itself and opens without script and without network. */
export function renderHelpPanel({ texts }: PageLanguage, contacts: readonly PageContact[]): Html {
  const emergency = contacts.filter((contact) => contact.isEmergency);
  const groups = (['both', 'BE', 'LU'] as const).map((country) => ({
    key: `bot.emergency.${country}`,
    items: emergency.filter((contact) => contact.country === country),
  }));
  const information = {
    key: 'help.information',
    items: contacts.filter((contact) => isOnPage(contact) && !contact.isEmergency),
  };
  return html`<details class="drop" id="help"><summary class="tool tool-help">${icon('help')}
    <span class="tool-name" data-t="bot.emergency.title">${texts['bot.emergency.title']}</span></summary>
    <div class="panel" tabindex="-1"><div class="panel-in"><h2 data-t="bot.emergency.title">${texts['bot.emergency.title']}</h2>
    <p data-t="bot.emergency.intro">${texts['bot.emergency.intro']}</p>
    ${[...groups, information].filter(({ items }) => items.length > 0).map(renderGroup)}
    <button class="panel-close" type="button" data-t="help.close" hidden>${texts['help.close']}</button></div></div></details>`;

  function renderGroup({ key, items }: { readonly key: string; readonly items: readonly PageContact[] }): Html {
    return html`<h3 data-t="${key}">${texts[key]}</h3><ul class="numbers">${items.map(
      (contact) =>
        html`<li><span data-t="contact.${contact.id}">${texts[`contact.${contact.id}`]}</span>${renderContactLink(contact)}</li>`,
    )}</ul>`;
  }
}

/** The languages by their own names. Without script these are plain links. */
export function renderLanguagePanel(current: PageLanguage, languages: readonly LinkedLanguage[]): Html {
  return html`<details class="drop" id="languages"><summary class="tool">${icon('language')}
    <span class="sr" data-t="top.language">${current.texts['top.language']}</span>
    <span class="tool-name" id="language-name" lang="${current.tag}">${current.name}</span></summary>
    <div class="panel" tabindex="-1"><div class="panel-in"><h2 data-t="top.language">${current.texts['top.language']}</h2>
    <ul class="languages">${languages.map(
      (language) =>
        html`<li><a href="/?lang=${language.tag}" lang="${language.tag}" hreflang="${language.tag}" dir="${language.direction}" data-texts="${language.textsPath}"${language.tag === current.tag ? html` aria-current="true"` : undefined}>${language.name}</a></li>`,
    )}</ul></div></div></details>`;
}
