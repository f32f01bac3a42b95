import type { JSX } from "preact";
import type { ConnectionView } from "../../src/inspector/wire.ts";
import type { App, Tab } from "./app-state.ts";
import { countOf } from "./count.ts";
import type { Group, User } from "./population.ts";
import { shortTime } from "./time.ts";
import { VirtualList } from "./virtual-list.tsx";

const rowHeight = 46;

/** The left column: connections, groups and users. */
export function PopulationColumn({ app }: { readonly app: App }): JSX.Element {
  const { population, tab, search } = app;
  const inHub = ({ hub }: { readonly hub: string }): boolean =>
    app.filter.hub === undefined || app.filter.hub === hub;
  const lists = {
    connections: population.connections.filter(inHub),
    groups: population.groups.filter(inHub),
    users: population.users.filter(inHub),
  };
  return (
    <section class="column population" aria-label="Clients">
      <div class="tabs" role="tablist" aria-label="Clients">
        {(["connections", "groups", "users"] as const).map((name) => (
          <TabButton key={name} app={app} name={name} count={lists[name].length} />
        ))}
      </div>
      <div class="tools">
        <input
          type="search"
          aria-label={`Find ${tab}`}
          placeholder={tab === "connections" ? "Find by user, group or id" : "Find by name"}
          value={search}
          onInput={(event) => app.update({ search: event.currentTarget.value })}
        />
      </div>
      <div class="panel" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {lists[tab].length === 0 ? (
          <NothingThere tab={tab} />
        ) : (
          <PopulationList app={app} lists={lists} term={search.toLowerCase()} />
        )}
      </div>
    </section>
  );
}

function TabButton(props: { readonly app: App; readonly name: Tab; readonly count: number }): JSX.Element {
  const { app, name, count } = props;
  const tabs: readonly Tab[] = ["connections", "groups", "users"];
  const chosen = app.tab === name;
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${name}`}
      aria-selected={chosen}
      aria-controls={chosen ? `panel-${name}` : undefined}
      tabIndex={chosen ? 0 : -1}
      onClick={() => app.update({ tab: name })}
      onKeyDown={(event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        const next = step === undefined ? undefined : tabs.at((tabs.indexOf(name) + step) % tabs.length);
        if (next === undefined) return;
        app.update({ tab: next });
        document.getElementById(`tab-${next}`)?.focus();
      }}
    >
      {name[0]?.toUpperCase()}
      {name.slice(1)} <span class="count">{count.toLocaleString("en")}</span>
    </button>
  );
}

function NothingThere({ tab }: { readonly tab: Tab }): JSX.Element {
  const texts: Readonly<Record<Tab, string>> = {
    connections: "No client is connected.",
    groups: "No group has a member.",
    users: "No user is connected or remembered in a group.",
  };
  return <p class="nothing">{texts[tab]}</p>;
}

function PopulationList(props: {
  readonly app: App;
  readonly lists: {
    readonly connections: readonly ConnectionView[];
    readonly groups: readonly Group[];
    readonly users: readonly User[];
  };
  readonly term: string;
}): JSX.Element {
  const { app, lists, term } = props;
  const { selection } = app;
  const onOpen = (): void => app.update({ column: "side" });
  const hub = app.filter.hub === undefined;
  if (app.tab === "connections") {
    return (
      <VirtualList
        key="connections"
        label="Connections"
        rowHeight={rowHeight}
        items={lists.connections.filter((connection) => isFound(connectionText(connection), term))}
        keyOf={({ id }) => id}
        selected={selection?.kind === "connection" ? selection.id : undefined}
        onSelect={(last) => app.select({ kind: "connection", id: last.id, last })}
        onOpen={onOpen}
        row={(connection) => <ConnectionRow connection={connection} hub={hub} />}
      />
    );
  }
  const kind = app.tab === "groups" ? "group" : "user";
  const items: readonly (Group | User)[] = app.tab === "groups" ? lists.groups : lists.users;
  return (
    <VirtualList
      key={app.tab}
      label={app.tab === "groups" ? "Groups" : "Users"}
      rowHeight={rowHeight}
      items={items.filter(({ name }) => isFound(name, term))}
      keyOf={(item) => `${item.hub} ${item.name}`}
      selected={selection?.kind === kind ? `${selection.hub} ${selection.name}` : undefined}
      onSelect={(item) => app.select({ kind, hub: item.hub, name: item.name })}
      onOpen={onOpen}
      row={(item) => (
        <>
          <div class="line">
            <span class="name">{item.name}</span>
            {hub && <span class="hub-name">{item.hub}</span>}
          </div>
          <div class="line faint">
            {"members" in item
              ? `${countOf(item.members.length, "connection")}${item.users.length > 0 ? ` · ${countOf(item.users.length, "user")} remembered` : ""}`
              : `${countOf(item.connections.length, "connection")} · ${countOf(groupsOf(item).length, "group")}`}
          </div>
        </>
      )}
    />
  );
}

function ConnectionRow(props: { readonly connection: ConnectionView; readonly hub: boolean }): JSX.Element {
  const { connection, hub } = props;
  const { id, userId, transport, protocol, groups, since } = connection;
  return (
    <>
      <div class="line">
        {userId === undefined ? <span class="anonymous">no user</span> : <span class="name">{userId}</span>}
        <code class="id">{id}</code>
        {hub && <span class="hub-name">{connection.hub}</span>}
      </div>
      <div class="line faint">
        <span>
          {transport ?? "may come back"} · {protocol}
        </span>
        <span class="chips">
          {groups.map((group) => (
            <span key={group} class="chip">
              {group}
            </span>
          ))}
        </span>
        <time>{shortTime(since)}</time>
      </div>
    </>
  );
}

/** Groups that a user is in by a connection or by itself. */
export function groupsOf({ connections, memberships }: User): readonly string[] {
  const groups = new Set(memberships.map(({ group }) => group));
  for (const connection of connections) for (const group of connection.groups) groups.add(group);
  return [...groups];
}

function connectionText({ id, userId = "", groups }: ConnectionView): string {
  return `${id} ${userId} ${groups.join(" ")}`;
}

function isFound(text: string, term: string): boolean {
  return term === "" || text.toLowerCase().includes(term);
}
