import type {
  CallArguments,
  ConnectionView,
  InspectorEvent,
  OperationView,
  StartEvent,
} from "../../src/inspector/wire.ts";
import type { Draft } from "./draft.ts";
import { type Entry, type Filter, History, type Kind, kinds } from "./history.ts";
import { Population } from "./population.ts";
import { type Outcome, callOperation } from "./call-operation.ts";
import { follow } from "./event-stream.ts";

export type Status = "connecting" | "live" | "lost" | "refused";

/** What the details are of. */
export type Selection =
  | { readonly kind: "activity"; readonly entry: Entry }
  | { readonly kind: "connection"; readonly id: string; readonly last: ConnectionView }
  | { readonly kind: "group" | "user"; readonly hub: string; readonly name: string };

/** Which list of the left column is open. */
export type Tab = "connections" | "groups" | "users";

/** Which column a narrow window shows; a wide one shows all of them. */
export type Column = "population" | "activity" | "side";

/** Everything the page knows, and what can be done with it. */
export class App {
  readonly population = new Population();
  readonly history = new History();
  status: Status = "connecting";
  /** Why the emulator refuses the page. */
  problem: string | undefined;
  start: StartEvent | undefined;
  tab: Tab = "connections";
  column: Column = "activity";
  side: "send" | "details" = "send";
  selection: Selection | undefined;
  /** Text that the left column is narrowed down to. */
  search = "";
  filter: Filter = {
    text: "",
    kinds: new Set(kinds),
    failuresOnly: false,
    hub: undefined,
    upTo: undefined,
  };
  draft: Draft = {
    hub: "",
    to: "all",
    name: "",
    invoke: false,
    target: "newMessage",
    arguments: '["hello"]',
    excluded: "",
  };
  /** What the last action came to. */
  notice: { readonly text: string; readonly ok: boolean } | undefined;
  #token = "";
  readonly #draw: () => void;
  #drawing = false;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** Follows the emulator with this token from now on. */
  open(token: string): void {
    this.#token = token;
    this.update({ status: token === "" ? "refused" : "connecting", problem: undefined });
    if (token === "") return;
    void follow(token, {
      known: () =>
        new URLSearchParams({
          instance: this.start?.instance ?? "",
          after: String(this.history.lastId),
        }),
      event: (event) => this.#take(event),
      problem: (problem, reason) => this.update({ status: problem, problem: reason }),
    });
  }

  /**
   * Changes what is shown, at once: the handlers of the next key or click were made while drawing, and would otherwise act on
   * the state before this change.
   */
  update(
    changes: Partial<
      Pick<
        App,
        | "status"
        | "problem"
        | "start"
        | "tab"
        | "column"
        | "side"
        | "selection"
        | "search"
        | "draft"
        | "notice"
      >
    > = {},
  ): void {
    Object.assign(this, changes);
    this.#draw();
  }

  /** Draws at the next frame, once for however many events arrive before it. */
  #drawSoon(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      this.#draw();
    });
  }

  narrow(changes: Partial<Filter>): void {
    this.filter = { ...this.filter, ...changes };
    this.update();
  }

  toggleKind(kind: Kind): void {
    const chosen = new Set(this.filter.kinds);
    if (!chosen.delete(kind)) chosen.add(kind);
    this.narrow({ kinds: chosen });
  }

  get paused(): boolean {
    return this.filter.upTo !== undefined;
  }

  togglePause(): void {
    this.narrow({ upTo: this.paused ? undefined : this.history.lastKey });
  }

  clearHistory(): void {
    this.history.clear();
    if (this.selection?.kind === "activity") this.update({ selection: undefined });
    this.narrow({ upTo: this.paused ? this.history.lastKey : undefined });
  }

  select(selection: Selection): void {
    this.update({ selection, side: "details", notice: undefined });
  }

  selectConnection(id: string): void {
    const last = this.population.connection(id);
    if (last === undefined) this.update({ notice: { text: `Connection ${id} is gone`, ok: false } });
    else this.select({ kind: "connection", id, last });
  }

  /** Opens the form for a recipient. */
  compose(draft: Partial<Draft>): void {
    this.update({
      draft: { ...this.draft, invoke: false, excluded: "", ...draft },
      side: "send",
      column: "side",
      notice: undefined,
    });
  }

  operation(operationId: string): OperationView | undefined {
    return this.start?.operations[operationId];
  }

  /** Calls an operation of the REST API. It shows up in the history like any other request. */
  async call(operationId: string, args: CallArguments, body?: unknown): Promise<Outcome> {
    const operation = this.operation(operationId);
    if (operation === undefined)
      return { ok: false, status: 0, reason: "The emulator does not respond", body: undefined };
    return await callOperation(this.#token, operation, args, body);
  }

  /** Like `call()`, and tells what came of it. */
  async act(done: string, operationId: string, args: CallArguments): Promise<void> {
    const { ok, reason } = await this.call(operationId, args);
    this.update({ notice: { ok, text: ok ? done : `Not done: ${reason}` } });
  }

  #take(event: InspectorEvent): void {
    switch (event.kind) {
      case "start":
        if (this.start !== undefined && this.start.instance !== event.instance) {
          this.history.lastId = 0;
          this.history.remark("The emulator was restarted", event.now);
        }
        // The emulator sends the whole state after it.
        this.population.clear();
        this.update({ start: event, status: "live", problem: undefined });
        return;
      case "state":
        this.population.apply(event);
        this.#defaultHub();
        this.#drawSoon();
        return;
      case "activities":
        if (event.dropped > 0)
          this.history.remark(
            `${event.dropped.toLocaleString("en")} more were left out: too many at once`,
            event.activities[0]?.at ?? Date.now(),
          );
        this.history.add(event.activities);
        this.#drawSoon();
    }
  }

  /** The form starts with a hub that exists. */
  #defaultHub(): void {
    const [first] = this.population.hubs.keys();
    if (this.draft.hub === "" && first !== undefined) this.draft = { ...this.draft, hub: first };
  }
}
