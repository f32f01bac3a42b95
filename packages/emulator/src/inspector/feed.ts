import type { ServerResponse } from "node:http";
import type { Activity } from "../activity/activity.js";
import type { ActivityLog } from "../activity/activity-log.js";
import { callArguments } from "./call-arguments.js";
import { type InspectedState, StateView } from "./state-view.js";
import type { InspectedActivity, InspectorEvent, StartEvent } from "./wire.js";

const tickInMs = 100;
/** Every so many ticks something is said even if nothing happened, so that both ends notice a dead connection. */
const heartbeatInTicks = 100;
/** State may change without an activity: a membership ends, a client loses its connection. */
const idleStateInTicks = 10;
const maxPending = 2_000;
const maxQueuedBytes = 4 * 1024 * 1024;
const connectionsAnEvent = 1_000;

/** Tells one page what is there and what happens, as Server-Sent Events. */
export class Feed {
  readonly #response: ServerResponse;
  readonly #view: StateView;
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;
  #pending: Activity[];
  #dropped = 0;
  #ticks = 0;
  #activityCameIn = true;

  /** @param options.after The page knows activities up to this id already. */
  constructor(
    response: ServerResponse,
    options: {
      readonly start: StartEvent;
      readonly state: InspectedState;
      readonly activity: ActivityLog;
      readonly after: number;
    },
  ) {
    const { start, state, activity, after } = options;
    this.#response = response;
    this.#view = new StateView(state);
    this.#pending = activity.recent().filter(({ id }) => id > after);
    this.#unsubscribe = activity.subscribe((received) => this.#take(received));
    response.writeHead(200, { "content-type": "text/event-stream" });
    this.#write(start);
    this.#tick();
    // Of the system's time: tests that hold the emulator's clock still want to see the page move.
    this.#timer = setInterval(() => this.#tick(), tickInMs).unref();
  }

  /** Ends the response; the page connects again by itself. */
  end(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
    this.#response.end();
  }

  #take(activity: Activity): void {
    this.#activityCameIn = true;
    this.#pending.push(activity);
    if (this.#pending.length <= maxPending * 2) return;
    this.#dropped += this.#pending.length - maxPending;
    this.#pending = this.#pending.slice(-maxPending);
  }

  #tick(): void {
    const tick = this.#ticks++;
    if (this.#response.writableLength > maxQueuedBytes) return;
    if (this.#activityCameIn || tick % idleStateInTicks === 0) {
      this.#activityCameIn = false;
      this.#writeState();
    }
    if (this.#pending.length > 0 || this.#dropped > 0) {
      const activities = this.#pending.map(withCall);
      this.#write({ kind: "activities", activities, dropped: this.#dropped });
      this.#pending = [];
      this.#dropped = 0;
    } else if (tick % heartbeatInTicks === heartbeatInTicks - 1) this.#response.write(":\n\n");
  }

  #writeState(): void {
    const changes = this.#view.changes();
    if (changes === undefined) return;
    const { connections, ...rest } = changes;
    this.#write({ kind: "state", connections: connections.slice(0, connectionsAnEvent), ...rest });
    for (let start = connectionsAnEvent; start < connections.length; start += connectionsAnEvent) {
      const slice = connections.slice(start, start + connectionsAnEvent);
      this.#write({ kind: "state", connections: slice, gone: [] });
    }
  }

  #write(event: InspectorEvent): void {
    this.#response.write(`data: ${JSON.stringify(event)}\n\n`);
  }
}

function withCall(activity: Activity): InspectedActivity {
  if (activity.kind !== "request") return activity;
  const call = callArguments(activity);
  return call === undefined ? activity : { ...activity, call };
}
