import type { JSX } from "preact";
import { ActivityColumn } from "./activity-column.tsx";
import type { App, Column } from "./app-state.ts";
import { Locked } from "./locked.tsx";
import { PopulationColumn } from "./population-column.tsx";
import { SideColumn } from "./side-column.tsx";
import { TopBar } from "./top-bar.tsx";

/** What a narrow window shows one at a time. */
const views: readonly {
  readonly label: string;
  readonly column: Column;
  readonly side?: "send" | "details";
}[] = [
  { label: "Clients", column: "population" },
  { label: "Activity", column: "activity" },
  { label: "Send", column: "side", side: "send" },
  { label: "Details", column: "side", side: "details" },
];

export function Page({ app }: { readonly app: App }): JSX.Element {
  if (app.status === "refused") return <Locked app={app} />;
  return (
    <div class="page" data-column={app.column}>
      <TopBar app={app} />
      <nav class="columns" aria-label="Parts of the page">
        {views.map(({ label, column, side = app.side }) => (
          <button
            key={label}
            type="button"
            aria-current={app.column === column && app.side === side ? "true" : undefined}
            onClick={() => app.update({ column, side })}
          >
            {label}
          </button>
        ))}
      </nav>
      <main>
        <PopulationColumn app={app} />
        <ActivityColumn app={app} />
        <SideColumn app={app} />
      </main>
    </div>
  );
}
