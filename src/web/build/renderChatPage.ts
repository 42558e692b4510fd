import { html } from './html.ts';
import { icon } from './icons.ts';
import { pickScriptTexts } from './pickScriptTexts.ts';
import type { PageContact } from './readPageContacts.ts';
import type { PageLanguage } from './readPageLanguages.ts';
import { renderContactText } from './renderContactText.ts';
import { type LinkedLanguage, renderHelpPanel, renderLanguagePanel } from './renderPanels.ts';
import { renderWelcome } from './renderWelcome.ts';

export interface ChatPage {
  readonly language: PageLanguage;
  readonly languages: readonly LinkedLanguage[];
  readonly contacts: readonly PageContact[];
  /** Paths as the browser asks for them. */
  readonly assets: { readonly script: string; readonly style: string; readonly icon: string };
  readonly isDemonstration: boolean;
  readonly exitUrl: string;
  readonly operatorName?: string;
}

/** The whole chat page in one language: readable, with its numbers and links, before any script has run. */
export function renderChatPage(page: ChatPage): string {
  const { language, contacts, assets, isDemonstration, exitUrl } = page;
  const { texts } = language;
  return html`<!doctype html><html lang="${language.tag}" dir="${language.direction}"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover,interactive-widget=resizes-content">
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)"><meta name="theme-color" content="#182827" media="(prefers-color-scheme: dark)"><meta name="format-detection" content="telephone=no">
    <meta name="description" content="${texts['page.description']}">
    ${isDemonstration ? html`<meta name="robots" content="noindex">` : undefined}
    <title>${texts['page.title']}</title><link rel="icon" href="${assets.icon}" type="image/svg+xml">
    <link rel="stylesheet" href="${assets.style}"><script src="${assets.script}" defer></script></head><body>
    <a class="skip" id="skip" href="#text" data-t="top.skip">${texts['top.skip']}</a>
    <header class="top"><nav class="tools" aria-label="${texts['top.label']}" data-t-label="top.label">
    ${renderHelpPanel(language, contacts)}
    <button class="tool" id="human" type="button" disabled>${icon('human')}
    <span class="tool-name" data-t="bot.button.human">${texts['bot.button.human']}</span></button>
    ${renderLanguagePanel(language, page.languages)}
    <a class="tool tool-leave" id="leave" href="${exitUrl}" rel="noreferrer" title="${texts['top.leaveKey']}" data-t-title="top.leaveKey">${icon('leave')}
    <span class="tool-name" data-t="top.leave">${texts['top.leave']}</span></a></nav>
    ${isDemonstration ? html`<p class="banner" data-t="banner.demo">${texts['banner.demo']}</p>` : undefined}</header>
    <main><h1 class="sr" data-t="page.title">${texts['page.title']}</h1>
    <div class="log" id="log" role="log" aria-live="polite" tabindex="0" aria-label="${texts['log.label']}" data-t-label="log.label">
    <div class="log-in" id="messages">${renderWelcome(page)}</div></div>
    <div class="below"><button class="more" id="more" type="button" aria-label="${texts['log.more']}" data-t-label="log.more" hidden>${icon('more')}</button>
    <p class="status" id="status" role="status"></p>
    <noscript><p class="noscript">${renderContactText(texts['noscript'] ?? '', contacts)}</p></noscript>
    <form class="composer" id="composer" autocomplete="off"><label class="sr" for="text" data-t="composer.label">${texts['composer.label']}</label>
    <div class="field"><textarea id="text" rows="1" dir="auto" autocomplete="off" spellcheck="false" aria-describedby="counter" placeholder="${texts['composer.placeholder']}" data-t-placeholder="composer.placeholder"></textarea>
    <button class="send" id="send" type="submit" aria-label="${texts['composer.send']}" data-t-label="composer.send" disabled>${icon('send')}</button></div>
    <p class="counter" id="counter" aria-live="polite"></p></form></div></main>
    <template id="texts">${JSON.stringify(pickScriptTexts(texts))}</template></body></html>`.source;
}
