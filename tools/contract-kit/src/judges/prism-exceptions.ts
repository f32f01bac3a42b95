import type { Exceptions } from "./prism.ts";

const falsy = "Prism takes a JSON body that is falsy for a missing one";

/** Vectors, by name, whose requests Prism 5.16 cannot carry. */
export const prismExceptions: Exceptions = {
  "sends the item null bare": falsy,
  "sends the item zero bare": falsy,
};
