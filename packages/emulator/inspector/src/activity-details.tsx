import type { JSX } from "preact";
import type { InspectedActivity } from "../../src/inspector/wire.ts";
import { activityText } from "./activity-text.ts";
import type { App } from "./app-state.ts";
import { BodyView, CodeView } from "./body-view.tsx";
import { callBodyOf, clientCall } from "./client-call.ts";
import { countOf } from "./count.ts";
import { Facts } from "./facts.tsx";
import type { Entry } from "./history.ts";
import { clockTime, duration } from "./time.ts";

const receiversShown = 50;

export function ActivityDetails({ app, entry }: { readonly app: App; readonly entry: Entry }): JSX.Element {
  const { activity } = entry;
  if (activity === undefined) return <p class="nothing">{entry.remark}</p>;
  const { badge, badgeLabel, glyph = false, title, tone, reason } = activityText(activity);
  return (
    <article class="details">
      <h2 class={tone}>
        <span class={glyph ? "badge glyph" : "badge"} role="img" aria-label={badgeLabel}>
          {badge}
        </span>
        {title}
      </h2>
      {reason !== undefined && <p class={tone === "warn" ? "hint" : "failure"}>{sentence(reason)}</p>}
      <Facts facts={[["Time", clockTime(activity.at)], ["Hub", activity.hub], ...factsOf(app, activity)]} />
      <Bodies activity={activity} />
    </article>
  );
}

function factsOf(
  app: App,
  activity: InspectedActivity,
): readonly (readonly [string, JSX.Element | string | undefined])[] {
  switch (activity.kind) {
    case "request":
      return [
        ["Request", <code key="path">{`${activity.method} ${activity.path}`}</code>],
        ["Took", duration(activity.durationMs)],
      ];
    case "message":
      return [
        ["To", activity.to],
        ["Received by", activity.direction === "toClients" ? receivers(app, activity) : undefined],
        ...(activity.direction === "fromClient"
          ? ([
              ["User", activity.userId],
              ["Connection", link(app, activity.connectionId)],
            ] as const)
          : []),
        ["Invocation", activity.invocationId],
        ["Sent with", activity.operationId],
      ];
    case "connected":
      return [
        ["User", activity.userId],
        ["Connection", link(app, activity.connectionId)],
        ["Transport", activity.transport],
        ["Protocol", activity.protocol],
      ];
    case "disconnected":
      return [
        ["User", activity.userId],
        ["Connection", <code key="id">{activity.connectionId}</code>],
        ["Why", activity.reason],
      ];
    case "webhook":
      return [
        ["Posted to", <code key="url">{activity.url}</code>],
        ["Connection", link(app, activity.connectionId)],
        ["Took", duration(activity.durationMs)],
      ];
  }
}

function receivers(app: App, activity: InspectedActivity & { readonly kind: "message" }): JSX.Element {
  const { receivers: count = 0, receivedBy = [] } = activity;
  const shown = receivedBy.slice(0, receiversShown);
  return (
    <>
      {countOf(count, "connection")}
      <ul class="receivers">
        {shown.map(({ connectionId, userId }) => (
          <li key={connectionId}>{link(app, connectionId, userId)}</li>
        ))}
        {count > shown.length && <li>and {(count - shown.length).toLocaleString("en")} more</li>}
      </ul>
    </>
  );
}

/** Leads to a connection while it is there. */
function link(app: App, id: string | undefined, label = id): JSX.Element | undefined {
  if (id === undefined) return undefined;
  if (app.population.connection(id) === undefined) return <code>{label}</code>;
  return (
    <button type="button" class="link" onClick={() => app.selectConnection(id)}>
      <code>{label}</code>
    </button>
  );
}

function Bodies({ activity }: { readonly activity: InspectedActivity }): JSX.Element | null {
  switch (activity.kind) {
    case "request": {
      const { operationId, call, requestBody, responseBody } = activity;
      return (
        <>
          <BodyView title="Request body" body={requestBody} />
          <BodyView title="Response body" body={responseBody} />
          {operationId !== undefined && call !== undefined && (
            <CodeView
              title="Typed client call"
              code={clientCall(operationId, call, callBodyOf(requestBody))}
            />
          )}
        </>
      );
    }
    case "message":
      return (
        <BodyView title={activity.type === "completion" ? "Result" : "Arguments"} body={activity.arguments} />
      );
    case "webhook":
      return (
        <>
          <BodyView title="Request body" body={activity.requestBody} />
          <BodyView title="Response body" body={activity.responseBody} />
        </>
      );
    default:
      return null;
  }
}

function sentence(text: string): string {
  return `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;
}
