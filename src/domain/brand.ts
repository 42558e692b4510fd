declare const brand: unique symbol;

/** A primitive that has passed a check and may not be mixed up with others of the same shape. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Lets the compiler prove that every variant of a union was handled; throws if a wrong value slips in from outside. */
export function unreachable(value: never): never {
  throw new Error(`Unhandled variant: ${JSON.stringify(value)}`);
}
