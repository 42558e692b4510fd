import type { StaffSession } from '#src/domain/staffSessions.ts';
import { STAFF_LOCALES } from '#src/i18n/consoleTexts.ts';
import { may } from '../permissions.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './pageContext.ts';
import { renderShortcutHelp } from './shortcutHelp.ts';

export interface PageParts {
  /** Never a name, a number or words of a person: titles stay in the browser's history and on printed pages. */
  readonly title: string;
  readonly main: Html;
  readonly section?: 'requests' | 'reports' | 'questions' | 'audit' | 'people';
  /** A further attribute-free piece of the head: a refresh. */
  readonly head?: Html;
}

/** Own names of the staff languages, as their buttons show them. */
const LANGUAGE_NAMES: Readonly<Record<string, string>> = { en: 'English', fr: 'Français', nl: 'Nederlands' };

/** The frame of every page of the console. */
export function renderPage(context: PageContext, { title, main, section, head }: PageParts): Html {
  const { t, locale, options, principal } = context;
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${t('page.title', { title })}</title>
<link rel="icon" href="${options.assets.icon}">
<link rel="stylesheet" href="${options.assets.style}">
<script src="${options.assets.script}" defer></script>
${head}
</head>
<body${principal && html` data-signed-in`}>
<a class="skip" href="#main">${t('page.skip')}</a>
<header>
${options.isDemonstration && html`<p class="demonstration">${t('page.demonstration')}</p>`}
<div class="bar">
<a class="brand" href="/staff">${t('page.brand')}</a>
${principal && renderNavigation(context, principal.session, section)}
<div class="bar-end">${renderLanguages(context)}${principal && renderAccount(context, principal.session)}</div>
</div>
</header>
${principal && renderIdleWarning(context)}
<main id="main" tabindex="-1">${main}</main>
${principal && may(principal.session.member, 'queue.view') && renderShortcutHelp(context)}
</body>
</html>`;
}

/** The hidden field that proves that a form came from a page of this session. */
export function csrfField(context: PageContext): Html {
  return html`<input type="hidden" name="csrf" value="${context.principal?.session.csrfSecret}">`;
}

function renderNavigation(context: PageContext, { member }: StaffSession, section: PageParts['section']): Html {
  const { t } = context;
  const current = (name: PageParts['section']): Html | false => section === name && html` aria-current="page"`;
  return html`<nav class="sections" aria-label="${t('page.navigation')}">
${may(member, 'queue.view') && html`<a href="/staff/requests"${current('requests')}>${t('page.requests')}</a>`}
${may(member, 'report.view') && html`<a href="/staff/reports"${current('reports')}>${t('page.reports')}</a>`}
${may(member, 'question.view') && html`<a href="/staff/questions"${current('questions')}>${t('page.questions')}</a>`}
${may(member, 'audit.view') && html`<a href="/staff/audit"${current('audit')}>${t('page.audit')}</a>`}
${may(member, 'people.view') && html`<a href="/staff/people"${current('people')}>${t('page.people')}</a>`}
</nav>`;
}

function renderLanguages({ t, locale, returnTo }: PageContext): Html {
  return html`<form class="languages" method="post" action="/staff/language" aria-label="${t('page.language')}">
<input type="hidden" name="returnTo" value="${returnTo}">
${STAFF_LOCALES.map(
  (tag) =>
    html`<button name="language" value="${tag}" lang="${tag}"${tag === locale && html` aria-pressed="true"`}>${LANGUAGE_NAMES[tag] ?? tag}</button>`,
)}
</form>`;
}

function renderAccount(context: PageContext, { member }: StaffSession): Html {
  const { t } = context;
  const roles = member.roles.map((role) => t(`role.${role}`)).join(', ');
  return html`<details class="account">
<summary><bdi>${member.displayName}</bdi></summary>
<div class="account-menu">
<p>${roles}<br>${t(`office.${member.office}`)}</p>
${
  member.signsInBy === 'password' &&
  !member.hasSecondFactor &&
  html`<form method="post" action="/staff/second-step/set-up">${csrfField(context)}<button>${t('account.setUpSecondStep')}</button></form>`
}
<form method="post" action="/staff/sign-out">${csrfField(context)}<button>${t('account.signOut')}</button></form>
<form method="post" action="/staff/sign-out-everywhere">${csrfField(context)}<button>${t('account.signOutEverywhere')}</button></form>
</div>
</details>`;
}

/** Shown by the script two minutes before an unused session ends. */
function renderIdleWarning({ t }: PageContext): Html {
  return html`<div class="idle" id="idle-warning" role="alert" hidden>
<p>${t('idle.warning')}</p><button type="button" id="idle-stay">${t('idle.stay')}</button>
</div>`;
}
