import { z } from 'zod';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { HttpResponse, Route } from '#src/domain/httpRoute.ts';
import type { RequestSearch } from '#src/domain/requestDesk.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { nameStaff } from '../nameStaff.ts';
import { pageResponse, redirectTo } from '../page/respond.ts';
import { type StaffCall, staffForm, staffPage } from '../staffRoutes.ts';
import { readSearch } from './readSearch.ts';
import { MAX_SEARCH_LENGTH, renderSearchPage } from './searchPage.ts';

/** Finds requests by reference, name, number or address. The desk audits every search for a person. */
export function createSearchRoutes(options: ConsoleOptions): readonly Route[] {
  return [
    // Somebody has loaded the page of results again: the words are not in its address.
    staffPage(options, 'request.search', '/staff/search', async () => redirectTo('/staff/requests')),
    staffForm(options, 'request.search', {
      path: '/staff/search',
      fields: z.object({ words: z.string() }),
      change: (call, { words }) => showFound(options, call, words.slice(0, MAX_SEARCH_LENGTH)),
    }),
  ];
}

async function showFound(
  options: ConsoleOptions,
  { context, member }: StaffCall,
  words: string,
): Promise<HttpResponse> {
  let by: RequestSearch['by'] | undefined;
  let records: readonly ContactRequestRecord[] = [];
  for (const search of readSearch(words)) {
    by = search.by;
    records = await options.desk.search(member, search);
    const [found] = records;
    if (found && by === 'reference') return redirectTo(`/staff/requests/${found.id}`);
    if (found) break;
  }
  const nameOf = nameStaff(await options.directory.list());
  return pageResponse(200, renderSearchPage(context, { member, by, records, nameOf }));
}
