import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answerer } from '#src/domain/answering.ts';
import type { Neighbour } from '#src/domain/neighbour.ts';
import { openRealAnswerer } from '#test/support/realAnswerer.ts';

let answerer: Answerer;
beforeAll(async () => {
  answerer = await openRealAnswerer();
});

/** Questions near our subject, as nobody wrote them among the phrases. */
const NEAR: readonly (readonly [string, Neighbour])[] = [
  ['can I change my licence to drive a car into a belgian one', 'driving-licence'],
  ['comment échanger mon permis de conduire du Maroc', 'driving-licence'],
  ['hoe kan ik mijn vrouw naar België laten komen met gezinshereniging', 'family-reunification'],
  ['wo kann ich einen deutschkurs machen', 'language-course'],
  ['je cherche un appartement à louer à Liège', 'housing'],
  ['quiero sacar el carnet de conducir en Bélgica', 'driving-licence'],
  ['как поменять водительские права на бельгийские', 'driving-licence'],
];

describe('near subjects outside ours', () => {
  it.each(NEAR)('“%s” is answered with where to ask: %s', (text, neighbour) => {
    const { reply } = answerer.interpret({ text });
    expect(reply).toMatchObject({ kind: 'smalltalk', topic: 'chat-off-topic', neighbour });
  });

  it.each(['what will the weather be tomorrow', 'raconte-moi une blague', 'wie heeft de match gewonnen'])(
    '“%s” is none of them',
    (text) => {
      expect(answerer.interpret({ text }).reply).not.toHaveProperty('neighbour');
    },
  );
});
