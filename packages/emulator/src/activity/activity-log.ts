import type { Activity, NewActivity } from "./activity.js";
import { activitySize } from "./activity-size.js";

const maxActivities = 10_000;
const maxSize = 16 * 1024 * 1024;

/** Notifies listeners of activities, and keeps the latest: at most 10,000, and at most 16 Mi characters in total. */
export class ActivityLog {
  readonly #now: () => number;
  readonly #keep: boolean;
  readonly #listeners = new Set<(activity: Activity) => void>();
  #activities: Activity[] = [];
  /** Index of the oldest entry that is kept. Dropped entries are removed once they make up half of the array. */
  #start = 0;
  #size = 0;
  #nextId = 1;
  #held: NewActivity[] | undefined;

  /** @param options.keep Whether to record activities even without a listener. */
  constructor(now: () => number, options: { readonly keep: boolean }) {
    this.#now = now;
    this.#keep = options.keep;
  }

  /** Whether activities are recorded. If not, callers do not create them. */
  get listening(): boolean {
    return this.#keep || this.#listeners.size > 0;
  }

  /** Calls the listener with each new activity. @returns A function that removes the listener. */
  subscribe(listener: (activity: Activity) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Returns the latest activities, oldest first. */
  recent(): readonly Activity[] {
    return this.#activities.slice(this.#start);
  }

  /** Runs the function, and adds the activities of that run to `held` instead of recording them. */
  hold<T>(held: NewActivity[], run: () => T): T {
    this.#held = held;
    try {
      return run();
    } finally {
      this.#held = undefined;
    }
  }

  record(activity: NewActivity): void {
    if (this.#held !== undefined) {
      this.#held.push(activity);
      return;
    }
    const recorded = { id: this.#nextId++, at: this.#now(), ...activity };
    this.#activities.push(recorded);
    this.#size += activitySize(recorded);
    while (this.#activities.length - this.#start > maxActivities || this.#size > maxSize) this.#dropOldest();
    for (const listener of this.#listeners) listener(recorded);
  }

  /** Removes all activities, but no listeners. */
  clear(): void {
    this.#activities = [];
    this.#start = 0;
    this.#size = 0;
  }

  #dropOldest(): void {
    const oldest = this.#activities[this.#start++];
    if (oldest !== undefined) this.#size -= activitySize(oldest);
    if (this.#start * 2 < this.#activities.length) return;
    this.#activities = this.#activities.slice(this.#start);
    this.#start = 0;
  }
}
