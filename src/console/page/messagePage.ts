import { type Html, html } from './html.ts';
import { renderPage } from './layout.ts';
import type { PageContext } from './pageContext.ts';

/** A page that only says something and leads on. */
export function renderMessagePage(
  context: PageContext,
  message: { readonly title: string; readonly text: string; readonly rescued?: string },
): Html {
  const { t } = context;
  return renderPage(context, {
    title: message.title,
    main: html`<section class="card narrow message">
<h1>${message.title}</h1>
<p>${message.text}</p>
${
  message.rescued !== undefined &&
  html`<label class="field">${t('problem.yourText')}<textarea readonly rows="6" dir="auto">
${message.rescued}</textarea></label>`
}
<p><a class="button" href="/staff">${t('problem.back')}</a></p>
</section>`,
  });
}
