import type { HubMessage } from "../protocol/message.js";
import type { OutboundMessage } from "../protocol/outbound-message.js";
import type { OperationId } from "../../generated/index.js";
import type { HubMember } from "../state/hub-member.js";
import type { ActivityBody, NewActivity } from "./activity.js";
import { bodyNotShown, bodyOfBytes, bodyOfText } from "./activity-body.js";
import type { ActivityLog } from "./activity-log.js";
import { hideSecrets } from "./hide-secrets.js";
import { messageActivity, receiversOf } from "./message-activity.js";

const secretAnswers: ReadonlySet<string> = new Set<OperationId>(["generateClientToken", "getAccessKey"]);

/** Collects what there is to say of one request, and records it once it is answered. */
export interface RequestTrace {
  /** It is known what the request asks for. */
  routed(operationId: OperationId | undefined, hub: string | undefined): void;
  readBody(contentType: string | undefined, bytes: Uint8Array): void;
  /** A message went to members of the hub. @param to Whom it is for, in words. */
  sent(message: OutboundMessage, to: string, members: readonly HubMember[]): void;
  /** A client answered what the request asked it. */
  received(message: HubMessage, from: Pick<HubMember, "id" | "userId">): void;
  /** Runs the operation. What it does is told after the request, unless the answer has to be waited for. */
  running<T>(operation: () => T | Promise<T>): T | Promise<T>;
  /** The answer, told before it goes out: a caller who has it may rely on its being recorded. */
  answered(
    status: number,
    options: { readonly reason?: string | undefined; readonly json?: string | undefined },
  ): void;
  /** Negotiate succeeded: its answer holds the connection token. */
  negotiated(json: string): void;
  /** The connection ended without an answer. */
  cut(reason: string): void;
}

/** Of a request that the log does not want to know about. */
export const untraced: RequestTrace = {
  routed() {},
  readBody() {},
  sent() {},
  received() {},
  running: (operation) => operation(),
  answered() {},
  negotiated() {},
  cut() {},
};

/** @param url Path and query as they stand in the request line. */
export function traceRequest(
  log: ActivityLog,
  { method = "", url = "/" }: { readonly method?: string | undefined; readonly url?: string | undefined },
): RequestTrace {
  return log.listening ? new RecordingTrace(log, method, url) : untraced;
}

class RecordingTrace implements RequestTrace {
  readonly #log: ActivityLog;
  readonly #method: string;
  readonly #path: string;
  readonly #startedAt = performance.now();
  #operationId: OperationId | undefined;
  #hub: string | undefined;
  #requestBody: ActivityBody | undefined;
  readonly #effects: NewActivity[] = [];
  #ended = false;

  constructor(log: ActivityLog, method: string, url: string) {
    this.#log = log;
    this.#method = method;
    this.#path = hideSecrets(url);
  }

  routed(operationId: OperationId | undefined, hub: string | undefined): void {
    this.#operationId = operationId;
    if (hub !== undefined && hub !== "") this.#hub = hub;
  }

  readBody(contentType: string | undefined, bytes: Uint8Array): void {
    this.#requestBody = bodyOfBytes(contentType, bytes);
  }

  sent(message: OutboundMessage, to: string, members: readonly HubMember[]): void {
    const hub = this.#hub ?? "";
    const { message: decoded } = message;
    const described =
      decoded === undefined
        ? ({ kind: "message", hub, direction: "toClients", type: "invocation" } as const)
        : messageActivity(hub, "toClients", decoded);
    if (described === undefined) return;
    const activity: NewActivity = {
      ...described,
      to,
      ...receiversOf(members),
      ...(this.#operationId !== undefined && { operationId: this.#operationId }),
    };
    this.#log.record(activity);
  }

  received(message: HubMessage, { id, userId }: Pick<HubMember, "id" | "userId">): void {
    const described = messageActivity(this.#hub ?? "", "fromClient", message);
    if (described === undefined) return;
    this.#log.record({ ...described, connectionId: id, ...(userId !== undefined && { userId }) });
  }

  running<T>(operation: () => T | Promise<T>): T | Promise<T> {
    const result = this.#log.hold(this.#effects, operation);
    if (result instanceof Promise) this.#tellEffects();
    return result;
  }

  answered(
    status: number,
    options: { readonly reason?: string | undefined; readonly json?: string | undefined },
  ): void {
    const { reason, json } = options;
    const contentType = "application/json";
    const responseBody =
      json === undefined
        ? undefined
        : secretAnswers.has(this.#operationId ?? "") && status < 400
          ? bodyNotShown(contentType, Buffer.byteLength(json))
          : bodyOfText(contentType, json);
    this.#end({
      status,
      ...(reason !== undefined && { reason }),
      ...(responseBody !== undefined && { responseBody }),
    });
  }

  negotiated(json: string): void {
    this.#end({ status: 200, responseBody: bodyNotShown("application/json", Buffer.byteLength(json)) });
  }

  cut(reason: string): void {
    this.#end({ reason });
  }

  #end(outcome: {
    readonly status?: number;
    readonly reason?: string;
    readonly responseBody?: ActivityBody;
  }): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#log.record({
      kind: "request",
      method: this.#method,
      path: this.#path,
      ...(this.#operationId !== undefined && { operationId: this.#operationId }),
      ...(this.#hub !== undefined && { hub: this.#hub }),
      durationMs: performance.now() - this.#startedAt,
      ...(this.#requestBody !== undefined && { requestBody: this.#requestBody }),
      ...outcome,
    });
    this.#tellEffects();
  }

  #tellEffects(): void {
    for (const effect of this.#effects.splice(0)) this.#log.record(effect);
  }
}
