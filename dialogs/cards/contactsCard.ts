import type { Card } from '#src/domain/card.ts';
import type { Contact } from '#src/domain/contact.ts';
import type { Country } from '#src/domain/country.ts';
import type { Texts } from '#src/i18n/translator.ts';

/** A card of numbers and links, grouped by country under its name; what serves both countries comes first. */
export function contactsCard(title: string, contacts: readonly Contact[], texts: Texts): Card {
  const groups = (['both', 'BE', 'LU'] as const satisfies readonly (Country | 'both')[])
    .map((country) => ({
      label: texts.t(`emergency.${country}`),
      items: contacts
        .filter((contact) => contact.country === country)
        .map((contact) => ({
          label: texts.find(`contactLabel.${contact.id}`) ?? contact.value,
          value: contact.value,
          ...(contact.href ? { href: contact.href } : {}),
        })),
    }))
    .filter((group) => group.items.length > 0);
  return { kind: 'contacts', title, contacts: groups };
}
