namespace Nca.Notebooks.Execution;

/// <summary>
/// Reads a process's standard stream, so that it never waits, and remembers how it began and ended: why a process died often stands there.
/// Whoever holds the stream open keeps nothing waiting.
/// </summary>
internal sealed class StreamTail
{
    private const int Kept = 4_000;

    private static readonly string[] Reasons =
    [
        "Unhandled exception",
        "Stack overflow",
        "Process terminated",
        "Fatal error",
        "Out of memory",
    ];

    private readonly Lock _lock = new();
    private string _head = "";
    private string _tail = "";

    public StreamTail(StreamReader stream) => _ = ReadAsync(stream);

    /// <summary>The line that tells why the process died, or else the last that says something, or null.</summary>
    public string? LastWords
    {
        get
        {
            lock (_lock)
            {
                var lines = $"{_head}\n{_tail}".Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
                var at = Array.FindIndex(lines, line => Reasons.Any(reason => line.StartsWith(reason, StringComparison.Ordinal)));
                return at >= 0 ? string.Join(' ', lines.Skip(at).Take(2).Where(Says)) : lines.LastOrDefault(Says);
            }
        }
    }

    private static bool Says(string line) => !line.StartsWith("at ", StringComparison.Ordinal);

    private async Task ReadAsync(StreamReader stream)
    {
        var buffer = new char[2048];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var count)
                lock (_lock)
                    Keep(new string(buffer, 0, count));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private void Keep(string text)
    {
        var first = Math.Min(text.Length, Kept - _head.Length);
        _head += text[..first];
        _tail += text[first..];
        if (_tail.Length > Kept)
            _tail = _tail[^Kept..];
    }
}
