import type { JSX } from "preact";
import type { App } from "./app-state.ts";
import { ConnectionList } from "./connection-list.tsx";
import { countOf } from "./count.ts";
import { Facts } from "./facts.tsx";

export function GroupDetails(props: {
  readonly app: App;
  readonly hub: string;
  readonly name: string;
}): JSX.Element {
  const { app, hub, name } = props;
  const group = app.population.groups.find((one) => one.hub === hub && one.name === name);
  const members = group?.members ?? [];
  return (
    <article class="details">
      <h2>{name}</h2>
      <Facts
        facts={[
          ["Group in hub", hub],
          ["Members", countOf(members.length, "connection")],
        ]}
      />
      <ConnectionList app={app} connections={members} />
      <div class="actions">
        <button type="button" onClick={() => app.compose({ hub, to: "group", name })}>
          Send to it…
        </button>
        {members.length > 0 && (
          <button
            type="button"
            class="danger"
            onClick={() =>
              void app.act(`${countOf(members.length, "connection")} closed`, "closeGroupConnections", {
                hub,
                group: name,
              })
            }
          >
            Close its connections
          </button>
        )}
      </div>
    </article>
  );
}
