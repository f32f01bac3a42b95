import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestTrace } from "../activity/request-trace.js";
import { type Authenticator, Unauthorized, bearerToken } from "../auth/authenticator.js";
import type { Log } from "../log.js";
import { BodyTooLarge, readBody } from "../read-body.js";
import { type HubRegistry, effectiveHubName } from "../state/hub-registry.js";
import type { Faults } from "./faults.js";
import type { OperationHandlers, OperationRequest, OperationResult, ServiceFacts } from "./operation.js";
import { commandOperations } from "./operations/commands.js";
import { connectionOperations } from "./operations/connections.js";
import { groupOperations } from "./operations/groups.js";
import { messageOperations } from "./operations/messages.js";
import { streamOperations } from "./operations/streams.js";
import { tokenOperations } from "./operations/tokens.js";
import { userOperations } from "./operations/users.js";
import { type Query, readQuery } from "./query.js";
import { readParameters, stringParameter } from "./parameters.js";
import { type RequestBody, mediaTypeOf } from "./payload.js";
import { currentPath, isLegacyPath } from "./legacy-path.js";
import { RestError } from "./rest-error.js";
import type { Route } from "./route-table.js";
import { RoutesByVersion } from "./routes-by-version.js";

const maxBodyBytes = 1024 * 1024;
const maxUriLength = 12 * 1024;

/** What is implemented. An operation of the document that is missing here answers 501. */
export const operationHandlers: OperationHandlers = {
  ...messageOperations,
  ...connectionOperations,
  ...groupOperations,
  ...userOperations,
  ...streamOperations,
  ...tokenOperations,
  ...commandOperations,
};

/** Everything under `/api`: from the request to the operation, and from its result to the response. */
export class RestEndpoint {
  readonly #routes: RoutesByVersion;
  readonly #supportedVersions: string;
  readonly #hubs: HubRegistry;
  readonly #authenticator: Authenticator;
  readonly #service: ServiceFacts;
  readonly #faults: Faults;
  readonly #log: Log;

  constructor(options: {
    readonly hubs: HubRegistry;
    readonly authenticator: Authenticator;
    readonly service: ServiceFacts;
    readonly faults: Faults;
    readonly log: Log;
    /** Default: those of the documents. */
    readonly routes?: RoutesByVersion;
  }) {
    this.#routes = options.routes ?? new RoutesByVersion();
    this.#supportedVersions = this.#routes.accepted.join(", ");
    this.#hubs = options.hubs;
    this.#authenticator = options.authenticator;
    this.#service = options.service;
    this.#faults = options.faults;
    this.#log = options.log;
  }

  /**
   * @param target Path and query as they stand in the request line.
   * @param options.authenticated Whether it is known already that the caller may do everything.
   */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    target: string,
    options: { readonly trace?: RequestTrace | undefined; readonly authenticated?: boolean } = {},
  ): Promise<void> {
    const { trace, authenticated = false } = options;
    try {
      const result = await this.#run(request, response, target, trace, authenticated);
      if (result !== undefined) this.#writeResult(request, response, result, trace);
    } catch (error) {
      this.#writeError(request, response, error, trace);
    }
  }

  async #run(
    request: IncomingMessage,
    response: ServerResponse,
    target: string,
    trace: RequestTrace | undefined,
    authenticated: boolean,
  ): Promise<OperationResult | undefined> {
    if (target.length > maxUriLength) {
      throw new RestError(
        414,
        "Error.Request.UriTooLong",
        `The URL is longer than ${maxUriLength} characters`,
      );
    }
    const queryStart = target.indexOf("?");
    const path = queryStart === -1 ? target : target.slice(0, queryStart);
    const legacy = isLegacyPath(path);
    const query = queryStart === -1 ? "" : target.slice(queryStart + 1);
    const given = readQuery(query);
    const { method = "" } = request;
    const currentTarget = legacy ? currentPath(path, method) : path;
    const version = legacy ? this.#routes.oldest : given.get("api-version")?.[0];
    const match = this.#routes.match(method, currentTarget, version);
    if (match === undefined) {
      const versions = this.#routes.versionsOf(method, currentTarget);
      const where =
        versions.length === 0
          ? "check the path and the endpoint"
          : `api-version ${versions.join(", ")} ${versions.length === 1 ? "has" : "have"} it`;
      // No x-ms-error-code: a caller tells a wrong address from an absent connection, group or user by it.
      throw new RestError(404, "", `There is no such operation; ${where}`);
    }
    if ("allow" in match) {
      throw new RestError(405, "Error.Request.MethodNotAllowed", `The method must be ${match.allow}`, {
        headers: { allow: match.allow },
      });
    }
    const { route, pathParameters } = match;
    trace?.routed(route.operationId, pathParameters.get("hub")?.toLowerCase());
    if (route.secured) {
      if (!authenticated)
        this.#authenticator.authenticate(bearerToken(request.headers.authorization), { path });
      if (!legacy) this.#checkVersion(given);
    }
    if (this.#faults.any && (await this.#faults.apply(route.operationId, request, response, trace)))
      return undefined;
    const parameters = readParameters(route, pathParameters, given);
    const body = await readRequestBody(request, route, trace);
    const handler = operationHandlers[route.operationId];
    if (handler === undefined) {
      throw new RestError(
        501,
        "NotImplemented",
        `Operation '${route.operationId}' is not implemented by the emulator`,
      );
    }
    const hub = stringParameter(parameters, "hub") ?? "";
    const hubName = effectiveHubName(hub, stringParameter(parameters, "application"));
    trace?.routed(route.operationId, hubName);
    const operation: OperationRequest = {
      hub: this.#hubs.get(hubName),
      parameters,
      query,
      path,
      origin: request.headers.host === undefined ? this.#service.url : `http://${request.headers.host}`,
      accept: request.headers.accept,
      body,
      service: this.#service,
      trace,
    };
    return await (trace === undefined ? handler(operation) : trace.running(() => handler(operation)));
  }

  #checkVersion(query: Query): void {
    const { accepted } = this.#routes;
    const [version, ...more] = query.get("api-version") ?? [];
    if (version !== undefined && more.length === 0 && accepted.includes(version)) return;
    const problem =
      version === undefined ? "The query needs an api-version" : "The specified API version is not supported";
    throw new RestError(400, "Error.Request.Invalid", `${problem}: use one of ${this.#supportedVersions}`, {
      target: "api-version",
    });
  }

  #writeError(
    request: IncomingMessage,
    response: ServerResponse,
    error: unknown,
    trace: RequestTrace | undefined,
  ): void {
    if (response.headersSent || response.destroyed) {
      trace?.cut("The caller went away before the answer");
      return;
    }
    const refusal = toRestError(error);
    if (refusal.status >= 500 && refusal.status !== 501) this.#log(`Request failed: ${String(error)}`);
    if (refusal.status === 401) this.#log(`401: ${refusal.message}`, "request");
    this.#writeResult(
      request,
      response,
      {
        status: refusal.status,
        ...(refusal.code !== "" && { errorCode: refusal.code }),
        headers: refusal.headers,
        body: {
          code: refusal.code === "" ? "NotFound" : refusal.code,
          message: refusal.message,
          ...(refusal.target !== undefined && { target: refusal.target }),
        },
      },
      trace,
      refusal.message,
    );
  }

  #writeResult(
    request: IncomingMessage,
    response: ServerResponse,
    result: OperationResult,
    trace: RequestTrace | undefined,
    reason?: string,
  ): void {
    if (response.destroyed) {
      trace?.cut("The caller went away before the answer");
      return;
    }
    const { status, errorCode } = result;
    const body = result.body ?? (errorCode === undefined ? undefined : absence(errorCode));
    const text = result.json ?? (body === undefined ? undefined : JSON.stringify(body));
    traceAnswer(trace, result, text, reason);
    const headers = ["api-supported-versions", this.#supportedVersions];
    if (errorCode !== undefined) headers.push("x-ms-error-code", errorCode);
    for (const [name, value] of Object.entries(result.headers ?? {})) headers.push(name, value);
    // An answer to HEAD is declared without a body, so nothing speaks of one: a validating proxy would miss it.
    const content = result.bytes ?? text;
    if (content === undefined || request.method === "HEAD") {
      if (status !== 204) headers.push("content-length", "0");
      response.writeHead(status, headers).end();
      return;
    }
    headers.push(
      "content-type",
      typeof content === "string" ? "application/json; charset=utf-8" : "application/octet-stream",
    );
    headers.push("content-length", String(Buffer.byteLength(content)));
    response.writeHead(status, headers).end(content);
  }
}

async function readRequestBody(
  request: IncomingMessage,
  route: Route,
  trace: RequestTrace | undefined,
): Promise<RequestBody | undefined> {
  const bytes = await readBody(request, maxBodyBytes);
  trace?.readBody(request.headers["content-type"], bytes);
  if (route.body === undefined || (bytes.length === 0 && !route.body.required)) return undefined;
  const mediaType = mediaTypeOf(request.headers["content-type"], Object.keys(route.body.content));
  return bytes.length === 0 ? undefined : { mediaType, bytes };
}

function toRestError(error: unknown): RestError {
  if (error instanceof RestError) return error;
  if (error instanceof Unauthorized) {
    return new RestError(401, "Error.Request.Unauthorized", error.message, {
      headers: { "www-authenticate": error.challenge },
    });
  }
  if (error instanceof BodyTooLarge)
    return new RestError(413, "Error.Request.TooLarge", error.message, { target: "body" });
  return new RestError(500, "Error.Unknown.Unknown", "The emulator failed; its log says why");
}

/** The detail of a check that found nothing; HEAD has no room for it, GET in its place has. */
function absence(code: string): { readonly code: string; readonly message: string } {
  return { code, message: "What the request asks for is not there" };
}

/** What is not there has no message of its own; its code says what was asked for. */
function traceAnswer(
  trace: RequestTrace | undefined,
  result: OperationResult,
  json: string | undefined,
  message: string | undefined,
): void {
  const reason = message ?? result.errorCode;
  trace?.answered(result.status, {
    ...(reason !== undefined && { reason }),
    ...(json !== undefined && { json }),
  });
}
