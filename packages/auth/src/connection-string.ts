import { assertAccessKey } from "./access-key.js";
import { baseUrlOf, parseEndpoint } from "./endpoint.js";
import { isSignalRAuthError, SignalRAuthError } from "./errors.js";

/** How the holder of a connection string proves who it is. */
export type AuthType = "accessKey" | "azure" | "azure.msi" | "azure.app" | "aad";

/**
 * The parts of a connection string.
 *
 * `accessKey` and `clientSecret` can be read but are not enumerable: `JSON.stringify`, `console.log` and
 * object spread leave them out, so that a logged connection string does not leak them.
 */
export interface ConnectionString {
  /** Address of the service, without a trailing slash. A port written inside it is part of every audience. */
  readonly endpoint: string;
  /** Port to connect to instead of the one in `endpoint`. Never part of an audience. */
  readonly port?: number;
  /** Address that clients are sent to, for example a gateway. */
  readonly clientEndpoint?: string;
  /** Address that REST calls are sent to, for example a gateway. Never part of an audience. */
  readonly serverEndpoint?: string;
  /** `Version`, such as `1.0`; `1.0` where the string names none. */
  readonly version: string;
  /** `AuthType`; `accessKey` where the string names none. */
  readonly authType: AuthType;
  /** A secret. Present unless `authType` names Microsoft Entra. Not enumerable. */
  readonly accessKey?: string;
  /** Application of Microsoft Entra, or a user-assigned identity. */
  readonly clientId?: string;
  /** Tenant of Microsoft Entra. */
  readonly tenantId?: string;
  /** A secret of the Microsoft Entra application. Not enumerable. */
  readonly clientSecret?: string;
  /** Path of a certificate file. Written `ClientCert` or `ClientCertPath`. */
  readonly clientCert?: string;
}

const entraTypes: ReadonlySet<string> = new Set(["azure", "azure.msi", "azure.app", "aad"]);

/** Names as they are written, by their lower-case form. */
const properties: ReadonlyMap<string, string> = new Map(
  [
    "Endpoint",
    "Port",
    "Version",
    "AccessKey",
    "ClientEndpoint",
    "ServerEndpoint",
    "AuthType",
    "ClientId",
    "TenantId",
    "ClientSecret",
    "ClientCert",
    "ClientCertPath",
  ].map((name) => [name.toLowerCase(), name]),
);

function invalid(message: string): SignalRAuthError {
  return new SignalRAuthError("connection-string-invalid", message);
}

/**
 * Reads a connection string of Azure SignalR Service.
 *
 * Keys are case-insensitive, unknown keys are ignored, a value may contain `=`, and spaces around keys and values do
 * not count. `Version` defaults to `1.0`. Grammar: Azure/azure-signalr, `ConnectionStringParser.cs`.
 *
 * @param text For example `Endpoint=https://contoso.service.signalr.net;AccessKey=…;Version=1.0;`
 * @throws {SignalRAuthError} `connection-string-invalid`; the message names the key and the rule, never the value.
 *
 * @example
 * ```ts
 * import { parseConnectionString } from "@x/auth";
 *
 * const { endpoint, port } = parseConnectionString(
 *   "Endpoint=http://localhost;Port=8888;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;",
 * );
 * console.log(endpoint, port); // http://localhost 8888
 * ```
 */
export function parseConnectionString(text: string): ConnectionString {
  const values = splitProperties(text);

  const endpoint = readUrl(values, "Endpoint");
  if (endpoint === undefined) {
    throw invalid("The connection string has no Endpoint; add Endpoint=https://<name>.service.signalr.net");
  }
  const version = values.get("version") ?? "1.0";
  if (!/^1\.\d+(?:[\w.-]+)?$/.test(version)) {
    throw invalid("Version in the connection string is not supported; expected 1.0 or another 1.x");
  }
  const authType = readAuthType(values.get("authtype"));
  const accessKey = values.get("accesskey");
  if (authType === "accessKey") {
    if (accessKey === undefined || accessKey === "") {
      throw invalid(
        "The connection string has no AccessKey; add AccessKey=…, or AuthType=azure to use Microsoft Entra",
      );
    }
    assertInConnectionString(() => assertAccessKey(accessKey, "AccessKey in the connection string"));
  }
  checkEntraProperties(authType, values);

  return connectionString({
    endpoint,
    port: readPort(values.get("port")),
    clientEndpoint: readUrl(values, "ClientEndpoint"),
    serverEndpoint: readUrl(values, "ServerEndpoint"),
    version,
    authType,
    accessKey: authType === "accessKey" ? accessKey : undefined,
    clientId: values.get("clientid"),
    tenantId: values.get("tenantid"),
    clientSecret: values.get("clientsecret"),
    clientCert: values.get("clientcert") ?? values.get("clientcertpath"),
  });
}

function splitProperties(text: string): Map<string, string> {
  if (typeof text !== "string") throw invalid("The connection string must be a string");
  if (text.trim() === "") {
    throw invalid(
      "The connection string is empty. Check that the environment variable it is read from is set",
    );
  }
  const parts = text.split(";").filter((part) => part.trim() !== "");
  if (parts.length < 2) {
    throw invalid(
      "The connection string needs at least two parts, Endpoint=… and AccessKey=…, separated by semicolons",
    );
  }
  const values = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf("=");
    if (equals < 0) continue;
    const key = part.slice(0, equals).trim().toLowerCase();
    const name = properties.get(key);
    if (name === undefined) continue;
    if (values.has(key)) throw invalid(`${name} appears more than once in the connection string; keep one`);
    values.set(key, part.slice(equals + 1).trim());
  }
  return values;
}

function readAuthType(value: string | undefined): AuthType {
  const type = value?.toLowerCase();
  // An unknown type means an access key, as in the official SDK.
  return type !== undefined && entraTypes.has(type) ? (type as AuthType) : "accessKey";
}

function readPort(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port < 1 || port > 65_535) {
    throw invalid("Port in the connection string must be a whole number from 1 to 65535");
  }
  return port;
}

function readUrl(values: ReadonlyMap<string, string>, name: string): string | undefined {
  const value = values.get(name.toLowerCase());
  if (value === undefined) return undefined;
  return assertInConnectionString(() => baseUrlOf(parseEndpoint(value, `${name} in the connection string`)));
}

function assertInConnectionString<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw isSignalRAuthError(error) ? invalid(error.message) : error;
  }
}

function checkEntraProperties(authType: AuthType, values: ReadonlyMap<string, string>): void {
  if (authType !== "azure.app") return;
  for (const name of ["ClientId", "TenantId"]) {
    if (!values.get(name.toLowerCase()))
      throw invalid(`AuthType=azure.app needs ${name} in the connection string`);
  }
  if (!values.get("clientsecret") && !values.get("clientcert") && !values.get("clientcertpath")) {
    throw invalid("AuthType=azure.app needs ClientSecret or ClientCert in the connection string");
  }
}

type Parts = { readonly [Name in keyof ConnectionString]: ConnectionString[Name] | undefined };

const secrets: ReadonlySet<string> = new Set(["accessKey", "clientSecret"]);

function connectionString(parts: Parts): ConnectionString {
  const result = {};
  for (const [name, value] of Object.entries(parts)) {
    if (value === undefined) continue;
    // A getter, since inspection that shows hidden properties still prints plain values.
    if (secrets.has(name)) Object.defineProperty(result, name, { get: () => value, enumerable: false });
    else Object.defineProperty(result, name, { value, enumerable: true });
  }
  return Object.freeze(result) as ConnectionString;
}

/** The parts that `formatConnectionString` accepts: `version` and `authType` have defaults. */
export type ConnectionStringParts = Omit<ConnectionString, "version" | "authType"> &
  Partial<Pick<ConnectionString, "version" | "authType">>;

/**
 * Writes a connection string that `parseConnectionString` reads back.
 *
 * The result holds the secrets of the parts: treat it like a password.
 *
 * @throws {SignalRAuthError} `connection-string-invalid` when a part cannot be written or the whole would not parse.
 *
 * @example
 * ```ts
 * import { formatConnectionString } from "@x/auth";
 *
 * const text = formatConnectionString({
 *   endpoint: "https://contoso.service.signalr.net",
 *   accessKey: "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=",
 * });
 * ```
 */
export function formatConnectionString(parts: ConnectionStringParts): string {
  const entries: readonly (readonly [string, string | number | undefined])[] = [
    ["Endpoint", parts.endpoint],
    ["Port", parts.port],
    ["AccessKey", parts.accessKey],
    ["ClientEndpoint", parts.clientEndpoint],
    ["ServerEndpoint", parts.serverEndpoint],
    ["AuthType", parts.authType === "accessKey" ? undefined : parts.authType],
    ["ClientId", parts.clientId],
    ["TenantId", parts.tenantId],
    ["ClientSecret", parts.clientSecret],
    ["ClientCert", parts.clientCert],
    ["Version", parts.version ?? "1.0"],
  ];
  let text = "";
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    const written = String(value);
    if (written.includes(";") || written.trim() !== written) {
      throw invalid(`${name} must not contain a semicolon or start or end with a space`);
    }
    text += `${name}=${written};`;
  }
  parseConnectionString(text);
  return text;
}

/** The addresses that follow from a connection string. */
export interface ServiceAddresses {
  /** Origin of every audience: from `Endpoint` alone, without `Port` and `ServerEndpoint`. */
  readonly audienceOrigin: string;
  /** Where REST calls go. */
  readonly rest: string;
  /** Where clients go. */
  readonly client: string;
}

export function serviceAddresses(parts: ConnectionString): ServiceAddresses {
  const endpoint = new URL(parts.endpoint);
  const audienceOrigin = endpoint.origin;
  if (parts.port !== undefined) endpoint.port = String(parts.port);
  const direct = baseUrlOf(endpoint);
  return { audienceOrigin, rest: parts.serverEndpoint ?? direct, client: parts.clientEndpoint ?? direct };
}
