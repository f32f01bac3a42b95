// Several resources that serve the same hubs: negotiates clients to one of them, and sends to all.
export {
  createEndpoints,
  type EndpointNegotiation,
  type Endpoints,
  type EndpointStatus,
} from "./endpoints/create-endpoints.js";
export type {
  CreateEndpointsOptions,
  EndpointHealthOptions,
  EndpointOptions,
  MessageTarget,
} from "./endpoints/options.js";
export {
  stickyBy,
  type AvailableEndpoint,
  type EndpointRoute,
  type EndpointType,
  type RoutedClient,
} from "./endpoints/route.js";
export type { ConnectionReference, Delivery } from "./endpoints/hub-by-endpoint.js";
export type {
  EndpointsBroadcastOptions,
  EndpointsConnectionSender,
  EndpointsGroupMembers,
  EndpointsHub,
  EndpointsSender,
} from "./endpoints/hub.js";
export {
  EndpointsError,
  isEndpointsError,
  type EndpointFailure,
  type EndpointsErrorCode,
} from "./endpoints/error.js";
export type { HubContract } from "./contract.js";
