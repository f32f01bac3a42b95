import { parseEndpoint, parseHttpUrl } from "./endpoint.js";
import { SignalRAuthError } from "./errors.js";

const hubPattern = /^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}$/;

/** Returns the audience of a service token: the URL without query, fragment and trailing slash. */
export function serviceAudience(address: string | URL): string {
  const url = parseHttpUrl(address);
  if (url === undefined) {
    throw new SignalRAuthError(
      "audience-invalid",
      "The audience of a service token must be an absolute http or https URL",
    );
  }
  if (/^\/client\/?$/.test(url.pathname)) {
    throw new SignalRAuthError(
      "audience-invalid",
      "The audience of a service token must not be /client, the address of clients; use signClientToken",
    );
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}

/**
 * Same as {@link serviceAudience}, for an address that is known to be an absolute URL, as credentials receive it. Parsing it
 * again would cost a fifth of a signature.
 */
export function trimAudience(address: string): string {
  return address.replace(/[?#][^]*/, "").replace(/\/+$/, "");
}

/** Returns the name under which the service knows a hub: lower case, prefixed with the application name. */
export function effectiveHub(hub: string, application: string | undefined): string {
  assertHubName(hub, "hub");
  if (application === undefined) return hub.toLowerCase();
  assertHubName(application, "application");
  return `${application}_${hub}`.toLowerCase();
}

function assertHubName(name: unknown, what: string): void {
  if (typeof name === "string" && hubPattern.test(name)) return;
  throw new SignalRAuthError(
    "hub-invalid",
    `The ${what} name must start with a letter and contain only letters, digits and the characters _\`,.[] (128 at most)`,
  );
}

/** Returns the URL that a client of `hub` connects to. The slash before the query is part of the audience. */
export function clientUrl(base: string, hub: string): string {
  return `${base}/client/?hub=${encodeURIComponent(hub)}`;
}

/**
 * Returns the audience of a client token. It is derived from `Endpoint` even if the client connects through a gateway, and
 * contains the hub name unescaped, whereas the URL percent-encodes it.
 * Source: Azure/azure-signalr, `DefaultServiceEndpointGenerator.cs`.
 */
export function clientAudience(endpoint: string | URL, hub: string): string {
  return `${parseEndpoint(endpoint, "The endpoint").origin}/client/?hub=${hub}`;
}
