using System.Text.Json;

// Clients of one version of the library, driven over standard input and output: one JSON object per line.
// A request is {"id":1,"client":0,"method":"invoke","args":["echo",1]}, its answer {"id":1,"value":…} or {"id":1,"error":"…"}.
var clients = new Dictionary<int, RecordingClient>();

while (await Console.In.ReadLineAsync() is { } line)
{
    var request = JsonSerializer.Deserialize<Request>(line, JsonSerializerOptions.Web)!;
    _ = Task.Run(() => AnswerAsync(request));
}

async Task AnswerAsync(Request request)
{
    object answer;
    try
    {
        answer = new { id = request.Id, value = await RunAsync(request) };
    }
    catch (Exception exception)
    {
        answer = new { id = request.Id, error = exception.Message };
    }
    var text = JsonSerializer.Serialize(answer);
    lock (clients) Console.Out.WriteLine(text);
}

async Task<object?> RunAsync(Request request)
{
    if (request.Method == "version") return RecordingClient.LibraryVersion;
    if (request.Method == "start")
    {
        var started = await RecordingClient.StartAsync(request.Args[0].Deserialize<ClientOptions>(JsonSerializerOptions.Web)!);
        lock (clients) clients[request.Client] = started;
        return null;
    }
    RecordingClient client;
    lock (clients) client = clients[request.Client];
    switch (request.Method)
    {
        case "next":
            return await client.NextAsync(request.Args[0].GetString()!);
        case "invoke":
            return await client.InvokeAsync(request.Args[0].GetString()!, request.Args[1..]);
        case "stream":
            client.Stream(request.Args[0].GetString()!);
            return null;
        case "stop":
            await client.StopAsync();
            return null;
        default:
            throw new ArgumentException($"There is no method '{request.Method}'");
    }
}

record Request(int Id, int Client, string Method, JsonElement[] Args);
