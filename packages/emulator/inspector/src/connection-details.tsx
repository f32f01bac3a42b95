import type { JSX } from "preact";
import type { ConnectionView } from "../../src/inspector/wire.ts";
import type { App } from "./app-state.ts";
import { CopyButton } from "./copy-button.tsx";
import { Facts } from "./facts.tsx";
import { GroupAdder, GroupChips } from "./memberships.tsx";
import { shortTime } from "./time.ts";

export function ConnectionDetails(props: {
  readonly app: App;
  readonly id: string;
  readonly last: ConnectionView;
}): JSX.Element {
  const { app, id, last } = props;
  const current = app.population.connection(id);
  const { hub, userId, transport, protocol, since } = current ?? last;
  return (
    <article class="details">
      <h2>{userId ?? "Connection without a user"}</h2>
      {current === undefined && <p class="hint">This connection is closed.</p>}
      <Facts
        facts={[
          [
            "Connection",
            <span key="id" class="with-button">
              <code>{id}</code> <CopyButton label="Copy connection id" text={id} />
            </span>,
          ],
          ["Hub", hub],
          ["Transport", transport ?? "lost; the client may come back"],
          ["Protocol", protocol],
          ["Since", shortTime(since)],
        ]}
      />
      {current !== undefined && <ConnectionActions app={app} connection={current} />}
    </article>
  );
}

function ConnectionActions(props: { readonly app: App; readonly connection: ConnectionView }): JSX.Element {
  const { app } = props;
  const { id, hub, groups } = props.connection;
  const where = { hub, connectionId: id };
  return (
    <>
      <h3>Groups</h3>
      <GroupChips
        groups={groups.map((name) => ({ name }))}
        onRemove={(group) =>
          void app.act(`Removed from group ${group}`, "removeConnectionFromGroup", { ...where, group })
        }
      />
      <GroupAdder
        app={app}
        hub={hub}
        onAdd={(group) =>
          void app.act(`Added to group ${group}`, "addConnectionToGroup", { ...where, group })
        }
      />
      <div class="actions">
        <button type="button" onClick={() => app.compose({ hub, to: "connection", name: id })}>
          Send to it…
        </button>
        <button type="button" onClick={() => app.compose({ hub, to: "connection", name: id, invoke: true })}>
          Invoke…
        </button>
        <button
          type="button"
          class="danger"
          onClick={() => void app.act("Connection closed", "closeConnection", where)}
        >
          Close connection
        </button>
      </div>
    </>
  );
}
