import { encode } from "@msgpack/msgpack";
import type { ActivityLog } from "../activity/activity-log.js";
import { type WebhookTrace, traceWebhook } from "../activity/webhook-trace.js";
import type { Log } from "../log.js";
import type { HubProtocol } from "../protocol/hub-protocol.js";
import { stringify } from "../protocol/json-protocol.js";
import { ProtocolError } from "../protocol/message.js";
import { MessageType } from "../protocol/message-type.js";
import { printable } from "../printable.js";
import { eventHeaders } from "./event-headers.js";
import type { ClientEvent, Upstream, UpstreamAnswer } from "./upstream.js";
import type { UpstreamTemplate } from "./upstream-settings.js";
import { callHandler } from "./upstream-handler.js";
import { expandUrlTemplate } from "./url-template.js";

const maxResponseBytes = 16 * 1024 * 1024;
const timeoutInMs = 100_000;

/** Types of the messages that tell an application that a client came or went; clients never see them. */
const ServerlessMessageType = { OpenConnection: 10, CloseConnection: 11 } as const;

/** An event that the upstream did not handle. The message is for the client. */
class EventFailed extends Error {
  override readonly name = "EventFailed";
  /** For the log, unless nothing is logged. */
  readonly line: string | undefined;
  readonly about: Parameters<Log>[1];

  constructor(message: string, line?: string, about?: Parameters<Log>[1]) {
    super(message);
    this.line = line;
    this.about = about;
  }
}

export interface WebhookOptions {
  /** Asked for each event, so that a changed settings file counts from the next event on. */
  readonly templates: () => readonly UpstreamTemplate[];
  readonly accessKeys: readonly string[];
  readonly fallback: Upstream;
  readonly log: Log;
  readonly activity: ActivityLog;
  /** What each request waits for. */
  readonly beforePost?: (() => Promise<void>) | undefined;
}

/** Sends events to the application's webhooks, as the service does in serverless mode. */
export class WebhookUpstream implements Upstream {
  readonly #options: WebhookOptions;

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  async notify(event: ClientEvent): Promise<void> {
    const template = matching(this.#options.templates(), event);
    if (template === undefined || event.category !== "connections") return;
    const message =
      event.event === "connected"
        ? { type: ServerlessMessageType.OpenConnection }
        : {
            type: ServerlessMessageType.CloseConnection,
            ...(event.error !== undefined && { error: event.error }),
          };
    try {
      const { response, trace } = await this.#post(
        template,
        event,
        "application/json",
        bytes(JSON.stringify(message)),
      );
      if (!response.ok) throw await refused(response, trace, event);
      await response.body?.cancel();
      trace.answered(response);
    } catch (error) {
      this.#contain(error);
    }
  }

  async invoke(event: Call, protocol: HubProtocol): Promise<UpstreamAnswer> {
    const template = matching(this.#options.templates(), event);
    if (template === undefined) return await this.#options.fallback.invoke(event, protocol);
    const { invocationId } = event;
    try {
      const body = await this.#call(template, event, protocol);
      // A stream is answered by the REST operations for streams.
      return invocationId === undefined || event.stream
        ? undefined
        : completionIn(body, { ...event, invocationId }, protocol);
    } catch (error) {
      const message = this.#contain(error);
      return invocationId === undefined
        ? undefined
        : protocol.encode({
            type: MessageType.Completion,
            invocationId,
            error: `Invocation failed, ${message}`,
          });
    }
  }

  /** @returns the whole body of a response that says success. @throws {EventFailed} */
  async #call(template: UpstreamTemplate, event: Call, protocol: HubProtocol): Promise<Buffer> {
    const type = protocol.binary ? "application/x-msgpack" : "application/json";
    const { response, trace } = await this.#post(template, event, type, bodyOf(event, protocol));
    if (response.status !== 200 && response.status !== 204) throw await refused(response, trace, event);
    let body: Buffer | undefined;
    try {
      body = await readUpTo(response, maxResponseBytes);
    } catch (error) {
      const reason = reasonOf(error);
      trace.failed(reason);
      throw new EventFailed(
        "error: the upstream's response was cut off",
        `The upstream's response to '${printable(event.event)}' was cut off: ${reason}`,
        "webhook",
      );
    }
    trace.answered(response, body);
    if (body === undefined) throw new EventFailed("response too large.");
    return body;
  }

  /** @throws {EventFailed} when there is no response. */
  async #post(
    { urlTemplate, handler }: UpstreamTemplate,
    event: ClientEvent,
    type: string,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<{ readonly response: Response; readonly trace: WebhookTrace }> {
    const url = expandUrlTemplate(urlTemplate, event);
    if (url === undefined)
      throw new EventFailed(
        "the target cannot be part of the upstream's URL",
        `'${printable(event.event)}' on '${event.hub}' was not posted because it would change the path of '${urlTemplate}'`,
      );
    const trace = traceWebhook(this.#options.activity, event, url, type, body);
    try {
      await this.#options.beforePost?.();
      const init: RequestInit = {
        method: "POST",
        headers: { ...eventHeaders(event, this.#options.accessKeys), "content-type": type },
        body,
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutInMs),
      };
      const response = await (handler === undefined ? fetch(url, init) : callHandler(handler, url, init));
      return { response, trace };
    } catch (error) {
      const reason = reasonOf(error);
      trace.failed(reason);
      throw new EventFailed(
        "status code 500",
        `The upstream did not accept '${printable(event.event)}': ${reason}`,
        "webhook",
      );
    }
  }

  /** Logs an event that was not handled. @returns what the client is told. @throws any other error. */
  #contain(error: unknown): string {
    if (!(error instanceof EventFailed)) throw error;
    if (error.line !== undefined) this.#options.log(error.line, error.about);
    return error.message;
  }
}

type Call = ClientEvent & { readonly category: "messages" };

async function refused(
  response: Response,
  trace: WebhookTrace,
  { event }: ClientEvent,
): Promise<EventFailed> {
  await response.body?.cancel();
  trace.answered(response);
  const { status } = response;
  return new EventFailed(
    `status code ${status}`,
    `The upstream responded with ${status} to '${printable(event)}'`,
    "webhook",
  );
}

/** The record for the client; without a body the call has no result. @throws {EventFailed} */
function completionIn(
  body: Buffer,
  { event, invocationId }: { readonly event: string; readonly invocationId: string },
  protocol: HubProtocol,
): Buffer {
  if (body.length === 0) return protocol.encode({ type: MessageType.Completion, invocationId });
  if (isCompletion(body, invocationId, protocol)) return body;
  throw new EventFailed(
    "the upstream's response is not a completion",
    `The upstream's response to '${printable(event)}' is not a completion of the '${protocol.name}' protocol`,
  );
}

/** The first template that matches the event. */
function matching(
  templates: readonly UpstreamTemplate[],
  { hub, category, event }: ClientEvent,
): UpstreamTemplate | undefined {
  return templates.find(
    (template) =>
      template.matchesHub(hub) && template.matchesCategory(category) && template.matchesEvent(event),
  );
}

/** The message as the hub protocol has it, without its frame. */
function bodyOf(event: Call, protocol: HubProtocol): Uint8Array<ArrayBuffer> {
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
