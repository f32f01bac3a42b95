/**
 * The endpoint as the start of every URL: scheme, host and path without a trailing slash.
 *
 * @throws {TypeError} naming what is wrong; the text of the endpoint is not repeated, it may hold a password.
 */
export function readEndpoint(endpoint: string | URL): string {
  try {
    const { href, origin, pathname } = new URL(endpoint);
    // Nothing stands in the URL but these two.
    if (/^https?:/.test(href) && href === origin + pathname) return href.replace(/\/+$/, "");
  } catch {
    // Said below, without the text.
  }
  throw new TypeError("endpoint must be an http or https URL without credentials, query or fragment");
}
