import { StorageUnavailableError } from '#src/domain/errors.ts';
import type { HttpResponse } from '#src/domain/httpRoute.ts';
import { renderMessagePage } from './messagePage.ts';
import type { PageContext } from './pageContext.ts';
import { pageResponse } from './respond.ts';

/**
 * Nobody who works here should read a line of JSON because a database was busy, nor lose what they wrote: `rescued` is
 * given back on the page.
 */
export async function explainOutage(
  context: PageContext,
  rescued: string | undefined,
  action: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof StorageUnavailableError)) throw error;
    const { t } = context;
    const message = { title: t('problem.unavailable'), text: t('problem.unavailableText') };
    const page = renderMessagePage(context, rescued === undefined ? message : { ...message, rescued });
    return pageResponse(503, page, { 'retry-after': '10' });
  }
}
