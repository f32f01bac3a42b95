/** The time in milliseconds since 1970, as `Date.now` gives it. Injected wherever time matters. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();
