import type { Notice } from '#src/domain/notifier.ts';
import { OFFICE_TIME_ZONES } from '#src/domain/officeHours.ts';
import type { NoticeTexts } from './noticeTexts.ts';

/** Day before month, and 24 hours. */
const EUROPEAN_ENGLISH = 'en-GB';

/** The words of a notice. Everything in it is in the allow-list of `Notice`: no personal data can get here (M-20). */
export function composeNotice(
  notice: Notice,
  { texts, locale, consoleUrl }: { readonly texts: NoticeTexts; readonly locale: string; readonly consoleUrl: string },
): { readonly subject: string; readonly text: string } {
  const { reference } = notice;
  const language = new Intl.DisplayNames([locale], { type: 'language' }).of(notice.locale) ?? notice.locale;
  const since = new Intl.DateTimeFormat(locale === 'en' ? EUROPEAN_ENGLISH : locale, {
    timeZone: OFFICE_TIME_ZONES[notice.office],
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  }).format(notice.waitingSinceHour);
  const lines = [
    texts(`intro.${notice.occasion}`),
    '',
    ...(notice.isUrgent ? [texts('urgent')] : []),
    texts('reference', { reference }),
    texts(`office.${notice.office}`),
    texts('language', { language }),
    texts('waitingSince', { since }),
    '',
    texts('openConsole', { url: `${consoleUrl}#${reference}` }),
    '',
    texts('privacy'),
  ];
  // Whoever is told last reads in the text why; the subject says what matters to all.
  const news = notice.occasion === 'new' ? 'new' : 'unclaimed';
  const subject = texts(`subject.${news}${notice.isUrgent ? 'Urgent' : ''}`, { reference });
  return { subject: stripLineEnds(subject), text: `${lines.join('\n')}\n` };
}

function stripLineEnds(header: string): string {
  return header.replace(/[\r\n\u202a-\u202e\u2066-\u2069]+/g, ' ');
}
