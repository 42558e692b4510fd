import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CHANGE_RESULTS } from '#src/console/request/requestAddress.ts';
import { ERASURE_REASONS, HANDOVER_REASONS, REOPEN_REASONS, RESOLUTION_REASONS } from '#src/domain/requestDesk.ts';
import { STAFF_ROLES } from '#src/domain/staff.ts';
import { STAFF_LOCALES } from '#src/i18n/consoleTexts.ts';

type Tree = { readonly [key: string]: string | Tree };

const read = (tag: string) => JSON.parse(readFileSync(`locales/${tag}/console.json`, 'utf8')) as Tree;

function leaves(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...leaves(value, `${prefix}${key}.`)],
    ),
  );
}

const placeholders = (text: string) => new Set(Array.from(text.matchAll(/{{(\w+)}}/g), ([, name]) => name));

describe('the texts of the staff page', () => {
  const english = leaves(read('en'));

  it.each(STAFF_LOCALES)('are complete in %s, with the same placeholders', (tag) => {
    const texts = leaves(read(tag));
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of texts) {
      expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key) ?? '')]);
      expect(text.trim()).not.toBe('');
    }
  });

  it('have a sentence for each role, reason and result', () => {
    const keys = [
      ...STAFF_ROLES.map((role) => `role.${role}`),
      ...RESOLUTION_REASONS.map((reason) => `resolution.${reason}`),
      ...HANDOVER_REASONS.map((reason) => `handover.${reason}`),
      ...REOPEN_REASONS.map((reason) => `reopening.${reason}`),
      ...ERASURE_REASONS.map((reason) => `erasure.${reason}`),
      ...CHANGE_RESULTS.map((result) => `result.${result}`),
    ];
    for (const key of keys) expect(english.has(key)).toBe(true);
  });

  it('name each action that can stand in the audit trail', () => {
    const source = readFileSync('src/domain/audit.ts', 'utf8');
    const actions = [...(/type AuditAction =([^;]+);/.exec(source)?.[1] ?? '').matchAll(/'([\w.]+)'/g)].map(
      ([, name]) => name,
    );
    expect(actions.length).toBeGreaterThan(20);
    for (const action of actions) expect(english.has(`action.${action}`)).toBe(true);
  });

  it('keep a French colon, question mark or guillemet on its line', () => {
    for (const [key, text] of leaves(read('fr'))) expect([key, / [?!:;»]|« /.test(text)]).toEqual([key, false]);
  });
});
