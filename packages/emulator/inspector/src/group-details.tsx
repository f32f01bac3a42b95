import type { JSX } from "preact";
import type { App } from "./app-state.ts";
import { ConnectionList } from "./connection-list.tsx";
import { countOf } from "./count.ts";
import { Facts } from "./facts.tsx";
import { ReceiverActions } from "./receiver-actions.tsx";

const usersShown = 100;

export function GroupDetails(props: {
  readonly app: App;
  readonly hub: string;
  readonly name: string;
}): JSX.Element {
  const { app, hub, name } = props;
  const group = app.population.groups.find((candidate) => candidate.hub === hub && candidate.name === name);
  const { members = [], users = [] } = group ?? {};
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
      {users.length > 0 && (
        <>
          <h3>Users who join when they connect</h3>
          <ul class="receivers">
            {users.slice(0, usersShown).map((user) => (
              <li key={user}>
                <button
                  type="button"
                  class="link"
                  onClick={() => app.select({ kind: "user", hub, name: user })}
                >
                  {user}
                </button>
              </li>
            ))}
            {users.length > usersShown && (
              <li>and {(users.length - usersShown).toLocaleString("en")} more</li>
            )}
          </ul>
        </>
      )}
      <ReceiverActions app={app} to="group" hub={hub} name={name} connections={members.length} />
    </article>
  );
}
