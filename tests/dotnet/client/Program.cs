using System.Collections.Concurrent;
using System.Text.Json;

// Clients of one version of the library; each request names the client that it is for.
var clients = new ConcurrentDictionary<int, RecordingClient>();

await Requests.AnswerAsync<Request>(async (request) =>
{
    switch (request.Method)
    {
        case "version":
            return RecordingClient.LibraryVersion;
        case "start":
            var options = request.Args[0].Deserialize<ClientOptions>(JsonSerializerOptions.Web)!;
            clients[request.Client] = await RecordingClient.StartAsync(options);
            return null;
        case "next":
            return await clients[request.Client].NextAsync(request.Args[0].GetString()!);
        case "invoke":
            return await clients[request.Client].InvokeAsync(request.Args[0].GetString()!, request.Args[1..]);
        case "stream":
            clients[request.Client].Stream(request.Args[0].GetString()!);
            return null;
        case "stop":
            await clients[request.Client].StopAsync();
            return null;
        default:
            throw new ArgumentException($"There is no method '{request.Method}'");
    }
});

record Request(int Client, string Method, JsonElement[] Args);
