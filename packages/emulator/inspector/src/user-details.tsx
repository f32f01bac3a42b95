import type { JSX } from "preact";
import type { App } from "./app-state.ts";
import { ConnectionList } from "./connection-list.tsx";
import { countOf } from "./count.ts";
import { Facts } from "./facts.tsx";
import { GroupAdder, GroupChips } from "./memberships.tsx";
import { groupsOf } from "./population-column.tsx";
import { ReceiverActions } from "./receiver-actions.tsx";
import { shortTime } from "./time.ts";

export function UserDetails(props: {
  readonly app: App;
  readonly hub: string;
  readonly name: string;
}): JSX.Element {
  const { app, hub, name } = props;
  const user = app.population.users.find((candidate) => candidate.hub === hub && candidate.name === name);
  const connections = user?.connections ?? [];
  const memberships = new Map(user?.memberships.map(({ group, expiresAt }) => [group, expiresAt]));
  const where = { hub, user: name };
  return (
    <article class="details">
      <h2>{name}</h2>
      <Facts
        facts={[
          ["User in hub", hub],
          [
            "Connected",
            connections.length === 0 ? "not at the moment" : countOf(connections.length, "connection"),
          ],
        ]}
      />
      <ConnectionList app={app} connections={connections} />
      <h3>Groups</h3>
      <GroupChips
        groups={(user === undefined ? [] : groupsOf(user)).map((group) => {
          const expiresAt = memberships.get(group);
          const remark = expiresAt === undefined ? "by connection" : `until ${shortTime(expiresAt)}`;
          return { name: group, remark };
        })}
        onRemove={(group) =>
          void app.act(`Removed from group ${group}`, "removeUserFromGroup", { ...where, group })
        }
      />
      <GroupAdder
        app={app}
        hub={hub}
        onAdd={(group) => void app.act(`Added to group ${group}`, "addUserToGroup", { ...where, group })}
      />
      <ReceiverActions app={app} to="user" hub={hub} name={name} connections={connections.length} />
    </article>
  );
}
