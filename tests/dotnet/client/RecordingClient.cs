using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

record ClientOptions(
    string Url,
    string Token,
    string Transport,
    string Protocol,
    int[]? ReconnectAfterInMs,
    bool StatefulReconnect);

/// <summary>What ../../clients/recording-client.ts is for JavaScript: a connection that keeps what happens to it.</summary>
sealed class RecordingClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static string LibraryVersion =>
        FileVersionInfo.GetVersionInfo(typeof(HubConnection).Assembly.Location).ProductVersion!.Split('+')[0];

    private readonly HubConnection _connection;
    private readonly ConcurrentDictionary<string, Channel<object?>> _events = new();

    private RecordingClient(HubConnection connection)
    {
        _connection = connection;
        connection.On<object>("say", (text) => Record("say", new[] { text }));
        connection.On<object, object>("sayTwo", (text, detail) => Record("say", new[] { text, detail }));
        connection.On("add", (int left, int right) => left + right);
        connection.On("refuse", Task<object> () => throw new InvalidOperationException("the client refuses"));
        connection.Closed += (error) => RecordAsync("closed", error?.Message);
        connection.Reconnecting += (error) => RecordAsync("reconnecting", error?.Message);
        connection.Reconnected += (connectionId) => RecordAsync("reconnected", connectionId);
    }

    public static async Task<RecordingClient> StartAsync(ClientOptions options)
    {
        var builder = new HubConnectionBuilder().WithUrl(options.Url, (http) =>
        {
            http.Transports = Enum.Parse<HttpTransportType>(options.Transport);
            http.AccessTokenProvider = () => Task.FromResult<string?>(options.Token);
        });
        if (options.Protocol == "messagepack") builder.AddMessagePackProtocol();
        if (options.ReconnectAfterInMs is { } delays)
            builder.WithAutomaticReconnect(delays.Select((delay) => TimeSpan.FromMilliseconds(delay)).ToArray());
        if (options.StatefulReconnect) builder.WithStatefulReconnect();
        var connection = builder.Build();
        var client = new RecordingClient(connection);
        await connection.StartAsync();
        return client;
    }

    public async Task<object?> NextAsync(string name)
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            return await EventsOf(name).ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            var others = string.Join(", ", _events.Where((entry) => entry.Value.Reader.Count > 0).Select((entry) => entry.Key));
            throw new TimeoutException($"No '{name}' came within {Patience}, but {(others == "" ? "nothing" : others)}");
        }
    }

    public async Task<object> InvokeAsync(string target, JsonElement[] args)
    {
        try
        {
            return new { result = await _connection.InvokeCoreAsync<object?>(target, args.Select(PlainValue.Of).ToArray()) };
        }
        catch (Exception exception)
        {
            return new { error = exception.Message };
        }
    }

    public async void Stream(string target)
    {
        try
        {
            await foreach (var item in _connection.StreamAsync<object?>(target)) Record("item", item);
            Record("completed", null);
        }
        catch (Exception exception)
        {
            Record("failed", exception.Message);
        }
    }

    public Task StopAsync() => _connection.StopAsync();

    private ChannelReader<object?> EventsOf(string name) => ChannelOf(name).Reader;

    private Channel<object?> ChannelOf(string name) => _events.GetOrAdd(name, (_) => Channel.CreateUnbounded<object?>());

    private void Record(string name, object? value) => ChannelOf(name).Writer.TryWrite(value);

    private Task RecordAsync(string name, object? value)
    {
        Record(name, value);
        return Task.CompletedTask;
    }
}
