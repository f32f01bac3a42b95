import { encode } from "@msgpack/msgpack";
import type { ActivityLog } from "../activity/activity-log.js";
import { WebhookTrace } from "../activity/webhook-trace.js";
import type { Log } from "../log.js";
import type { HubProtocol } from "../protocol/hub-protocol.js";
import { stringify } from "../protocol/json-protocol.js";
import { ProtocolError } from "../protocol/message.js";
import { MessageType } from "../protocol/message-type.js";
import { printable } from "../printable.js";
import { eventHeaders } from "./event-headers.js";
import type { Upstream, ClientEvent } from "./upstream.js";
import type { UpstreamTemplate } from "./upstream-settings.js";
import { callHandler } from "./upstream-handler.js";
import { expandUrlTemplate } from "./url-template.js";

const maxResponseBytes = 16 * 1024 * 1024;
const timeoutInMs = 100_000;

/** Sends events to the application's webhooks, as the service does in serverless mode. */
export function webhookUpstream(options: {
  /** Asked for each event, so that a changed settings file counts from the next event on. */
  readonly templates: () => readonly UpstreamTemplate[];
  readonly accessKeys: readonly string[];
  readonly fallback: Upstream;
  readonly log: Log;
  readonly activity: ActivityLog;
  /** What each request waits for. */
  readonly beforePost?: (() => Promise<void>) | undefined;
}): Upstream {
  const { templates, accessKeys, fallback, log, activity, beforePost } = options;

  const traceOf = (
    url: string,
    event: ClientEvent,
    type: string,
    body: Uint8Array,
  ): WebhookTrace | undefined =>
    activity.listening ? new WebhookTrace(activity, event, url, type, body) : undefined;

  // Async, so that whatever a client sent can only reject, not throw into the client's event handler.
  const post = async (
    { handler }: UpstreamTemplate,
    url: string,
    event: ClientEvent,
    type: string,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<Response> => {
    await beforePost?.();
    const init: RequestInit = {
      method: "POST",
      headers: { ...eventHeaders(event, accessKeys), "content-type": type },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutInMs),
    };
    return await (handler === undefined ? fetch(url, init) : callHandler(handler, url, init));
  };

  /** @returns undefined, and says so, for an event whose names would lead to another path. */
  const urlOf = (template: UpstreamTemplate, event: ClientEvent): string | undefined => {
    const url = expandUrlTemplate(template.urlTemplate, event);
    if (url === undefined)
      log(
        `'${printable(event.event)}' on '${event.hub}' was not posted: it would change the path of '${template.urlTemplate}'`,
      );
    return url;
  };

  return {
    async notify(event) {
      const template = find(templates(), event);
      if (template === undefined || event.category !== "connections") return;
      const message =
        event.event === "connected"
          ? { type: 10 }
          : { type: 11, ...(event.error !== undefined && { error: event.error }) };
      const body = bytes(JSON.stringify(message));
      const url = urlOf(template, event);
      if (url === undefined) return;
      const trace = traceOf(url, event, "application/json", body);
      await post(template, url, event, "application/json", body).then(
        async (response) => {
          await response.body?.cancel();
          trace?.answered(response);
          if (!response.ok)
            log(`The upstream answered ${response.status} to '${printable(event.event)}'`, "webhook");
        },
        (error: unknown) => {
          trace?.failed(reasonOf(error));
          log(`The upstream did not take '${printable(event.event)}': ${reasonOf(error)}`, "webhook");
        },
      );
    },

    async invoke(event, protocol) {
      const template = find(templates(), event);
      if (template === undefined) return await fallback.invoke(event, protocol);
      const { invocationId } = event;
      const fail = (error: string): Buffer | undefined =>
        invocationId === undefined
          ? undefined
          : protocol.encode({ type: MessageType.Completion, invocationId, error });
      const url = urlOf(template, event);
      if (url === undefined)
        return fail("Invocation failed, the target cannot be a part of the upstream's URL");
      const type = protocol.binary ? "application/x-msgpack" : "application/json";
      const requestBody = bodyOf(event, protocol);
      const trace = traceOf(url, event, type, requestBody);
      let response: Response;
      try {
        response = await post(template, url, event, type, requestBody);
      } catch (error) {
        trace?.failed(reasonOf(error));
        log(`The upstream did not take '${printable(event.event)}': ${reasonOf(error)}`, "webhook");
        return fail("Invocation failed, status code 500");
      }
      if (response.status !== 200 && response.status !== 204) {
        await response.body?.cancel();
        trace?.answered(response);
        log(`The upstream answered ${response.status} to '${printable(event.event)}'`, "webhook");
        return fail(`Invocation failed, status code ${response.status}`);
      }
      let body: Buffer | undefined;
      try {
        body = await readUpTo(response, maxResponseBytes);
      } catch (error) {
        trace?.failed(reasonOf(error));
        log(`The upstream's answer to '${printable(event.event)}' broke off: ${reasonOf(error)}`, "webhook");
        return fail("Invocation failed, error: the upstream's answer broke off");
      }
      trace?.answered(response, body);
      if (body === undefined) return fail("Invocation failed, response too large.");
      // A stream is answered by the REST operations for streams.
      if (invocationId === undefined || event.stream) return undefined;
      if (body.length === 0) return protocol.encode({ type: MessageType.Completion, invocationId });
      if (!isCompletion(body, invocationId, protocol)) {
        log(
          `The upstream's answer to '${printable(event.event)}' is not a completion of the '${protocol.name}' protocol`,
        );
        return fail("Invocation failed, the upstream's answer is not a completion");
      }
      return body;
    },
  };
}

function find(
  templates: readonly UpstreamTemplate[],
  { hub, category, event }: ClientEvent,
): UpstreamTemplate | undefined {
  return templates.find(
    (template) =>
      template.matchesHub(hub) && template.matchesCategory(category) && template.matchesEvent(event),
  );
}

/** The message as the hub protocol has it, without its frame. */
function bodyOf(
  event: ClientEvent & { readonly category: "messages" },
  protocol: HubProtocol,
): Uint8Array<ArrayBuffer> {
  const { event: target, arguments: args, invocationId, stream } = event;
  const type = stream ? MessageType.StreamInvocation : MessageType.Invocation;
  return protocol.binary
    ? encode([type, {}, invocationId ?? null, target, args])
    : bytes(
        stringify({ type, ...(invocationId !== undefined && { invocationId }), target, arguments: args }),
      );
}

function isCompletion(body: Buffer, invocationId: string, protocol: HubProtocol): boolean {
  try {
    const { records, rest } = protocol.split(body, maxResponseBytes);
    const [record, ...more] = records;
    if (record === undefined || more.length > 0 || rest !== undefined) return false;
    const message = protocol.decode(record);
    return message?.type === MessageType.Completion && message.invocationId === invocationId;
  } catch (error) {
    if (error instanceof ProtocolError) return false;
    throw error;
  }
}

async function readUpTo(response: Response, limit: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
