import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ActivityLog } from "../activity/activity-log.js";
import { type RequestTarget, splitTarget } from "../request-target.js";
import { refusal } from "./access.js";
import { operationViews } from "./call-arguments.js";
import { Feed } from "./feed.js";
import { isPageFile, pageFile, pageHeaders } from "./page-files.js";
import type { InspectedState } from "./state-view.js";

const prefix = "/inspector";
const maxFeeds = 32;

/**
 * The inspector: a page at `/` with what it loads, a stream of what is there and what happens, and the REST API for the
 * page. The page itself holds nothing; stream and REST API want the token.
 */
export class Inspector {
  readonly #url: string;
  readonly #token: string;
  readonly #now: () => number;
  readonly #state: InspectedState;
  readonly #activity: ActivityLog;
  readonly #rest: (
    request: IncomingMessage,
    response: ServerResponse,
    target: RequestTarget,
  ) => Promise<void>;
  readonly #instance = randomBytes(8).toString("hex");
  readonly #feeds = new Set<Feed>();

  constructor(options: {
    /** Origin of the emulator. */
    readonly url: string;
    readonly token: string;
    readonly now: () => number;
    readonly state: InspectedState;
    readonly activity: ActivityLog;
    /** Answers a request of the page as the REST API does, but without asking for a token of the service. */
    readonly rest: (
      request: IncomingMessage,
      response: ServerResponse,
      target: RequestTarget,
    ) => Promise<void>;
  }) {
    this.#url = options.url;
    this.#token = options.token;
    this.#now = options.now;
    this.#state = options.state;
    this.#activity = options.activity;
    this.#rest = options.rest;
  }

  static serves(path: string): boolean {
    return path === "/" || path.startsWith(`${prefix}/`);
  }

  /** Where a person opens the page. */
  get pageUrl(): string {
    return `${this.#url}/?token=${this.#token}`;
  }

  async handle(request: IncomingMessage, response: ServerResponse, target: RequestTarget): Promise<void> {
    const { path, query } = target;
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
    if (isPageFile(path)) {
      await this.#sendFile(request, response, path);
      return;
    }
    const refused = refusal(request, this.#token);
    if (refused !== undefined) answer(request, response, refused.status, refused.message);
    else if (path.startsWith(`${prefix}/api/`))
      await this.#rest(request, response, splitTarget(target.raw.slice(prefix.length)));
    else if (path !== `${prefix}/stream`) answer(request, response, 404, "There is nothing here");
    else if (request.method !== "GET") answer(request, response, 405, "The method must be GET");
    else if (this.#feeds.size >= maxFeeds)
      answer(request, response, 429, `The inspector is open in ${maxFeeds} pages already; close one of them`);
    else this.#stream(response, new URLSearchParams(query));
  }

  /** Ends what is open. */
  close(): void {
    for (const feed of this.#feeds) feed.end();
    this.#feeds.clear();
  }

  async #sendFile(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      answer(request, response, 405, "The method must be GET");
      return;
    }
    const file = await pageFile(path);
    if (file === undefined) return;
    response.writeHead(200, { "content-type": file.contentType, "content-length": file.content.length });
    response.end(request.method === "HEAD" ? undefined : file.content);
  }

  #stream(response: ServerResponse, query: URLSearchParams): void {
    const known = query.get("instance") === this.#instance ? Number(query.get("after")) : 0;
    const feed = new Feed(response, {
      start: {
        kind: "start",
        instance: this.#instance,
        url: this.#url,
        now: this.#now(),
        operations: operationViews(),
      },
      state: this.#state,
      activity: this.#activity,
      after: Number.isSafeInteger(known) ? known : 0,
    });
    this.#feeds.add(feed);
    response.on("close", () => {
      feed.end();
      this.#feeds.delete(feed);
    });
  }
}

function answer(request: IncomingMessage, response: ServerResponse, status: number, message: string): void {
  request.resume();
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(request.method === "HEAD" ? undefined : JSON.stringify({ message }));
}
