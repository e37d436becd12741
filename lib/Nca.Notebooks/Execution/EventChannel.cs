using System.IO.Pipes;
using System.Text;

namespace Nca.Notebooks.Execution;

/// <summary>
/// The way between a run and the process that executes its cells: a named pipe, apart from the standard streams, which neither cells nor
/// the programs that they start can write to or hold open.
/// </summary>
internal sealed class EventChannel : IDisposable
{
    private readonly PipeStream _pipe;
    private readonly StreamReader _reader;
    private readonly Lock _writing = new();

    private EventChannel(PipeStream pipe)
    {
        _pipe = pipe;
        _reader = new StreamReader(pipe, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, 1 << 16);
    }

    /// <summary>Opens a channel that one process may take the other end of.</summary>
    /// <returns>The channel, and the name to give to that process.</returns>
    public static (EventChannel Channel, string Name) Open()
    {
        // Where the pipe is a file, its path may have no more than about a hundred bytes, and the folder of temporary files may be deep.
        var name = $"nca-{Guid.NewGuid():N}";
        if (!OperatingSystem.IsWindows() && Encoding.UTF8.GetByteCount(Path.GetTempPath()) > 50)
            name = $"/tmp/{name}";
        var pipe = new NamedPipeServerStream(
            name,
            PipeDirection.InOut,
            1,
            PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly
        );
        return (new EventChannel(pipe), name);
    }

    /// <summary>Takes the other end.</summary>
    /// <param name="name">The name that <see cref="Open"/> gave.</param>
    public static EventChannel Connect(string name)
    {
        var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        pipe.Connect(TimeSpan.FromSeconds(30));
        return new EventChannel(pipe);
    }

    /// <summary>Waits until the other process has taken its end.</summary>
    public Task WaitForConnectionAsync(CancellationToken cancellation) =>
        ((NamedPipeServerStream)_pipe).WaitForConnectionAsync(cancellation);

    /// <summary>Sends a line. May be called from several threads.</summary>
    /// <exception cref="IOException">The other process is gone.</exception>
    public void Send(string line)
    {
        lock (_writing)
            _pipe.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }

    /// <summary>Sends a line.</summary>
    /// <exception cref="IOException">The other process is gone.</exception>
    public ValueTask SendAsync(string line, CancellationToken cancellation) =>
        _pipe.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellation);

    /// <summary>The next line, or null when the other process is gone.</summary>
    public async Task<string?> ReceiveAsync(CancellationToken cancellation = default)
    {
        try
        {
            return await _reader.ReadLineAsync(cancellation);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The next line, or null when the other process is gone.</summary>
    public string? Receive()
    {
        try
        {
            return _reader.ReadLine();
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _pipe.Dispose();
    }
}
