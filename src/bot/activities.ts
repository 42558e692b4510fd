import type { OutgoingMessage } from '#src/domain/card.ts';
import type { StaffMessage } from '#src/domain/conversation.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { ActionTypes, type Activity, ActivityTypes, EventFactory, type TurnContext } from '#src/sdk.ts';

/**
 * A message as Bot Framework activity. The text says everything; the card (in `channelData`) lets our own page show it
 * better. Buttons are messageBack actions: people see the title, the bot gets a namespaced command.
 */
export function messageActivity(message: OutgoingMessage, locale: LocaleTag): Partial<Activity> {
  return {
    type: ActivityTypes.Message,
    text: message.text,
    textFormat: 'plain',
    locale,
    ...(message.card ? { channelData: { card: message.card } } : {}),
    ...(message.choices && message.choices.length > 0
      ? {
          suggestedActions: {
            to: [],
            actions: message.choices.map((choice) => ({
              type: ActionTypes.MessageBack,
              title: choice.title,
              displayText: choice.title,
              text: choice.title,
              value: choice.command,
            })),
          },
        }
      : {}),
  };
}

/** A silent signal to the page: `language.changed`, `chat.deleted`. */
export function eventActivity(name: string, value?: string): Partial<Activity> {
  return { type: ActivityTypes.Event, name, ...(value === undefined ? {} : { value }) };
}

/** Words of a staff member: under their name, marked so that our page shows them as a person's. */
export function staffMessageActivity({ text, name, seq }: StaffMessage): Partial<Activity> {
  return {
    type: ActivityTypes.Message,
    text,
    textFormat: 'plain',
    from: { id: 'bot', name, role: 'bot' },
    channelData: { staff: { name, seq } },
  };
}

/** `handoff.initiate` as the Bot Framework defines it; the context holds codes only. */
export function handoffInitiationActivity(
  context: TurnContext,
  handoffContext: Readonly<Record<string, string>>,
): Partial<Activity> {
  const { name = '', value } = EventFactory.createHandoffInitiation(context, handoffContext);
  return { type: ActivityTypes.Event, name, value };
}

/** `handoff.status` as the Bot Framework defines it. */
export function handoffStatusActivity(context: TurnContext, state: 'accepted' | 'completed'): Partial<Activity> {
  const { name = '', value } = EventFactory.createHandoffStatus(context.activity.conversation, state);
  return { type: ActivityTypes.Event, name, value };
}

export function typingActivity(): Partial<Activity> {
  return { type: ActivityTypes.Typing };
}
