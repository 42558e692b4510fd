/**
 * The floor with a bot: restify and botbuilder in one process, an adapter without network, one conversation state in
 * memory, one echo per turn. Started by the bench.
 */
import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  ConversationState,
  MemoryStorage,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import { listenAsBaseline } from './listenAsBaseline.ts';
import { readMessage } from './readMessage.ts';

class EchoAdapter extends BotAdapter {
  readonly sent: Partial<Activity>[] = [];

  override async sendActivities(_context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    this.sent.push(...activities);
    return activities.map((_activity, index) => ({ id: `r|${index}` }));
  }

  override async updateActivity(): Promise<void> {}
  override async deleteActivity(): Promise<void> {}
  override async continueConversation(): Promise<void> {}

  process(activity: Partial<Activity>, logic: (context: TurnContext) => Promise<void>): Promise<void> {
    return this.runMiddleware(new TurnContext(this, activity), logic);
  }
}

const state = new ConversationState(new MemoryStorage());
const memory = state.createProperty<{ turns: number }>('memory');

listenAsBaseline(async (request, response) => {
  const { text } = await readMessage(request);
  const adapter = new EchoAdapter();
  const conversationId = (request as { params?: { conversationId?: string } }).params?.conversationId ?? '';
  const activity: Partial<Activity> = {
    type: ActivityTypes.Message,
    id: 'a|1',
    channelId: 'directline',
    conversation: { id: conversationId } as Activity['conversation'],
    from: { id: 'dl_person', name: '' },
    recipient: { id: 'bot', name: 'Assistant' },
    text,
  };
  await adapter.process(activity, async (context) => {
    const remembered = await memory.get(context, { turns: 0 });
    remembered.turns += 1;
    await context.sendActivity(`${remembered.turns}: ${context.activity.text}`);
    await state.saveChanges(context);
  });
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ id: 'a|1', activities: adapter.sent }));
});
