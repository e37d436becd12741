namespace Nca.Notebooks.Execution;

/// <summary>
/// Reads a process's standard stream, so that it never waits, and remembers its last lines: why a process died often stands there. Whoever
/// holds the stream open keeps nothing waiting.
/// </summary>
internal sealed class StreamTail
{
    private const int Kept = 8_000;
    private readonly Lock _lock = new();
    private string _text = "";

    public StreamTail(StreamReader stream) => _ = ReadAsync(stream);

    /// <summary>The first line of what was kept that says something, or null.</summary>
    public string? LastWords
    {
        get
        {
            lock (_lock)
                return _text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0);
        }
    }

    private async Task ReadAsync(StreamReader stream)
    {
        var buffer = new char[2048];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var count)
                lock (_lock)
                {
                    _text += new string(buffer, 0, count);
                    if (_text.Length > Kept)
                        _text = _text[^Kept..];
                }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The run is over.
        }
    }
}
