// A hub without a server, for tests of a front end.
export { createFakeHub, type FakeHub, type FakeHubHandlers } from "./fake-hub.js";
export type { RecordedCall } from "./fake-connection.js";
