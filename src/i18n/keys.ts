// As types: a type-only import declaration cannot carry the attribute that a JSON module needs.
type Bot = typeof import('../../locales/en/bot.json');
type Console = typeof import('../../locales/en/console.json');

type Join<Prefix extends string, Key extends string> = Prefix extends '' ? Key : `${Prefix}.${Key}`;

type LeafKeys<T, Leaf, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends Leaf
    ? Join<Prefix, K>
    : T[K] extends readonly unknown[] | string
      ? never
      : LeafKeys<T[K], Leaf, Join<Prefix, K>>;
}[keyof T & string];

/** Every key of `bot.json` that holds one text: a misspelt key does not compile. */
export type BotKey = LeafKeys<Bot, string>;

/** Every key of `bot.json` that holds a list of texts. */
export type BotListKey = LeafKeys<Bot, readonly string[]>;

/** Every key of `console.json`, the sentences of the staff page. */
export type ConsoleKey = LeafKeys<Console, string>;
