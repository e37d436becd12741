using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Watching;

/// <summary>
/// Shows the reports of a folder to a browser on this machine, and tells it when to load anew. It listens on the loopback address only and
/// answers only who knows the token in the address; requests that another site's page or name brought about are refused.
/// </summary>
public sealed class ReportServer : IDisposable
{
    private const int Attempts = 20;

    private readonly string _folder;
    private readonly string _name;
    private readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly HttpListener _listener;
    private readonly string _authority;
    private readonly ConcurrentDictionary<HttpListenerResponse, byte> _listening = [];
    private readonly Lock _telling = new();
    private int _version;
    private string _state = "";

    /// <summary>Begins to listen, on a port that is free.</summary>
    /// <param name="folder">The folder of the reports.</param>
    /// <param name="name">The report's name without its ending.</param>
    /// <exception cref="NotebookException">No port can be listened on.</exception>
    public ReportServer(string folder, string name)
    {
        (_folder, _name) = (folder, name);
        (_listener, _authority) = Listen();
        Address = new Uri($"http://{_authority}/{_token}/{Uri.EscapeDataString(name)}.html");
        _ = AcceptAsync();
    }

    /// <summary>Where the report is seen, with the token.</summary>
    public Uri Address { get; }

    /// <summary>Tells every open page how it stands.</summary>
    /// <param name="state">In a few words.</param>
    /// <param name="renewed">Whether the report was written anew, so that pages load it.</param>
    public void Tell(string state, bool renewed)
    {
        lock (_telling)
        {
            _state = state;
            if (renewed)
                _version++;
            foreach (var response in _listening.Keys)
                Send(response);
        }
    }

    /// <summary>Ends it; open pages say so.</summary>
    public void Dispose() => _listener.Close();

    // The listener takes no port of the system's choice, so one is asked for and given back; another program may be faster.
    private static (HttpListener Listener, string Authority) Listen()
    {
        for (var attempt = 0; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var authority = $"127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            var listener = new HttpListener { IgnoreWriteExceptions = true };
            listener.Prefixes.Add($"http://{authority}/");
            try
            {
                listener.Start();
                return (listener, authority);
            }
            catch (Exception error) when (error is HttpListenerException or SocketException)
            {
                listener.Close();
                if (attempt == Attempts)
                    throw new NotebookException($"No port of 127.0.0.1 can be listened on: {error.Message}");
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => Answer(context));
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // It was closed, or a browser went away half-way.
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        try
        {
            response.Headers["Cache-Control"] = "no-store";
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers["X-Content-Type-Options"] = "nosniff";
            response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
            var parts = request.Url!.AbsolutePath.Split('/');
            if (!IsOwn(request) || parts is not ["", var token, var page] || !IsToken(token))
                Say(response, HttpStatusCode.Forbidden, "Open the address that nca run --watch printed.");
            else if (request.HttpMethod != "GET")
                Say(response, HttpStatusCode.MethodNotAllowed, "Reports can only be read here.");
            else if (page == "events")
                Subscribe(response);
            else if (PageOf(Uri.UnescapeDataString(page)) is { } html)
                Write(response, "text/html", html);
            else
                Say(response, HttpStatusCode.NotFound, "There is no such report.");
        }
        catch (Exception error)
            when (error is IOException or HttpListenerException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // The browser went away, or the report is gone: it is asked for again.
            response.Abort();
        }
    }

    // A page elsewhere may know the port but not the name; a name that was made to lead here is not ours.
    private bool IsOwn(HttpListenerRequest request) =>
        request.IsLocal
        && request.Headers["Host"] == _authority
        && (request.Headers["Origin"] is not { } origin || origin == $"http://{_authority}");

    private bool IsToken(string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(_token));

    private void Subscribe(HttpListenerResponse response)
    {
        response.ContentType = "text/event-stream";
        response.SendChunked = true;
        lock (_telling)
        {
            _listening[response] = 0;
            Send(response);
        }
    }

    // The pages of the folder that are ours, and no other file.
    private string? PageOf(string page)
    {
        var version = _version;
        var path = Path.Combine(_folder, page);
        if (page != Path.GetFileName(page) || !page.EndsWith(".html", StringComparison.Ordinal))
            return null;
        var exists = File.Exists(path) && ReportFile.Begin(path).IsOurs;
        if (page != _name + ".html")
            return exists ? File.ReadAllText(path) : null;
        return ReloadingPage.Of(exists && version > 0 ? File.ReadAllText(path) : ReloadingPage.Empty(_name), version);
    }

    private void Send(HttpListenerResponse response)
    {
        try
        {
            var data = JsonSerializer.Serialize(new { version = _version, state = _state });
            response.OutputStream.Write(Encoding.UTF8.GetBytes($"data: {data}\n\n"));
            response.OutputStream.Flush();
        }
        catch (Exception error) when (error is IOException or HttpListenerException or ObjectDisposedException)
        {
            _listening.TryRemove(response, out _);
        }
    }

    private static void Say(HttpListenerResponse response, HttpStatusCode code, string words)
    {
        response.StatusCode = (int)code;
        Write(response, "text/plain", words);
    }

    private static void Write(HttpListenerResponse response, string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        response.ContentType = $"{type}; charset=utf-8";
        response.ContentLength64 = bytes.Length;
        response.OutputStream.Write(bytes);
        response.Close();
    }
}
