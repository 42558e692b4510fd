import type { PresentedAnswer } from '#src/domain/answer.ts';
import type { Card } from '#src/domain/card.ts';
import type { Texts } from '#src/i18n/translator.ts';
import { formatDay } from './formatDay.ts';

/**
 * The card of an approved answer: words, source with its own date, “checked on”, review state, and the check line of
 * high-risk answers (rule R14). Crisis cards bear none of that: the number comes first and nothing distracts from it.
 */
export function answerCard(answer: PresentedAnswer, texts: Texts, understood?: { readonly asked: string }): Card {
  const paragraphs = answer.paragraphs.map((paragraph) =>
    paragraph.map((piece) =>
      piece.kind === 'text'
        ? { text: piece.text }
        : { text: piece.contact.value, ...(piece.contact.href ? { href: piece.contact.href } : {}) },
    ),
  );
  if (answer.isCrisis) return { kind: 'crisis', title: answer.title, paragraphs };
  return {
    kind: 'answer',
    ...headOf(answer, texts, understood),
    paragraphs,
    ...sourceOf(answer, texts),
    notes: notesOf(answer, texts),
  };
}

/** “You asked about: …” says what was understood; the title follows only if it says something else. */
function headOf(
  answer: PresentedAnswer,
  texts: Texts,
  understood?: { readonly asked: string },
): Pick<Card, 'intro' | 'title'> {
  if (!understood) return { title: answer.title };
  const intro = texts.t('notice.youAskedAbout');
  return answer.title === understood.asked
    ? { intro, title: answer.title }
    : { intro: `${intro} ${understood.asked}`, title: answer.title };
}

function sourceOf(answer: PresentedAnswer, texts: Texts): Pick<Card, 'source'> {
  if (!answer.source || answer.degraded) return {};
  const date = answer.source.date
    ? texts.t('notice.sourceDate', { date: formatDay(answer.source.date, texts.locale) })
    : texts.t('notice.sourceUndated');
  return {
    source: {
      label: `${texts.t('notice.source', { publisher: answer.source.publisher })} (${date})`,
      href: answer.source.url,
    },
  };
}

function notesOf(answer: PresentedAnswer, texts: Texts): readonly string[] {
  if (!answer.source || answer.degraded) return [];
  const date = formatDay(answer.checkedOn, texts.locale);
  return [
    texts.t(answer.isHighRisk ? 'notice.checkLine' : 'notice.checkedOn', { date }),
    ...(answer.isReviewed ? [] : [texts.t('notice.draft')]),
  ];
}
