import type { JSX } from "preact";
import { activityText } from "./activity-text.ts";
import type { App } from "./app-state.ts";
import { type Entry, kinds } from "./history.ts";
import { clockTime } from "./time.ts";
import { VirtualList } from "./virtual-list.tsx";

const rowHeight = 34;

/** The middle column: what happens, the newest first. */
export function ActivityColumn({ app }: { readonly app: App }): JSX.Element {
  const { filter, history, selection } = app;
  const entries = history.shown(filter);
  return (
    <section class="column activity" aria-label="Activity">
      <HistoryTools app={app} />
      <KindFilter app={app} shown={entries.length} />
      <div class="panel">
        {entries.length === 0 ? (
          <Quiet app={app} />
        ) : (
          <VirtualList
            label="Activity, newest first"
            growsAtTop
            rowHeight={rowHeight}
            items={entries}
            keyOf={({ key }) => String(key)}
            selected={selection?.kind === "activity" ? String(selection.entry.key) : undefined}
            onSelect={(entry) => {
              if (entry.activity !== undefined) app.select({ kind: "activity", entry });
            }}
            onOpen={(entry) => {
              if (entry.activity !== undefined) app.update({ column: "side" });
            }}
            row={(entry) => <ActivityRow entry={entry} hub={filter.hub === undefined} />}
            rowClass={({ activity }) => (activity === undefined ? "remark" : activityText(activity).tone)}
          />
        )}
      </div>
    </section>
  );
}

function HistoryTools({ app }: { readonly app: App }): JSX.Element {
  const { filter, history, paused } = app;
  const waiting = paused ? history.lastKey - (filter.upTo ?? 0) : 0;
  return (
    <div class="tools">
      <input
        type="search"
        aria-label="Filter activity"
        placeholder="Filter: operation, path, user, body…"
        value={filter.text}
        onInput={(event) => app.narrow({ text: event.currentTarget.value })}
      />
      <button type="button" class="pause" aria-pressed={paused} onClick={() => app.togglePause()}>
        {paused ? `Resume${waiting > 0 ? ` (${waiting.toLocaleString("en")} new)` : ""}` : "Pause"}
      </button>
      <button type="button" onClick={() => app.clearHistory()}>
        Clear
      </button>
    </div>
  );
}

function KindFilter({ app, shown }: { readonly app: App; readonly shown: number }): JSX.Element {
  const { filter, history } = app;
  return (
    <div class="tools filters" role="group" aria-label="What is shown">
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          class="toggle"
          aria-pressed={filter.kinds.has(kind)}
          onClick={() => app.toggleKind(kind)}
        >
          {kind[0]?.toUpperCase()}
          {kind.slice(1)}
        </button>
      ))}
      <button
        type="button"
        class="toggle failures"
        aria-pressed={filter.failuresOnly}
        onClick={() => app.narrow({ failuresOnly: !filter.failuresOnly })}
      >
        Only failures
      </button>
      <span class="total" role="status">
        {shown === history.size
          ? shown.toLocaleString("en")
          : `${shown.toLocaleString("en")} of ${history.size.toLocaleString("en")}`}
      </span>
    </div>
  );
}

function ActivityRow({ entry, hub }: { readonly entry: Entry; readonly hub: boolean }): JSX.Element {
  const { activity, at, remark } = entry;
  if (activity === undefined) {
    return (
      <>
        <time>{clockTime(at)}</time>
        <span class="remark-text">{remark}</span>
      </>
    );
  }
  const { badge, badgeLabel, glyph = false, title, about, reason, preview, figure } = activityText(activity);
  return (
    <>
      <time>{clockTime(at)}</time>
      <span class={glyph ? "badge glyph" : "badge"} role="img" aria-label={badgeLabel}>
        {badge}
      </span>
      <span class="what">
        <b>{title}</b> {about} {reason !== undefined && <span class="reason">{reason}</span>}{" "}
        {preview !== undefined && <code>{preview}</code>}
      </span>
      <span class="hub-name">{hub ? activity.hub : ""}</span>
      <span class="figure">{figure}</span>
    </>
  );
}

/** Shown while there is no activity: the first steps. */
function Quiet({ app }: { readonly app: App }): JSX.Element {
  if (app.history.size > 0) return <p class="nothing">No activity matches the filter.</p>;
  return (
    <div class="nothing">
      <p>
        <b>No activity yet.</b>
      </p>
      <ol>
        <li>
          Configure your application with the connection string, which is the first line that the emulator
          printed. The requests of the application appear here.
        </li>
        <li>Open a client of your application. It appears on the left as soon as it is connected.</li>
        <li>
          Or start without an application: <b>Send</b> makes a request, and shows the code for it.
        </li>
      </ol>
    </div>
  );
}
