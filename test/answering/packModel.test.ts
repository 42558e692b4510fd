import { describe, expect, it } from '@jest/globals';
import { packModel, UnreadableModelError, unpackModel } from '#src/answering/training/packModel.ts';

const model = {
  labels: ['a', 'ü'],
  nested: { weights: Float32Array.from([1.5, -2, 0]), cells: Int8Array.from([-127, 127]) },
  list: [Uint16Array.from([1, 65_535])],
  none: null,
};

describe('storing a model', () => {
  it('gives back what was stored, arrays in their type', () => {
    expect(unpackModel(packModel(model))).toEqual(model);
  });

  it('refuses a file that was cut off, or is none of ours', () => {
    const packed = packModel(model);
    expect(() => unpackModel(packed.subarray(0, packed.length - 1))).toThrow(UnreadableModelError);
    expect(() => unpackModel(Buffer.from('hello, I am something else'))).toThrow(UnreadableModelError);
    expect(() => unpackModel(new Uint8Array())).toThrow(UnreadableModelError);
  });
});
