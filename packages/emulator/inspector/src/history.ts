import { activitySize } from "../../src/activity/activity-size.ts";
import type { InspectedActivity } from "../../src/inspector/wire.ts";

/** Something in the list: an activity, or a remark of the page itself. */
export interface Entry {
  /** Counts up over restarts of the emulator, unlike ids of activities. */
  readonly key: number;
  readonly at: number;
  readonly activity: InspectedActivity | undefined;
  readonly remark?: string;
  /** Lower-case text that the filter looks into; made when it is first needed. */
  text?: string;
}

export type Kind = "requests" | "messages" | "connections" | "webhooks";

export const kinds: readonly Kind[] = ["requests", "messages", "connections", "webhooks"];

/** What of the history is shown. */
export interface Filter {
  readonly text: string;
  readonly kinds: ReadonlySet<Kind>;
  readonly failuresOnly: boolean;
  readonly hub: string | undefined;
  /** Nothing after this key: the list is paused. */
  readonly upTo: number | undefined;
}

const maxEntries = 5_000;
const maxSize = 16 * 1024 * 1024;
/** Of each body the filter knows the beginning only. */
const maxSearchedLength = 4 * 1024;

/** The latest of what happened: 5,000 entries with 16 M characters at most. */
export class History {
  /** Another number after each change. */
  version = 0;
  lastKey = 0;
  /** Id of the last activity of the emulator that is running. */
  lastId = 0;
  #entries: Entry[] = [];
  #size = 0;
  #shown:
    | { readonly filter: Filter; readonly version: number; readonly entries: readonly Entry[] }
    | undefined;

  add(activities: readonly InspectedActivity[]): void {
    for (const activity of activities) {
      this.#entries.push({ key: ++this.lastKey, at: activity.at, activity });
      this.#size += activitySize(activity);
      this.lastId = activity.id;
    }
    this.#dropOldest();
    this.version++;
  }

  remark(remark: string, at: number): void {
    this.#entries.push({ key: ++this.lastKey, at, activity: undefined, remark });
    this.#dropOldest();
    this.version++;
  }

  clear(): void {
    this.#entries = [];
    this.#size = 0;
    this.version++;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** What the filter lets through, the newest first. */
  shown(filter: Filter): readonly Entry[] {
    if (this.#shown?.version !== this.version || this.#shown.filter !== filter) {
      const terms = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
      const entries = this.#entries.filter((entry) => isShown(entry, filter, terms)).toReversed();
      this.#shown = { filter, version: this.version, entries };
    }
    return this.#shown.entries;
  }

  #dropOldest(): void {
    let surplus = 0;
    while (this.#entries.length - surplus > maxEntries || this.#size > maxSize) {
      const oldest = this.#entries[surplus++]?.activity;
      if (oldest !== undefined) this.#size -= activitySize(oldest);
    }
    if (surplus > 0) this.#entries.splice(0, surplus);
  }
}

/** Whether something did not go as it was meant to. */
function isFailure(activity: InspectedActivity): boolean {
  switch (activity.kind) {
    case "request":
    case "webhook":
      return activity.status === undefined || activity.status >= 400;
    case "message":
      return activity.error !== undefined;
    default:
      return false;
  }
}

function isShown(entry: Entry, filter: Filter, terms: readonly string[]): boolean {
  const { activity } = entry;
  if (filter.upTo !== undefined && entry.key > filter.upTo) return false;
  if (activity === undefined) return terms.length === 0 && !filter.failuresOnly;
  if (filter.failuresOnly && !isFailure(activity)) return false;
  if (!filter.kinds.has(kindOf(activity))) return false;
  if (filter.hub !== undefined && activity.hub !== undefined && activity.hub !== filter.hub) return false;
  if (terms.length === 0) return true;
  const text = (entry.text ??= searchedText(activity));
  return terms.every((term) => text.includes(term));
}

function kindOf(activity: InspectedActivity): Kind {
  switch (activity.kind) {
    case "request":
      return "requests";
    case "message":
      return "messages";
    case "webhook":
      return "webhooks";
    default:
      return "connections";
  }
}

function searchedText(activity: InspectedActivity): string {
  const texts: string[] = [];
  for (const value of Object.values(activity) as readonly unknown[]) {
    if (typeof value === "string" || typeof value === "number") texts.push(String(value));
    else if (isBody(value)) texts.push(value.text.slice(0, maxSearchedLength));
  }
  return texts.join("\n").toLowerCase();
}

function isBody(value: unknown): value is { readonly text: string } {
  return typeof value === "object" && value !== null && "text" in value && typeof value.text === "string";
}
