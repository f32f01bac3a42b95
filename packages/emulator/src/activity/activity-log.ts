import type { Activity, NewActivity } from "./activity.js";
import { activitySize } from "./activity-size.js";

const maxActivities = 10_000;
const maxSize = 16 * 1024 * 1024;

/** Tells listeners what happens, and keeps the latest of it: 10,000 activities with 16 M characters at most. */
export class ActivityLog {
  readonly #now: () => number;
  readonly #keep: boolean;
  readonly #listeners = new Set<(activity: Activity) => void>();
  #activities: Activity[] = [];
  /** Entries before it were dropped; the array is cut when half of it is such. */
  #start = 0;
  #size = 0;
  #nextId = 1;
  #held: NewActivity[] | undefined;

  /** @param options.keep Whether activities are kept even without a listener. */
  constructor(now: () => number, options: { readonly keep: boolean }) {
    this.#now = now;
    this.#keep = options.keep;
  }

  /** Whether activities are recorded; otherwise what happens is not even described. */
  get listening(): boolean {
    return this.#keep || this.#listeners.size > 0;
  }

  /** Calls the listener with each activity from now on. @returns a function that ends it. */
  subscribe(listener: (activity: Activity) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What happened lately, the oldest first. */
  recent(): readonly Activity[] {
    return this.#activities.slice(this.#start);
  }

  /** Runs the function, and puts what would be recorded meanwhile into `held` instead. */
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

  /** Forgets what happened. Listeners stay. */
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
