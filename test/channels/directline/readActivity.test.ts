import { describe, expect, it } from '@jest/globals';
import { readActivity } from '#src/channels/directline/readActivity.ts';

describe('readActivity', () => {
  it('keeps what is known and drops the rest', () => {
    const activity = readActivity({
      type: 'message',
      id: 'mine',
      text: 'hello',
      textFormat: 'markdown',
      locale: 'fr-FR',
      from: { id: 'bot', role: 'bot' },
      recipient: { id: 'x' },
      conversation: { id: 'other' },
      timestamp: '1970-01-01',
      localTimezone: 'Europe/Brussels',
      serviceUrl: 'http://127.0.0.1/internal',
      entities: [{ type: 'ClientCapabilities' }],
      channelData: { clientActivityID: 'c1', postBack: true, secret: 'x', clientTimestamp: '2027' },
    });
    expect(activity).toEqual({
      type: 'message',
      clientActivityId: 'c1',
      body: {
        type: 'message',
        text: 'hello',
        textFormat: 'plain',
        locale: 'fr-FR',
        channelData: { clientActivityID: 'c1', postBack: true },
      },
    });
  });

  it('cuts and cleans text and the strings of values', () => {
    const activity = readActivity({
      type: 'message',
      text: `a\u202eb${'x'.repeat(3_000)}`,
      value: { name: 'Am\u200bina', list: ['\u0000x'] },
      channelData: { messageBack: { displayText: 'y\u202e' } },
    });
    expect([...String(activity?.body['text'])].length).toBeLessThanOrEqual(2_000);
    expect(activity?.body['text']).toMatch(/^abx+$/);
    expect(activity?.body['value']).toEqual({ name: 'Amina', list: ['x'] });
    expect(activity?.body['channelData']).toEqual({ hiddenCharactersRemoved: true, messageBack: { displayText: 'y' } });
  });

  it('refuses files, but lets the bot say so', () => {
    const activity = readActivity({
      type: 'message',
      attachments: [{ contentUrl: 'https://x', name: 'passport.jpg' }],
    });
    expect(activity?.body).toEqual({ type: 'message', textFormat: 'plain', channelData: { attachmentsDropped: true } });
  });

  it('takes the value of a button, and events with a name', () => {
    expect(readActivity({ type: 'message', value: 'language.set:es' })?.body['value']).toBe('language.set:es');
    expect(readActivity({ type: 'event', name: 'webchat/join', value: { a: 1 } })?.body).toMatchObject({
      name: 'webchat/join',
    });
  });

  it.each([
    ['nothing', undefined],
    ['no object', 'message'],
    ['an array', [{ type: 'message', text: 'a' }]],
    ['no type', { text: 'a' }],
    ['a type for the bot alone', { type: 'conversationUpdate', membersAdded: [{ id: 'bot' }] }],
    ['the end of the conversation', { type: 'endOfConversation' }],
    ['an invoke', { type: 'invoke', name: 'adaptiveCard/action' }],
    ['a message that says nothing', { type: 'message' }],
    ['a text that is none', { type: 'message', text: 5 }],
    ['an event without a name', { type: 'event' }],
    ['a value that is too large', { type: 'message', value: Array(5_000).fill('ab') }],
  ])('does not take %s', (_name, input) => {
    expect(readActivity(input)).toBeUndefined();
  });

  it('lives with wrong shapes in what is optional', () => {
    const activity = readActivity({
      type: 'message',
      text: 'a',
      locale: 'x'.repeat(99),
      channelData: 5,
      attachments: 'x',
    });
    expect(activity?.body).toEqual({ type: 'message', text: 'a', textFormat: 'plain' });
  });
});
