using System.Net.Http.Headers;
using System.Reflection;
using Azure.Core.Serialization;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Azure.SignalR;
using Microsoft.Extensions.Primitives;
using IsExpected = System.Func<System.Net.Http.HttpResponseMessage, System.Threading.Tasks.Task<bool>>;

/// <summary>
/// The REST client, the tokens and the bodies of the SDK. They are internal to its assembly Microsoft.Azure.SignalR.Common,
/// from which the management SDK is made, so they are reached by reflection.
/// </summary>
sealed class SdkRestClient
{
    private const BindingFlags AnyMember = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly object _client;

    /// <param name="endpoint">Gives the access key.</param>
    /// <param name="protocols">Encode messages for each of these; without any, messages are JSON.</param>
    public SdkRestClient(ServiceEndpoint endpoint, IReadOnlyList<IHubProtocol> protocols)
    {
        var builder = protocols.Count == 0
            ? New("Common.JsonPayloadContentBuilder", new JsonObjectSerializer())
            : New("Common.BinaryPayloadContentBuilder", protocols);
        _client = New("RestClient", new ClientFactory(endpoint), builder);
    }

    public Task SendAsync(string url, HttpMethod method, Query? query, IsExpected? isExpected = null) =>
        Call("SendWithRetryAsync", Api(url, query), method, isExpected, CancellationToken.None);

    public Task SendMessageAsync(string url, Query? query, string target, object?[]? arguments) =>
        Call("SendMessageWithRetryAsync", Api(url, query), HttpMethod.Post, target, arguments, null, CancellationToken.None);

    /// <summary>Asks for the answer of a client as it was sent; <paramref name="isExpected"/> reads it.</summary>
    public Task InvokeAsync(string url, string target, object?[]? arguments, IsExpected isExpected) =>
        Call("SendMessageWithRetryAsync", Api(url, null), HttpMethod.Post, target, arguments, isExpected,
            new MediaTypeWithQualityHeaderValue("application/octet-stream"), CancellationToken.None);

    public Task SendStreamItemAsync(string url, string streamId, object? item) =>
        Call("SendStreamMessageWithRetryAsync", Api(url, null), HttpMethod.Post, streamId, item, typeof(object), null, CancellationToken.None);

    /// <summary>Calls the overload with as many parameters, the one whose check of the answer is asynchronous.</summary>
    private Task Call(string name, params object?[] arguments)
    {
        var overloads = _client.GetType().GetMethods(AnyMember)
            .Where((method) => method.Name == name && method.GetParameters().Length == arguments.Length);
        var method = overloads.SingleOrDefault((method) => method.GetParameters().Any((parameter) => parameter.ParameterType == typeof(IsExpected)))
            ?? overloads.Single();
        return (Task)method.Invoke(_client, arguments)!;
    }

    private static object Api(string url, Query? query)
    {
        var api = New("RestApiEndpoint", url);
        api.GetType().GetProperty("Query")!.SetValue(api, query);
        return api;
    }

    public static object New(string name, params object?[] arguments)
    {
        var type = new[] { typeof(ServiceEndpoint).Assembly, typeof(ServiceOptions).Assembly }
            .Select((assembly) => assembly.GetType($"Microsoft.Azure.SignalR.{name}"))
            .First((found) => found is not null)!;
        return type.GetConstructors(AnyMember).First((constructor) => constructor.GetParameters().Length == arguments.Length)
            .Invoke(arguments);
    }

    /// <summary>Authorizes each request as the management SDK does: for its URL without the query.</summary>
    private sealed class ClientFactory(ServiceEndpoint endpoint) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(new AuthorizingHandler(endpoint));
    }

    private sealed class AuthorizingHandler : DelegatingHandler
    {
        private readonly object _generator;

        public AuthorizingHandler(ServiceEndpoint endpoint) : base(new HttpClientHandler())
        {
            var accessKey = typeof(ServiceEndpoint).GetProperty("AccessKey", AnyMember)!.GetValue(endpoint);
            _generator = New("RestApiAccessTokenGenerator", accessKey, "server");
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var audience = request.RequestUri!.GetLeftPart(UriPartial.Path);
            var generate = _generator.GetType().GetMethod("Generate")!;
            var token = await (Task<string>)generate.Invoke(_generator, [audience, TimeSpan.FromMinutes(5)])!;
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}

sealed class Query : Dictionary<string, StringValues>;
