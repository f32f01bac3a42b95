import type { JSX } from "preact";
import type { App } from "./app-state.ts";
import { countOf } from "./count.ts";

/** What can be done with the connections of a group or of a user. */
export function ReceiverActions(props: {
  readonly app: App;
  readonly to: "group" | "user";
  readonly hub: string;
  readonly name: string;
  /** How many there are. */
  readonly connections: number;
}): JSX.Element {
  const { app, to, hub, name, connections } = props;
  const closeAll = to === "group" ? "closeGroupConnections" : "closeUserConnections";
  return (
    <div class="actions">
      <button type="button" onClick={() => app.compose({ hub, to, name })}>
        Send to it…
      </button>
      {connections > 0 && (
        <button
          type="button"
          class="danger"
          onClick={() =>
            void app.act(`${countOf(connections, "connection")} closed`, closeAll, { hub, [to]: name })
          }
        >
          Close all connections
        </button>
      )}
    </div>
  );
}
