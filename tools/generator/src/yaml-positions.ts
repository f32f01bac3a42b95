import { EVENT_ID, SCALAR_STYLE, getScalarValue, parseEvents } from "js-yaml";
import type { Place } from "./json.ts";
import { yamlLimits } from "./yaml-limits.ts";

/** A place in a text as people count: from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds where in a YAML text values begin. The text is parsed when the first position is asked for: most documents are
 * right, and those pay nothing.
 */
export function createPositionFinder(text: string): (place: Place) => Position {
  let events: ReturnType<typeof parseEvents> | undefined;

  /** The index after the node that begins at `index`. */
  function skip(index: number): number {
    let depth = 0;
    let next = index;
    do {
      const type = events?.[next]?.type;
      if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
      else if (type === EVENT_ID.POP) depth--;
      next++;
    } while (depth > 0);
    return next;
  }

  /** The index of the member `key` of the collection at `index`. */
  function memberOf(index: number, key: string | number): number | undefined {
    const collection = events?.[index];
    let next = index + 1;
    for (let count = 0; ; count++) {
      const event = events?.[next];
      if (event === undefined || event.type === EVENT_ID.POP) return undefined;
      if (collection?.type === EVENT_ID.SEQUENCE) {
        if (count === Number(key)) return next;
        next = skip(next);
      } else if (collection?.type === EVENT_ID.MAPPING) {
        const value = skip(next);
        if (event.type === EVENT_ID.SCALAR && getScalarValue(text, event) === String(key)) return value;
        next = skip(value);
      } else return undefined;
    }
  }

  return (place) => {
    events ??= parseEvents(text, yamlLimits);
    // The first event opens the document.
    let index = 1;
    for (const key of place) {
      const member = memberOf(index, key);
      if (member === undefined) break;
      index = member;
    }
    return positionAt(text, offsetOf(events[index]));
  };
}

/** A key that a mapping of a YAML text has more than once. */
export interface DuplicateKey extends Position {
  readonly key: string;
}

/** The keys that stand in their mapping already, in the order of the text. */
export function findDuplicateKeys(text: string): DuplicateKey[] {
  const found: DuplicateKey[] = [];
  /** The collections around the current event. In a mapping, every other node is a key. */
  const open: { readonly keys: Set<string> | undefined; isKey: boolean }[] = [];
  for (const event of parseEvents(text, yamlLimits)) {
    if (event.type === EVENT_ID.POP) {
      open.pop();
      continue;
    }
    const around = open.at(-1);
    if (around?.isKey === true && event.type === EVENT_ID.SCALAR) {
      const key = getScalarValue(text, event);
      if (around.keys?.has(key)) found.push({ key, ...positionAt(text, offsetOf(event)) });
      around.keys?.add(key);
    }
    if (around?.keys) around.isKey = !around.isKey;
    if (event.type === EVENT_ID.MAPPING) open.push({ keys: new Set(), isKey: true });
    else if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.DOCUMENT)
      open.push({ keys: undefined, isKey: false });
  }
  return found;
}

function offsetOf(event: ReturnType<typeof parseEvents>[number] | undefined): number {
  if (event === undefined) return 0;
  if ("start" in event) return event.start;
  if (event.type === EVENT_ID.SCALAR) {
    const { style } = event;
    const quote = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0;
    return event.valueStart - quote;
  }
  return "anchorStart" in event ? event.anchorStart : 0;
}

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, Math.max(0, offset)).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
