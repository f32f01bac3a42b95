// Several resources behind the same hubs: where clients are negotiated to, and what is sent to all of them.
export {
  createEndpoints,
  type EndpointNegotiation,
  type Endpoints,
  type EndpointStatus,
} from "./create-endpoints.js";
export type {
  CreateEndpointsOptions,
  EndpointHealthOptions,
  EndpointOptions,
  MessageTarget,
} from "./endpoint-options.js";
export {
  stickyBy,
  type AvailableEndpoint,
  type EndpointRoute,
  type EndpointType,
  type RoutedClient,
} from "./endpoint-route.js";
export type {
  ConnectionReference,
  Delivery,
  EndpointsBroadcastOptions,
  EndpointsConnectionSender,
  EndpointsGroupMembers,
  EndpointsHub,
  EndpointsSender,
} from "./endpoints-hub.js";
export {
  EndpointsError,
  isEndpointsError,
  type EndpointFailure,
  type EndpointsErrorCode,
} from "./endpoints-error.js";
export type { HubContract } from "./contract.js";
