import { SignalRAuthError } from "./errors.js";

/**
 * Reads an absolute http(s) URL without credentials, query and fragment.
 * The message names `what`, never the value, because a mistyped value may hold a key.
 */
export function parseEndpoint(value: string | URL, what: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(value);
  } catch {
    // Reported below, without the value that the platform's own error repeats.
  }
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new SignalRAuthError("endpoint-invalid", `${what} must be an absolute http or https URL`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new SignalRAuthError(
      "endpoint-invalid",
      `${what} must not contain credentials, a query or a fragment`,
    );
  }
  return url;
}

/** The URL as text without a trailing slash, ready to have a route appended. */
export function baseUrlOf(url: URL): string {
  return url.href.replace(/\/+$/, "");
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    // The URL parser has already turned every spelling of an IPv4 address into four decimal numbers.
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

/** Throws when a token would travel in clear text beyond this machine. */
export function assertSecureConnection(url: URL, allowInsecureConnection: boolean | undefined): void {
  if (url.protocol === "https:" || allowInsecureConnection === true || isLoopback(url.hostname)) return;
  throw new SignalRAuthError(
    "insecure-connection",
    `Refusing to send a token over plain http to ${url.host}; use https, or set allowInsecureConnection if the network is trusted`,
  );
}
