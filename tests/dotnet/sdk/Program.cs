using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Azure.SignalR;

await Requests.AnswerAsync<Request>(async (request) =>
{
    var endpoint = new ServiceEndpoint(request.ConnectionString);
    if (request.Operation == "negotiate") return await NegotiateAsync(endpoint, request.Arguments);
    IReadOnlyList<IHubProtocol> protocols = request.Encoded ? [new JsonHubProtocol(), new MessagePackHubProtocol()] : [];
    return await new Operations(endpoint, protocols).CallAsync(request.Operation, request.Arguments);
});

/// The URL and the token that the SDK gives to a client.
static async Task<object?> NegotiateAsync(ServiceEndpoint endpoint, Arguments args)
{
    var provider = SdkRestClient.New("ServiceEndpointProvider", endpoint, new ServiceOptions());
    MethodInfo Method(string name) => provider.GetType().GetMethod(name)!;
    // What its ClaimsUtility writes for a user id.
    var claims = new[] { new Claim("asrs.s.uid", args.User!) };
    var token = await (Task<string>)Method("GenerateClientAccessTokenAsync").Invoke(provider, [args.Hub, claims, null])!;
    return new { url = Method("GetClientEndpoint").Invoke(provider, [args.Hub, null, null]), token };
}

record Request(string ConnectionString, string Operation, Arguments Arguments, bool Encoded);
