import type { JSX } from "preact";
import type { App, Status } from "./app-state.ts";
import { countOf } from "./count.ts";

const statusTexts: Readonly<Record<Status, string>> = {
  connecting: "Connecting…",
  live: "Live",
  lost: "Emulator not reachable, trying again…",
  refused: "Not allowed",
};

export function TopBar({ app }: { readonly app: App }): JSX.Element {
  const { hubs } = app.population;
  let total = 0;
  for (const count of hubs.values()) total += count;
  const { hub } = app.filter;
  return (
    <header class="top">
      <img src="/inspector/icon.svg" alt="" width="24" height="24" />
      <h1>SignalR emulator</h1>
      {app.start !== undefined && <code class="endpoint">{app.start.url}</code>}
      <span class="status" role="status" data-status={app.status}>
        {statusTexts[app.status]}
      </span>
      <label class="hub">
        <span>Hub</span>
        <select
          value={hub ?? ""}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            app.narrow({ hub: chosen === "" ? undefined : chosen });
            if (chosen !== "") app.update({ draft: { ...app.draft, hub: chosen } });
          }}
        >
          <option value="">All hubs ({countOf(total, "connection")})</option>
          {hub !== undefined && !hubs.has(hub) && <option value={hub}>{hub} (0)</option>}
          {[...hubs].map(([name, count]) => (
            <option key={name} value={name}>
              {name} ({count.toLocaleString("en")})
            </option>
          ))}
        </select>
      </label>
    </header>
  );
}
