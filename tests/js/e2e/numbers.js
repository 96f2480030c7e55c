/** Returns this many phone numbers, which have no card at first. */
export const manyNumbers = (count) =>
  Array.from({ length: count }, (_, index) => `+1444${String(index).padStart(7, '0')}`);
