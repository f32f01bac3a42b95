import type { ActivityBody, WebhookActivity } from "./activity.js";
import { bodyOfBytes } from "./activity-body.js";
import type { ActivityLog } from "./activity-log.js";
import { hideSecrets } from "./hide-secrets.js";

type TracedEvent = Pick<WebhookActivity, "hub" | "event" | "connectionId">;

/** One request to a webhook, recorded once its outcome is known. */
export interface WebhookTrace {
  answered(response: Response, body?: Uint8Array): void;
  failed(reason: string): void;
}

const untraced: WebhookTrace = { answered() {}, failed() {} };

/** @returns a trace that does nothing while the log does not listen. */
export function traceWebhook(
  log: ActivityLog,
  event: TracedEvent,
  url: string,
  contentType: string,
  body: Uint8Array,
): WebhookTrace {
  return log.listening ? new RecordingTrace(log, event, url, contentType, body) : untraced;
}

class RecordingTrace implements WebhookTrace {
  readonly #log: ActivityLog;
  readonly #event: TracedEvent;
  readonly #url: string;
  readonly #requestBody: ActivityBody | undefined;
  readonly #startedAt = performance.now();

  constructor(log: ActivityLog, event: TracedEvent, url: string, contentType: string, body: Uint8Array) {
    this.#log = log;
    this.#event = event;
    this.#url = hideSecrets(url);
    this.#requestBody = bodyOfBytes(contentType, body);
  }

  answered(response: Response, body?: Uint8Array): void {
    const { status } = response;
    const responseBody =
      body === undefined ? undefined : bodyOfBytes(response.headers.get("content-type") ?? undefined, body);
    this.#end({
      status,
      ...(status >= 300 && { reason: `The upstream responded with ${status}` }),
      ...(responseBody !== undefined && { responseBody }),
    });
  }

  failed(reason: string): void {
    this.#end({ reason: `The upstream did not accept the event: ${reason}` });
  }

  #end(outcome: {
    readonly status?: number;
    readonly reason?: string;
    readonly responseBody?: ActivityBody;
  }): void {
    const { hub, event, connectionId } = this.#event;
    this.#log.record({
      kind: "webhook",
      hub,
      event,
      connectionId,
      url: this.#url,
      durationMs: performance.now() - this.#startedAt,
      ...(this.#requestBody !== undefined && { requestBody: this.#requestBody }),
      ...outcome,
    });
  }
}
