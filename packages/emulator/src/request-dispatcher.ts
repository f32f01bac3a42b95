import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { ActivityLog } from "./activity/activity-log.js";
import { type RequestTrace, traceRequest, untraced } from "./activity/request-trace.js";
import type { AllowedHosts } from "./allowed-hosts.js";
import { ConnectionsEndpoint } from "./connections-endpoint.js";
import { endSocket } from "./end-socket.js";
import { Inspector } from "./inspector/inspector.js";
import type { Log } from "./log.js";
import { type RequestTarget, splitTarget } from "./request-target.js";
import type { RestEndpoint } from "./rest/rest-endpoint.js";
import type { InFlight } from "./testing/in-flight.js";
import { ClientEndpoint } from "./transport/client-endpoint.js";

interface Endpoints {
  readonly clients: ClientEndpoint;
  readonly connections: ConnectionsEndpoint;
  readonly rest: RestEndpoint;
  readonly inspector: Inspector | undefined;
}

interface DispatcherOptions {
  readonly hosts: AllowedHosts;
  readonly activity: ActivityLog;
  readonly log: Log;
  readonly inFlight: InFlight;
}

const hostRefused = "This host name is not served here";

/** Hands each request to the endpoint that serves its path, unless it is addressed to a host that is not served. */
export class RequestDispatcher {
  readonly #endpoints: Endpoints;
  readonly #options: DispatcherOptions;

  constructor(endpoints: Endpoints, options: DispatcherOptions) {
    this.#endpoints = endpoints;
    this.#options = options;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const target = splitTarget(request.url ?? "/");
    // The page does not watch itself.
    const trace = this.#isOfPage(target) ? untraced : traceRequest(this.#options.activity, request);
    this.#serve(request, response, target, trace).catch((error: unknown) => {
      try {
        this.#options.log(`Request failed: ${String(error)}`);
        trace.answered(500, { reason: "The emulator failed; see its log" });
        if (!response.headersSent) response.writeHead(500);
        response.end();
      } catch {
        response.destroy();
      }
    });
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
    target: RequestTarget,
    trace: RequestTrace,
  ): Promise<void> {
    const { clients, connections, rest, inspector } = this.#endpoints;
    const { path } = target;
    // Without this check a web page could reach the emulator through a name that resolves to this machine.
    if (!this.#options.hosts.serve(request)) {
      trace.answered(421, { reason: hostRefused });
      response.writeHead(421, { "content-type": "text/plain" }).end(hostRefused);
    } else if (inspector !== undefined && this.#isOfPage(target))
      await inspector.handle(request, response, target);
    else if (ClientEndpoint.serves(path)) await clients.handle(request, response, target, trace);
    else if (ConnectionsEndpoint.serves(path)) await connections.handle(request, response);
    else await this.#options.inFlight.track(rest.handle(request, response, target, { trace }));
  }

  #isOfPage({ path }: RequestTarget): boolean {
    return this.#endpoints.inspector !== undefined && Inspector.serves(path);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    try {
      this.#upgrade(request, socket, head);
    } catch (error) {
      socket.destroy();
      this.#options.log(`Request failed: ${String(error)}`);
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const target = splitTarget(request.url ?? "/");
    const trace = traceRequest(this.#options.activity, request);
    if (!this.#options.hosts.serve(request)) {
      trace.answered(421, { reason: hostRefused });
      endSocket(socket, "HTTP/1.1 421 Misdirected Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    } else if (!ClientEndpoint.serves(target.path)) {
      trace.answered(404, { reason: "WebSocket clients connect to '/client/?hub=<hub>'" });
      endSocket(socket, "HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    } else this.#endpoints.clients.upgrade(request, socket, head, target, trace);
  }
}
