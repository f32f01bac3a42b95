import type { IncomingMessage, ServerResponse } from "node:http";
import { type RequestTrace, untraced } from "../activity/request-trace.js";
import { type Authenticator, bearerToken } from "../auth/authenticator.js";
import type { Log } from "../log.js";
import { readBody } from "../read-body.js";
import type { RequestTarget } from "../request-target.js";
import { type HubRegistry, effectiveHubName } from "../state/hub-registry.js";
import type { Faults } from "./faults.js";
import type { OperationHandler, OperationRequest, OperationResult, ServiceFacts } from "./operation.js";
import { operationHandlers } from "./operation-handlers.js";
import { type Parameters, readParameters } from "./parameters.js";
import { type RequestBody, mediaTypeOf } from "./payload.js";
import type { Query } from "./query.js";
import { RestError, badRequest, toRestError } from "./rest-error.js";
import { errorResult, writeResult } from "./rest-response.js";
import type { Route } from "./route-table.js";
import { type ResolvedRoute, RoutesByVersion } from "./routes-by-version.js";

const maxBodyBytes = 1024 * 1024;
const maxUriLength = 12 * 1024;

/** A request on its way through the stages. */
interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: RequestTarget;
  readonly trace: RequestTrace;
  /** Whether it is known already that the caller may do everything. */
  readonly authenticated: boolean;
}

interface RestEndpointOptions {
  readonly hubs: HubRegistry;
  readonly authenticator: Authenticator;
  readonly service: ServiceFacts;
  readonly faults: Faults;
  readonly log: Log;
  /** Default: those of the documents. */
  readonly routes?: RoutesByVersion;
}

/** Everything under `/api`: from the request to the operation, and from its result to the response. */
export class RestEndpoint {
  readonly #options: RestEndpointOptions;
  readonly #routes: RoutesByVersion;
  readonly #supportedVersions: string;

  constructor(options: RestEndpointOptions) {
    this.#options = options;
    this.#routes = options.routes ?? new RoutesByVersion();
    this.#supportedVersions = this.#routes.accepted.join(", ");
  }

  /** @param options.authenticated Whether it is known already that the caller may do everything. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    target: RequestTarget,
    options: { readonly trace?: RequestTrace; readonly authenticated?: boolean } = {},
  ): Promise<void> {
    const { trace = untraced, authenticated = false } = options;
    const call: Call = { request, response, target, trace, authenticated };
    try {
      const result = await this.#run(call);
      if (result !== undefined) this.#write(call, result);
    } catch (error) {
      this.#refuse(call, error);
    }
  }

  /** @returns undefined when a fault has dealt with the request. */
  async #run(call: Call): Promise<OperationResult | undefined> {
    const { request, response, trace } = call;
    const resolved = this.#resolve(call);
    const { route, pathParameters, query } = resolved;
    trace.routed(route.operationId, pathParameters.get("hub")?.toLowerCase());
    if (route.secured) this.#authorize(call, resolved);
    const { faults } = this.#options;
    if (faults.any && (await faults.apply(route.operationId, request, response, trace))) return undefined;
    const parameters = readParameters(route, pathParameters, query);
    const body = await readRequestBody(call, route);
    const handler = handlerOf(route);
    const operation = this.#operationRequest(call, route, parameters, body);
    return await trace.running(() => handler(operation));
  }

  /** The operation that the request asks for. @throws {RestError} 404, 405, 414 */
  #resolve({ request: { method = "" }, target }: Call): ResolvedRoute {
    if (target.raw.length > maxUriLength)
      throw new RestError(
        414,
        "Error.Request.UriTooLong",
        `The URL is longer than ${maxUriLength} characters`,
      );
    const resolved = this.#routes.resolve(method, target);
    if (resolved === undefined) throw this.#noOperation(method, target.path);
    if ("allow" in resolved)
      throw new RestError(405, "Error.Request.MethodNotAllowed", `The method must be ${resolved.allow}`, {
        headers: { allow: resolved.allow },
      });
    return resolved;
  }

  #noOperation(method: string, path: string): RestError {
    const versions = this.#routes.versionsOf(method, path);
    const where =
      versions.length === 0
        ? "check the path and the endpoint"
        : `api-version ${versions.join(", ")} ${versions.length === 1 ? "has" : "have"} it`;
    // No x-ms-error-code: a caller tells a wrong address from an absent connection, group or user by it.
    return new RestError(404, "", `There is no such operation; ${where}`);
  }

  /** @throws {Unauthorized} @throws {RestError} 400 for a version that is not accepted. */
  #authorize({ request, target, authenticated }: Call, { isLegacy, query }: ResolvedRoute): void {
    if (!authenticated)
      this.#options.authenticator.authenticate(bearerToken(request.headers.authorization), {
        path: target.path,
      });
    if (!isLegacy) this.#checkVersion(query);
  }

  #checkVersion(query: Query): void {
    const [version, ...more] = query.get("api-version") ?? [];
    if (version !== undefined && more.length === 0 && this.#routes.accepted.includes(version)) return;
    const problem =
      version === undefined ? "The query needs an api-version" : "The specified API version is not supported";
    throw badRequest(`${problem}: use one of ${this.#supportedVersions}`, "api-version");
  }

  #operationRequest(
    { request, target, trace }: Call,
    { operationId }: Route,
    parameters: Parameters,
    body: RequestBody | undefined,
  ): OperationRequest {
    const { hubs, service } = this.#options;
    const { hub = "", application = "" } = parameters;
    const hubName = effectiveHubName(String(hub), String(application));
    const { host, accept } = request.headers;
    trace.routed(operationId, hubName);
    const operation = {
      hub: hubs.get(hubName),
      parameters,
      query: target.query,
      path: target.path,
      origin: host === undefined ? service.url : `http://${host}`,
      accept,
      body,
      service,
      trace,
    };
    // The declared schemas were checked; the types of the operation are generated from the same ones.
    return operation as OperationRequest;
  }

  #refuse(call: Call, error: unknown): void {
    const refusal = toRestError(error);
    if (!isGone(call.response)) {
      if (refusal.status >= 500 && refusal.status !== 501)
        this.#options.log(`Request failed: ${String(error)}`);
      if (refusal.status === 401) this.#options.log(`401: ${refusal.message}`, "request");
    }
    this.#write(call, errorResult(refusal), refusal.message);
  }

  #write({ request, response, trace }: Call, result: OperationResult, reason?: string): void {
    if (isGone(response)) trace.cut("The caller disconnected before the response");
    else
      writeResult(request, response, result, { supportedVersions: this.#supportedVersions, trace, reason });
  }
}

/** Whether there is no one to respond to, or a response went out already. */
function isGone(response: ServerResponse): boolean {
  return response.headersSent || response.destroyed;
}

/** @throws {RestError} 501 */
function handlerOf({ operationId }: Route): OperationHandler {
  const handler = operationHandlers[operationId] as OperationHandler | undefined;
  if (handler === undefined)
    throw new RestError(
      501,
      "NotImplemented",
      `Operation '${operationId}' is not implemented by the emulator`,
    );
  return handler;
}

/** @throws {BodyTooLarge} @throws {RestError} 400 without a body that is required, 415 */
async function readRequestBody({ request, trace }: Call, route: Route): Promise<RequestBody | undefined> {
  const bytes = await readBody(request, maxBodyBytes);
  trace.readBody(request.headers["content-type"], bytes);
  if (route.body === undefined || (bytes.length === 0 && !route.body.required)) return undefined;
  const accepted = Object.keys(route.body.content);
  const mediaType = mediaTypeOf(request.headers["content-type"], accepted);
  if (bytes.length === 0) throw badRequest(`The request needs a body, as ${accepted.join(" or ")}`, "body");
  return { mediaType, bytes };
}
