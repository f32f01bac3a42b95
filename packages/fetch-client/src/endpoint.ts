/**
 * Returns the prefix of every URL: scheme, host and path of the endpoint, without a trailing slash.
 *
 * @throws {TypeError} If the endpoint is not valid. The message does not repeat it, because it may contain a password.
 */
export function readEndpoint(endpoint: string | URL): string {
  try {
    const { href, origin, pathname } = new URL(endpoint);
    // The URL has no other components.
    if (/^https?:/.test(href) && href === origin + pathname) return href.replace(/\/+$/, "");
  } catch {
    // Reported below, without the text.
  }
  throw new TypeError("endpoint must be an http or https URL without credentials, query or fragment");
}
