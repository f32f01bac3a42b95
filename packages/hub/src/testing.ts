// A hub without a server, for tests of a front end.
export { createFakeHub, type FakeHub, type FakeHubHandlers, type RecordedCall } from "./fake-hub.js";
