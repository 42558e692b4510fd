import { MAX_MESSAGE_LENGTH } from '#src/domain/cleanText.ts';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import { CANNED_REPLIES, type LiveChatRecord, type LiveChatView, type ThreadMessage } from '#src/domain/liveChat.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import type { StaffNames } from '../nameStaff.ts';
import { timeElement } from '../page/formatTime.ts';
import { type Html, html } from '../page/html.ts';
import { csrfField } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { renderUserText } from '../page/userText.ts';
import { may } from '../permissions.ts';

export interface ChatPanelView {
  readonly member: StaffMember;
  readonly record: ContactRequestRecord;
  readonly live: LiveChatView;
  readonly nameOf: StaffNames;
  /** The words are hidden until the member asks for them: the chat is not theirs. */
  readonly isMasked: boolean;
}

/**
 * The chat with the person: who is there, what was written, the field for an answer. The script renews `#thread` alone,
 * so that a half-written answer stays.
 */
export function renderChatPanel(context: PageContext, view: ChatPanelView): Html {
  const { t } = context;
  const { record, live, member } = view;
  return html`<section class="card chat" aria-labelledby="chat-title"${!view.isMasked && html` data-chat="${record.id}"`}>
<h2 id="chat-title">${t('chat.title')}</h2>
${renderThread(context, view)}
<p class="typing" id="person-typing" role="status" data-text="${t('chat.personTyping')}"></p>
${maySpeak(view) ? renderForm(context, view) : renderWhyNot(context, record, member, live.chat)}
</section>`;
}

function maySpeak({ member, record, live }: ChatPanelView): boolean {
  const isMine = record.status === 'open' && record.assignee === member.id;
  return isMine && live.chat.phase !== 'ended' && may(member, 'chat.write');
}

/** The part of the panel that news renew: who is there, how to come or go, what was written. */
export function renderThread(context: PageContext, view: ChatPanelView): Html {
  const { t } = context;
  const { record, live, nameOf, isMasked } = view;
  return html`<div id="thread" data-last="${live.chat.lastSeq}">
<p class="phase ${live.chat.phase}">${describePhase(context, live, nameOf)}</p>
${maySpeak(view) && renderHold(context, view)}
${
  isMasked && live.chat.lastSeq > 0
    ? html`<p class="none">${t('chat.masked', { count: live.chat.lastSeq })}</p>`
    : live.messages.length === 0
      ? html`<p class="none">${t('chat.empty')}</p>`
      : html`<ol class="thread" tabindex="0" aria-label="${t('chat.title')}">${live.messages.map((message) => renderMessage(context, record, live.chat, message, nameOf))}</ol>`
}
</div>`;
}

function describePhase({ t }: PageContext, { chat, isReachable }: LiveChatView, nameOf: StaffNames): string {
  if (chat.phase === 'ended') return t('chat.phase.ended');
  if (!isReachable) return t('chat.phase.gone');
  if (chat.phase !== 'held') return t(`chat.phase.${chat.phase}`);
  const name = chat.holder && nameOf(chat.holder);
  return t('chat.phase.held', { name: name ?? t('request.formerStaff') });
}

function renderMessage(
  context: PageContext,
  record: ContactRequestRecord,
  chat: LiveChatRecord,
  { seq, author, at, text }: ThreadMessage,
  nameOf: StaffNames,
): Html {
  const { t, locale } = context;
  const isPerson = author === 'person';
  const who = isPerson ? t('actor.person') : (nameOf(author) ?? t('request.formerStaff'));
  const isSeen = !isPerson && seq <= chat.seenSeq;
  return html`<li class="${isPerson ? 'theirs' : 'ours'}"><p class="meta"><bdi>${who}</bdi> · ${timeElement(at, locale)}${isSeen && html` · ${t('chat.seen')}`}</p>
${text === undefined ? html`<p class="none">${t('notes.unreadable')}</p>` : renderUserText(text, isPerson ? record.locale : undefined)}</li>`;
}

function renderForm(context: PageContext, { record, live }: ChatPanelView): Html {
  const { t, options, locale } = context;
  const path = `/staff/requests/${record.id}/chat`;
  return html`<form method="post" action="${path}/send" class="stack" id="chat-form" data-failed="${t('chat.failed')}" data-refused="${t('chat.refused')}">${csrfField(context)}
<input type="hidden" name="formId" value="${live.chat.lastSeq}">
<label class="field">${t('chat.canned')}<select name="canned" id="canned"><option value="">${t('chat.cannedNone')}</option>${CANNED_REPLIES.map(
    (id) =>
      html`<option value="${id}" data-text="${options.replyText(id, record.locale)}">${options.replyText(id, locale)}</option>`,
  )}</select></label>
<label class="field">${t('chat.write', { language: options.languageName(record.locale) ?? record.locale })}<textarea name="text" rows="3" maxlength="${MAX_MESSAGE_LENGTH}" dir="auto" lang="${record.locale}"></textarea></label>
<p class="alert bad" id="chat-problem" role="alert" hidden></p>
<button class="button primary">${t('chat.send')}</button>
<p class="hint">${t('chat.hint')}</p></form>`;
}

/** To come, or to give the conversation back. */
function renderHold(context: PageContext, { record, live, member }: ChatPanelView): Html {
  const { t } = context;
  const isHere = live.chat.phase === 'held' && live.chat.holder === member.id;
  const [action, words] = isHere ? (['hand-back', 'handBack'] as const) : (['join', 'join'] as const);
  return html`<form method="post" action="/staff/requests/${record.id}/chat/${action}" class="hold">${csrfField(context)}<button class="button">${t(`chat.${words}`)}</button> <span class="hint">${t(`chat.${words}Hint`)}</span></form>`;
}

function renderWhyNot(
  { t }: PageContext,
  record: ContactRequestRecord,
  member: StaffMember,
  chat: LiveChatRecord,
): Html | false {
  if (chat.phase === 'ended' || !may(member, 'chat.write')) return false;
  return html`<p class="hint">${t(record.status === 'pending' ? 'chat.takeFirst' : 'chat.othersChat')}</p>`;
}
