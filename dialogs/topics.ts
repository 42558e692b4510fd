import type { Choice } from '#src/domain/card.ts';
import { TOPIC_GROUPS, type TopicGroup } from '#src/domain/topic.ts';
import { menuChoice } from './choices.ts';
import type { Turn } from './turn.ts';

/** Groups that people can browse: small talk is not one. */
const MENU_GROUPS = TOPIC_GROUPS.filter((group) => group !== 'smalltalk');

/** The topic menu by group. */
export async function showMenu(turn: Turn, extra: readonly Choice[] = []): Promise<void> {
  const { texts, memory } = turn;
  const groups = MENU_GROUPS.filter((group) => group !== 'luxembourg' || memory.country !== 'BE');
  await turn.say({
    text: texts.t('menu.title'),
    choices: [
      ...groups.map((group) => ({ title: texts.t(`group.${group}`), command: `group.show:${group}` })),
      ...extra,
    ],
  });
}

/** The questions of one group. For a person in Luxembourg the purely Belgian ones are left to `lu-*`. */
export async function showGroup(turn: Turn, group: TopicGroup, extra: readonly Choice[] = []): Promise<void> {
  const { texts, memory, services } = turn;
  const topics = services.knowledge.topicsOf(group).filter((topic) => memory.country !== 'LU' || topic.scope !== 'BE');
  const shown = topics.length > 0 ? topics : services.knowledge.topicsOf('luxembourg');
  await turn.say({
    text: texts.t('menu.group', { group: texts.t(`group.${group}`) }),
    choices: [
      ...shown.map((topic) => ({
        title: services.knowledge.title(topic.id, memory.locale),
        command: `topic.show:${topic.id}`,
      })),
      { ...menuChoice(texts), title: texts.t('menu.back') },
      ...extra,
    ],
  });
}
