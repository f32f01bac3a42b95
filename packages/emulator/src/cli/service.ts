import { type KeyObject, createSecretKey } from "node:crypto";
import { apiVersion } from "../../generated/index.js";
import { wellKnownAccessKey } from "../auth/access-keys.js";
import { signToken } from "../auth/sign-token.js";
import type { ConnectionListing } from "../connections-endpoint.js";
import { CommandFailed, UsageError } from "./command.js";
import { readPort } from "./start-options.js";

export const connectionOptions = {
  "connection-string": { type: "string" },
  port: { type: "string", short: "p" },
} as const;

/** The service that a command talks to. @throws {UsageError} */
export function serviceFor(values: {
  readonly "connection-string"?: string | undefined;
  readonly port?: string | undefined;
}): Service {
  const { "connection-string": given, port } = values;
  if (given !== undefined && port !== undefined)
    throw new UsageError("--connection-string and --port exclude each other");
  return new Service(
    given ??
      `Endpoint=http://127.0.0.1:${port === undefined ? 8888 : readPort(port)};AccessKey=${wellKnownAccessKey};Version=1.0;`,
  );
}

/** A service that is running elsewhere: the emulator, or Azure SignalR Service itself. */
export class Service {
  readonly endpoint: string;
  readonly #accessKey: KeyObject;

  /** @throws {UsageError} that names the part that is missing, never its value. */
  constructor(connectionString: string) {
    const parts = new Map(
      connectionString.split(";").map((part): [string, string] => {
        const end = part.indexOf("=");
        return [part.slice(0, end).trim().toLowerCase(), part.slice(end + 1).trim()];
      }),
    );
    const endpoint = parts.get("endpoint") ?? "";
    const port = parts.get("port");
    if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
      throw new UsageError("The connection string needs an Endpoint that is an http or https URL");
    const accessKey = parts.get("accesskey") ?? "";
    if (accessKey === "") throw new UsageError("The connection string needs an AccessKey");
    this.#accessKey = createSecretKey(accessKey, "utf8");
    const url = new URL(endpoint);
    if (port !== undefined) url.port = port;
    this.endpoint = url.origin;
  }

  /**
   * Calls the REST API.
   *
   * @param path Encoded, from `/api` on.
   * @throws {CommandFailed} when nothing answers, or the answer is a refusal.
   */
  async call(
    method: "POST" | "DELETE" | "GET",
    path: string,
    options: { readonly query?: URLSearchParams; readonly body?: unknown } = {},
  ): Promise<unknown> {
    const query = new URLSearchParams(options.query);
    query.set("api-version", apiVersion);
    const response = await this.#fetch(method, path, `?${query.toString()}`, options.body);
    const text = await response.text();
    if (!response.ok) throw new CommandFailed(refusal(response, text));
    return text === "" ? undefined : JSON.parse(text);
  }

  /** Every connection of the emulator; undefined where the service has no such list. @throws {CommandFailed} */
  async connections(): Promise<readonly ConnectionListing[] | undefined> {
    const response = await this.#fetch("GET", "/emulator/connections", "");
    if (response.status === 404) return undefined;
    const text = await response.text();
    if (!response.ok) throw new CommandFailed(refusal(response, text));
    const { value } = JSON.parse(text) as { readonly value: readonly ConnectionListing[] };
    return value;
  }

  async #fetch(method: string, path: string, query: string, body?: unknown): Promise<Response> {
    const now = Math.floor(Date.now() / 1000);
    const claims = { aud: `${this.endpoint}${path}`, iat: now, exp: now + 300 };
    try {
      return await fetch(`${this.endpoint}${path}${query}`, {
        method,
        headers: {
          authorization: `Bearer ${signToken(claims, this.#accessKey)}`,
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: "manual",
      });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const code: unknown = cause instanceof Error ? Reflect.get(cause, "code") : undefined;
      throw new CommandFailed(
        code === "ECONNREFUSED"
          ? `Nothing listens at ${this.endpoint}; start the emulator with 'signalr-emulator start', or name another one with --port or --connection-string`
          : `${this.endpoint} cannot be reached (${typeof code === "string" ? code : String(cause)})`,
        { cause: error },
      );
    }
  }
}

function refusal(response: Response, text: string): string {
  const { status } = response;
  const challenge = response.headers.get("www-authenticate") ?? "";
  const [, described] = /error_description="([^"]*)"/.exec(challenge) ?? [];
  const why = messageIn(text) ?? described ?? response.statusText;
  const hint = status === 401 ? "; a service with its own key needs --connection-string" : "";
  return `${status}: ${why}${hint}`;
}

function messageIn(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const message: unknown =
      typeof value === "object" && value !== null ? Reflect.get(value, "message") : undefined;
    return typeof message === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}
