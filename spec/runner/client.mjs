// A client to start a port from: two operations, by hand.
const apiVersion = "2024-12-01";

export async function groupExists({ hub, group, application }, endpoint) {
  const path = `/api/hubs/${segment(hub)}/groups/${segment(group)}`;
  const response = await fetch(`${endpoint}${path}?${query({ application })}`, { method: "HEAD" });
  const code = response.headers.get("x-ms-error-code");
  if (response.status === 404 && code === "Warning.Group.NotExisted") return false;
  if (!response.ok) throw failure(response, code);
  return true;
}

export async function sendToGroup(
  { hub, group, application, excluded, body, contentType = "application/json" },
  endpoint,
) {
  const path = `/api/hubs/${segment(hub)}/groups/${segment(group)}/:send`;
  const response = await fetch(`${endpoint}${path}?${query({ application, excluded })}`, {
    method: "POST",
    headers: { "content-type": contentType },
    body: "base64" in body ? Buffer.from(body.base64, "base64") : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw failure(response, response.headers.get("x-ms-error-code"));
  return text === "" ? undefined : JSON.parse(text);
}

/** A URL parser removes `.` and `..`, whatever encodes them: such a name would reach another route. */
function segment(value) {
  if (["", ".", ".."].includes(value)) throw new RangeError(`${JSON.stringify(value)} is not a usable name`);
  return encodeURIComponent(value);
}

function query(parameters) {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((item) => [name, item]),
  );
  return new URLSearchParams([["api-version", apiVersion], ...pairs]);
}

function failure({ status }, code) {
  return Object.assign(new Error(`The service answered ${status}`), { status, code: code ?? undefined });
}
