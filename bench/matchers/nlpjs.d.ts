// nlp.js ships no types for these packages; this is the little that the comparison uses.
declare module '@nlpjs/core' {
  interface NlpManager {
    readonly settings: object;
    addLanguage(language: string): void;
    addDocument(language: string, text: string, intent: string): void;
    train(): Promise<unknown>;
    process(
      language: string,
      text: string,
    ): Promise<{ readonly classifications: readonly { readonly intent: string; readonly score: number }[] }>;
  }
  export function containerBootstrap(): Promise<{
    use(plugin: unknown): void;
    registerConfiguration(tag: string, settings: object, overwrites: boolean): void;
    get(name: 'nlp'): NlpManager;
  }>;
}
declare module '@nlpjs/nlp' {
  export const Nlp: unknown;
}
declare module '@nlpjs/lang-*';
