using System.Text.Json;

/// <summary>
/// Requests over standard input and output, one JSON object per line: {"id":1,…} is answered by {"id":1,"value":…} or
/// {"id":1,"error":"…"}, each when it is done.
/// </summary>
static class Requests
{
    public static async Task AnswerAsync<T>(Func<T, Task<object?>> answer)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var request = JsonDocument.Parse(line).RootElement;
            _ = Task.Run(() => AnswerOneAsync(request, answer));
        }
    }

    private static async Task AnswerOneAsync<T>(JsonElement request, Func<T, Task<object?>> answer)
    {
        var id = request.GetProperty("id").GetInt32();
        object result;
        try
        {
            result = new { id, value = await answer(request.Deserialize<T>(JsonSerializerOptions.Web)!) };
        }
        catch (Exception exception)
        {
            result = new { id, error = $"{exception.GetType().Name}: {exception.Message}" };
        }
        var text = JsonSerializer.Serialize(result);
        lock (Console.Out) Console.Out.WriteLine(text);
    }
}
