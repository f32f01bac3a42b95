import type { Activity, NewActivity } from "./activity.js";

const maxActivities = 10_000;
const maxTextLength = 16 * 1024 * 1024;

/** Tells listeners what happens, and keeps the latest of it: 10,000 activities with 16 MB of bodies at most. */
export class ActivityLog {
  readonly #now: () => number;
  readonly #keep: boolean;
  readonly #listeners = new Set<(activity: Activity) => void>();
  #activities: Activity[] = [];
  /** Entries before it were dropped; the array is cut when half of it is such. */
  #start = 0;
  #textLength = 0;
  #nextId = 1;
  #held: NewActivity[] | undefined;

  /** @param options.keep Whether activities are kept even while nobody listens. */
  constructor(now: () => number, options: { readonly keep: boolean }) {
    this.#now = now;
    this.#keep = options.keep;
  }

  /** Whether anybody wants to know; what happens is not even described otherwise. */
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
    this.#textLength += textLengthOf(recorded);
    while (this.#activities.length - this.#start > maxActivities || this.#textLength > maxTextLength)
      this.#dropOldest();
    for (const listener of this.#listeners) listener(recorded);
  }

  /** Forgets what happened. Listeners stay. */
  clear(): void {
    this.#activities = [];
    this.#start = 0;
    this.#textLength = 0;
  }

  #dropOldest(): void {
    const oldest = this.#activities[this.#start++];
    if (oldest !== undefined) this.#textLength -= textLengthOf(oldest);
    if (this.#start * 2 < this.#activities.length) return;
    this.#activities = this.#activities.slice(this.#start);
    this.#start = 0;
  }
}

function textLengthOf(activity: NewActivity): number {
  switch (activity.kind) {
    case "message":
      return activity.arguments?.text.length ?? 0;
    case "request":
    case "webhook":
      return (activity.requestBody?.text.length ?? 0) + (activity.responseBody?.text.length ?? 0);
    default:
      return 0;
  }
}
