/**
 * What the emulator does not do yet, operation by operation: parts of violations that the contract test expects. A gap
 * that has been closed fails the test until it is taken off this list.
 */
export const knownGaps: Readonly<Record<string, readonly string[]>> = {};

/** Vectors to which the emulator answers otherwise, each as `operation: name` with the reason. */
export const vectorsNotPlayed: Readonly<Record<string, string>> = {};
