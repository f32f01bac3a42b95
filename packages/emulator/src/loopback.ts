const loopbackNames = new Set(["localhost", "127.0.0.1", "::1", "[::1]"]);

/** Whether a host name or address reaches only this machine. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return loopbackNames.has(name) || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}
