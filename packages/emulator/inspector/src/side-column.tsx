import type { JSX } from "preact";
import { ActivityDetails } from "./activity-details.tsx";
import type { App } from "./app-state.ts";
import { ConnectionDetails } from "./connection-details.tsx";
import { GroupDetails } from "./group-details.tsx";
import { SendForm } from "./send-form.tsx";
import { UserDetails } from "./user-details.tsx";

/** The right column: the form to send, or the details of what is selected. */
export function SideColumn({ app }: { readonly app: App }): JSX.Element {
  const sides = [
    ["send", "Send"],
    ["details", "Details"],
  ] as const;
  return (
    <section class="column side" aria-label="Send and details">
      <div class="tabs" role="tablist" aria-label="Send and details">
        {sides.map(([side, label]) => (
          <button
            key={side}
            type="button"
            role="tab"
            id={`tab-${side}`}
            aria-selected={app.side === side}
            aria-controls={app.side === side ? "panel-side" : undefined}
            tabIndex={app.side === side ? 0 : -1}
            onClick={() => app.update({ side, notice: undefined })}
            onKeyDown={(event) => {
              if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
              const other = side === "send" ? "details" : "send";
              app.update({ side: other, notice: undefined });
              document.getElementById(`tab-${other}`)?.focus();
            }}
          >
            {label}
          </button>
        ))}
      </div>
      <div
        class="panel scroll"
        role="tabpanel"
        id="panel-side"
        aria-labelledby={`tab-${app.side}`}
        tabIndex={0}
      >
        {app.side === "send" ? <SendForm app={app} /> : <Details app={app} />}
        <p class="notice" role="status" data-ok={app.notice?.ok}>
          {app.notice?.text}
        </p>
      </div>
    </section>
  );
}

function Details({ app }: { readonly app: App }): JSX.Element {
  const { selection } = app;
  switch (selection?.kind) {
    case undefined:
      return <p class="nothing">Select a client or an activity to see its details.</p>;
    case "activity":
      return <ActivityDetails key={selection.entry.key} app={app} entry={selection.entry} />;
    case "connection":
      return <ConnectionDetails key={selection.id} app={app} id={selection.id} last={selection.last} />;
    case "group":
      return <GroupDetails key={selection.name} app={app} hub={selection.hub} name={selection.name} />;
    case "user":
      return <UserDetails key={selection.name} app={app} hub={selection.hub} name={selection.name} />;
  }
}
