import type { BotKey } from '#src/i18n/keys.ts';

/** Sentences of the bot that the page shows too: one wording, kept in `bot.json`. */
export const PAGE_BOT_KEYS = [
  'welcome.text',
  'welcome.demo',
  'welcome.ask',
  'emergency.title',
  'emergency.intro',
  'emergency.both',
  'emergency.BE',
  'emergency.LU',
  'button.human',
  'button.avr',
  'button.apply',
  'button.iom',
  'button.story',
  'button.menu',
] as const satisfies readonly BotKey[];
