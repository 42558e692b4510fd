/** Raised when a stored model cannot be read; it is then trained again. */
export class UnreadableModelError extends Error {
  override readonly name = 'UnreadableModelError';
  readonly code = 'model_unreadable';
}

const ARRAYS = { Uint8Array, Int8Array, Uint16Array, Uint32Array, Int32Array, Float32Array } as const;
type ArrayName = keyof typeof ARRAYS;
type StoredArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

const MAGIC = 0x52414d31; // “RAM1”
const ALIGNMENT = 8;
const PREFIX_BYTES = 12;

/**
 * One buffer out of a plain object: a JSON header, then the typed arrays as they lie in memory. Reading it back copies
 * bytes and parses next to nothing.
 */
export function packModel(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: StoredArray[] = [];
  let length = 0;
  const header = JSON.stringify(value, (_key, part: unknown) => {
    const name = nameOf(part);
    if (name === undefined) return part;
    const array = part as StoredArray;
    const offset = length;
    length += align(array.byteLength);
    arrays.push(array);
    return { $array: name, offset, length: array.length };
  });
  const head = new TextEncoder().encode(header);
  const start = align(PREFIX_BYTES + head.length);
  const packed = new Uint8Array(start + length);
  const view = new DataView(packed.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, head.length);
  view.setUint32(8, packed.length);
  packed.set(head, PREFIX_BYTES);
  let offset = start;
  for (const array of arrays) {
    packed.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += align(array.byteLength);
  }
  return packed;
}

/**
 * The object of a packed buffer.
 * @throws {UnreadableModelError} if the buffer was cut off or is something else.
 */
export function unpackModel(packed: Uint8Array): unknown {
  const bytes = new Uint8Array(packed);
  const view = new DataView(bytes.buffer);
  if (bytes.length < PREFIX_BYTES || view.getUint32(0) !== MAGIC || view.getUint32(8) !== bytes.length) {
    throw new UnreadableModelError('The stored model is cut off or of another format');
  }
  const headLength = view.getUint32(4);
  const start = align(PREFIX_BYTES + headLength);
  const header = new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + headLength));
  return JSON.parse(header, (_key, part: unknown) => {
    if (!isArrayReference(part)) return part;
    return new ARRAYS[part.$array](bytes.buffer, start + part.offset, part.length);
  });
}

function nameOf(part: unknown): ArrayName | undefined {
  if (!ArrayBuffer.isView(part)) return undefined;
  return (Object.keys(ARRAYS) as ArrayName[]).find((name) => part instanceof ARRAYS[name]);
}

function isArrayReference(part: unknown): part is { $array: ArrayName; offset: number; length: number } {
  return typeof part === 'object' && part !== null && '$array' in part;
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
