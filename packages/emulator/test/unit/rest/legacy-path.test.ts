import { expect, test } from "vitest";
import { currentPath } from "../../../src/rest/legacy-path.js";

test.each([
  ["POST", "/api/v1/hubs/chat", "/api/hubs/chat/:send"],
  ["POST", "/api/v1/hubs/chat/groups/g%2F1", "/api/hubs/chat/groups/g%2F1/:send"],
  ["POST", "/api/v1/hubs/chat/users/ada/:send", "/api/hubs/chat/users/ada/:send"],
  ["PUT", "/api/v1/hubs/chat/groups/g1/users/ada", "/api/hubs/chat/users/ada/groups/g1"],
  ["PUT", "/api/v1/hubs/chat/connections/c1/groups/g1", "/api/hubs/chat/groups/g1/connections/c1"],
  ["DELETE", "/api/v1/hubs/chat/connections/c1", "/api/hubs/chat/connections/c1"],
  ["GET", "/api/v1/auth/accessKey", "/api/auth/accessKey"],
  ["GET", "/api/v1/health", "/api/health"],
])("currentPath() maps %s %s to %s", (method, path, expected) => {
  expect(currentPath(path, method)).toBe(expected);
});
