const numbers = new WeakMap<object, number>();
let last = 0;

/**
 * A number that stands for this very object in the key of a query: a key is written out at every
 * draw, which thousands of ids are too many for.
 */
export function identityOf(thing: object): number {
  const known = numbers.get(thing);
  if (known !== undefined) {
    return known;
  }
  last += 1;
  numbers.set(thing, last);
  return last;
}
