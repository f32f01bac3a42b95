using System.Buffers;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Azure.SignalR;

/// <summary>
/// The calls that the management SDK makes in its transient mode: its paths, queries and expected answers are those of
/// Azure/azure-signalr `src/Microsoft.Azure.SignalR.Management` (`RestApiProvider.cs`, `RestHubLifetimeManagerT.cs`).
/// </summary>
sealed class Operations(ServiceEndpoint endpoint, IReadOnlyList<IHubProtocol> protocols)
{
    private const string Version = "api-version=2024-12-01";

    private readonly SdkRestClient _client = new(endpoint, protocols);

    /// <summary>Whether it succeeded or, for a question, the answer.</summary>
    public async Task<object?> CallAsync(string operation, Arguments args)
    {
        switch (operation)
        {
            case "getServiceStatus":
                await _client.SendAsync($"{Server}api/health?{Version}", HttpMethod.Head, null);
                return true;
            case "sendToAll":
                await SendMessageAsync("", Excluded(args), args);
                return true;
            case "sendToGroup":
                await SendMessageAsync($"/groups/{Escape(args.Group)}", Excluded(args), args);
                return true;
            case "sendToUser":
                await SendMessageAsync($"/users/{Escape(args.User)}", null, args);
                return true;
            case "sendToConnection":
                await SendMessageAsync($"/connections/{Escape(args.ConnectionId)}", null, args);
                return true;
            case "addConnectionToGroup":
                return await SendAsync(HttpMethod.Put, ConnectionInGroup(args), null, args, "Error.Connection.NotExisted");
            case "removeConnectionFromGroup":
                return await SendAsync(HttpMethod.Delete, ConnectionInGroup(args), null, args);
            case "removeConnectionFromAllGroups":
                return await SendAsync(HttpMethod.Delete, $"/connections/{Escape(args.ConnectionId)}/groups", null, args);
            case "addUserToGroup":
                return await SendAsync(HttpMethod.Put, UserInGroup(args), Of("ttl", args.Ttl?.ToString()), args);
            case "removeUserFromGroup":
                return await SendAsync(HttpMethod.Delete, UserInGroup(args), null, args);
            case "removeUserFromAllGroups":
                return await SendAsync(HttpMethod.Delete, $"/users/{Escape(args.User)}/groups", null, args);
            case "userExistsInGroup":
                return await SendAsync(HttpMethod.Get, UserInGroup(args), null, args, "Info.User.NotInGroup");
            case "connectionExists":
                return await SendAsync(HttpMethod.Head, $"/connections/{Escape(args.ConnectionId)}", null, args, "Warning.Connection.NotExisted");
            case "userExists":
                return await SendAsync(HttpMethod.Head, $"/users/{Escape(args.User)}", null, args, "Warning.User.NotExisted");
            case "groupExists":
                return await SendAsync(HttpMethod.Head, $"/groups/{Escape(args.Group)}", null, args, "Warning.Group.NotExisted");
            case "closeConnection":
                return await SendAsync(HttpMethod.Delete, $"/connections/{Escape(args.ConnectionId)}", Of("reason", args.Reason), args, "Warning.Connection.NotExisted");
            case "invokeConnection":
                return await InvokeAsync(args);
            case "sendToStream":
                await _client.SendStreamItemAsync(Url($"{Stream(args)}/:send", args), args.StreamId!, args.Body is { } item ? PlainValue.Of(item) : null);
                return true;
            case "completeStream":
                return await SendAsync(HttpMethod.Post, $"{Stream(args)}/:complete", Of("error", args.Reason), args);
            case "listConnectionsInGroup":
                return await ListAsync(args);
            default:
                throw new NotSupportedException($"The SDK has no call for '{operation}'");
        }
    }

    private string Server => endpoint.ServerEndpoint.AbsoluteUri;

    private async Task<bool> SendAsync(HttpMethod method, string path, Query? query, Arguments args, string? absent = null)
    {
        var found = true;
        await _client.SendAsync(Url(path, args), method, query, (response) =>
        {
            found = response.IsSuccessStatusCode;
            return Task.FromResult(found || (response.StatusCode == HttpStatusCode.NotFound && ErrorCode(response) == absent && absent is not null));
        });
        return found;
    }

    /// <summary>The result that a client returned, read from its answer with the protocol that the service names.</summary>
    private async Task<object?> InvokeAsync(Arguments args)
    {
        object? result = null;
        var message = args.Body!.Value;
        var url = Url($"/connections/{Escape(args.ConnectionId)}/:invoke", args);
        await _client.InvokeAsync(url, message.GetProperty("target").GetString()!, ArgumentsOf(message), async (response) =>
        {
            if (response.StatusCode == HttpStatusCode.BadRequest) throw new HubException(await response.Content.ReadAsStringAsync());
            if (!response.IsSuccessStatusCode) return false;
            if (!response.Headers.TryGetValues("X-ASRS-Protocol", out var names)) throw new HubException("Response is missing protocol header.");
            IHubProtocol protocol = names.First() == "messagepack" ? new MessagePackHubProtocol() : new JsonHubProtocol();
            var frame = new ReadOnlySequence<byte>(await response.Content.ReadAsByteArrayAsync());
            if (!protocol.TryParseMessage(ref frame, new ObjectBinder(), out var parsed)) throw new HubException("Response payload is empty.");
            var completion = (CompletionMessage)parsed;
            result = completion.Error is null ? completion.Result : throw new HubException(completion.Error);
            return true;
        });
        return result;
    }

    private sealed class ObjectBinder : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [];
        public Type GetReturnType(string invocationId) => typeof(object);
        public Type GetStreamItemType(string streamId) => typeof(object);
    }

    private Task SendMessageAsync(string path, Query? query, Arguments args)
    {
        var message = args.Body!.Value;
        return _client.SendMessageAsync(Url($"{path}/:send", args), query, message.GetProperty("target").GetString()!, ArgumentsOf(message));
    }

    private static object?[]? ArgumentsOf(JsonElement message) =>
        message.TryGetProperty("arguments", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(PlainValue.Of).ToArray()
            : null;

    private async Task<List<string?>> ListAsync(Arguments args)
    {
        var connectionIds = new List<string?>();
        var query = new Query();
        if (args.Top is { } top) query["top"] = top.ToString();
        if (args.ContinuationToken is { } token) query["continuationToken"] = token;
        if (args.Maxpagesize is { } size) query["maxPageSize"] = size.ToString();
        for (var url = Url($"/groups/{Escape(args.Group)}/connections", args); url is not null; query = null)
        {
            string? next = null;
            await _client.SendAsync(url, HttpMethod.Get, query, async (response) =>
            {
                if (!response.IsSuccessStatusCode) return false;
                using var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
                connectionIds.AddRange(page.RootElement.GetProperty("value").EnumerateArray().Select((member) => member.GetProperty("connectionId").GetString()));
                next = page.RootElement.TryGetProperty("nextLink", out var link) ? link.GetString() : null;
                return true;
            });
            url = next;
        }
        return connectionIds;
    }

    private string Url(string path, Arguments args)
    {
        var application = args.Application is null ? "" : $"application={Escape(args.Application.ToLowerInvariant())}&";
        return $"{Server}api/hubs/{Escape(args.Hub.ToLowerInvariant())}{path}?{application}{Version}";
    }

    private static string ConnectionInGroup(Arguments args) => $"/groups/{Escape(args.Group)}/connections/{Escape(args.ConnectionId)}";

    private static string UserInGroup(Arguments args) => $"/users/{Escape(args.User)}/groups/{Escape(args.Group)}";

    private static string Stream(Arguments args) => $"/connections/{Escape(args.ConnectionId)}/streams/{Escape(args.StreamId)}";

    private static Query? Excluded(Arguments args) => args.Excluded is null ? null : new Query { ["excluded"] = args.Excluded };

    private static Query? Of(string name, string? value) => value is null ? null : new Query { [name] = value };

    private static string Escape(string? value) => Uri.EscapeDataString(value!);

    private static string? ErrorCode(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-ms-error-code", out var codes) ? codes.First() : null;
}

/// <summary>Arguments of an operation as the vectors have them.</summary>
record Arguments(
    string Hub,
    string? Application,
    string? Group,
    string? User,
    string? ConnectionId,
    string? StreamId,
    string[]? Excluded,
    string? Reason,
    int? Ttl,
    int? Top,
    int? Maxpagesize,
    string? ContinuationToken,
    JsonElement? Body);
