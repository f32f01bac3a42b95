import type { JSX } from "preact";
import type { ConnectionView } from "../../src/inspector/wire.ts";
import type { App } from "./app-state.ts";

const shown = 100;

/** Connections as buttons that lead to their details. */
export function ConnectionList(props: {
  readonly app: App;
  readonly connections: readonly ConnectionView[];
}): JSX.Element | null {
  const { app, connections } = props;
  if (connections.length === 0) return null;
  return (
    <ul class="receivers">
      {connections.slice(0, shown).map(({ id, userId }) => (
        <li key={id}>
          <button type="button" class="link" onClick={() => app.selectConnection(id)}>
            {userId !== undefined && <b>{userId} </b>}
            <code>{id}</code>
          </button>
        </li>
      ))}
      {connections.length > shown && <li>and {(connections.length - shown).toLocaleString("en")} more</li>}
    </ul>
  );
}
